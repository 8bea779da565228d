import { type Building, componentOf, existing, type Family } from '../building';
import { policyOf } from '../policy';
import { idOf, idsOf, listOf, numberOf, objectOf, optionalIdOf, optionalNumberOf, optionalTextOf } from '../properties';
import type { Resource } from '../stack';
import type { Value } from '../value';
import { addTargetGroups } from './load-balancer';
import { addTargets } from './target-group';

const SERVICE = 'AWS::VpcLattice::Service';
const LISTENER = 'AWS::VpcLattice::Listener';
const TARGET_GROUP = 'AWS::VpcLattice::TargetGroup';
const SERVICE_NETWORK = 'AWS::VpcLattice::ServiceNetwork';

/** VPC Lattice services and service networks, and what joins them. */
export const latticeFamily: Family = {
  [SERVICE_NETWORK]: {
    parts: (resource, { draft }) => {
      const authType = authTypeOf(resource);
      const component = { ...componentOf(resource), authType, serviceAssociations: [], resourceAssociations: [] };
      draft.serviceNetworks.set(resource.id, component);
    },
  },
  [SERVICE]: {
    parts: (resource, { draft }) => {
      const { CustomDomainName } = resource.properties;
      const dnsName = optionalTextOf(CustomDomainName, 'CustomDomainName');
      draft.latticeServices.set(resource.id, {
        ...componentOf(resource),
        authType: authTypeOf(resource),
        ...(dnsName === undefined ? {} : { dnsName }),
        listeners: [],
      });
    },
  },
  [LISTENER]: {
    links: ({ id, properties: { DefaultAction, Port, Protocol, ServiceIdentifier } }, { draft }) => {
      const service = existing(draft.latticeServices, idOf(ServiceIdentifier, 'ServiceIdentifier', SERVICE));
      const usual = optionalTextOf(Protocol, 'Protocol') === 'HTTP' ? 80 : 443;
      const port = optionalNumberOf(Port, 'Port') ?? usual;
      service.listeners.push({ id, protocols: ['tcp'], port, targetGroupIds: targetGroupIdsOf(DefaultAction) });
    },
  },
  'AWS::VpcLattice::Rule': {
    effects: ({ properties: { Action, ListenerIdentifier } }, { draft }) => {
      const listenerId = idOf(ListenerIdentifier, 'ListenerIdentifier', LISTENER);
      for (const { listeners } of draft.latticeServices.values()) {
        addTargetGroups(listeners, listenerId, targetGroupIdsOf(Action));
      }
    },
  },
  [TARGET_GROUP]: {
    parts: (resource, { draft }) => {
      const { Config, Type } = resource.properties;
      const { Port, Protocol, VpcIdentifier } = objectOf(Config, 'Config');
      const type = optionalTextOf(Type, 'Type');
      const targetType = type === 'IP' ? 'ip' : type === 'INSTANCE' ? 'instance' : type === 'ALB' ? 'alb' : 'unknown';
      const vpcId = optionalIdOf(VpcIdentifier, 'VpcIdentifier', 'AWS::EC2::VPC');
      draft.targetGroups.set(resource.id, {
        ...componentOf(resource),
        targetType,
        ...(vpcId === undefined ? {} : { vpcId }),
        port: optionalNumberOf(Port, 'Port') ?? (Protocol === 'HTTPS' ? 443 : 80),
        preserveClientIp: false,
        targets: [],
      });
    },
    effects: (resource, building) => {
      // A function is called and not connected to.
      if (resource.properties.Type !== 'LAMBDA') addTargets(resource, building, resource.properties.Targets);
    },
  },
  'AWS::VpcLattice::AuthPolicy': { effects: addAuthPolicy },
  'AWS::VpcLattice::ServiceNetworkServiceAssociation': {
    links: ({ id, properties: { ServiceIdentifier, ServiceNetworkIdentifier } }, { draft }) => {
      const network = existing(
        draft.serviceNetworks,
        idOf(ServiceNetworkIdentifier, 'ServiceNetworkIdentifier', SERVICE_NETWORK),
      );
      network.serviceAssociations.push({ id, latticeServiceId: idOf(ServiceIdentifier, 'ServiceIdentifier', SERVICE) });
    },
  },
  'AWS::VpcLattice::ServiceNetworkVpcAssociation': {
    links: (resource, { draft }) => {
      const { SecurityGroupIds, ServiceNetworkIdentifier, VpcIdentifier } = resource.properties;
      draft.serviceNetworkVpcAssociations.set(resource.id, {
        ...componentOf(resource),
        serviceNetworkId: idOf(ServiceNetworkIdentifier, 'ServiceNetworkIdentifier', SERVICE_NETWORK),
        vpcId: existing(draft.vpcs, idOf(VpcIdentifier, 'VpcIdentifier', 'AWS::EC2::VPC')).id,
        securityGroupIds: [...idsOf(SecurityGroupIds, 'SecurityGroupIds', 'AWS::EC2::SecurityGroup')],
      });
    },
  },
};

function authTypeOf({ properties }: Resource): 'NONE' | 'AWS_IAM' {
  return optionalTextOf(properties.AuthType, 'AuthType') === 'AWS_IAM' ? 'AWS_IAM' : 'NONE';
}

function addAuthPolicy({ properties: { Policy, ResourceIdentifier } }: Resource, { draft }: Building): void {
  const id = idOf(ResourceIdentifier, 'ResourceIdentifier', SERVICE, SERVICE_NETWORK);
  const component = draft.latticeServices.get(id) ?? existing(draft.serviceNetworks, id);
  component.authPolicy = policyOf(Policy);
}

/** Target groups of a forward action; a fixed response needs none. */
function targetGroupIdsOf(action: Value): readonly string[] {
  const { Forward } = objectOf(action, 'an action');
  return listOf(objectOf(Forward, 'Forward').TargetGroups, 'TargetGroups')
    .map((item) => objectOf(item, 'TargetGroups'))
    .filter(({ Weight }) => Weight === undefined || numberOf(Weight, 'Weight') > 0)
    .map(({ TargetGroupIdentifier }) => idOf(TargetGroupIdentifier, 'TargetGroupIdentifier', TARGET_GROUP));
}
