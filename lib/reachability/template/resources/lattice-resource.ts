import type { ResourceConfiguration } from '../../model';
import { interfaceByAddress } from '../address-text';
import { type Building, componentOf, existing, type Family } from '../building';
import { addInterfaces, interfacesOf, securityGroupIdsOf, subnetIdsOf } from '../interfaces';
import {
  idOf,
  listOf,
  numberOf,
  objectOf,
  optionalAddressOf,
  optionalIdOf,
  plainOf,
  textOf,
  UnresolvedError,
} from '../properties';
import type { Resource } from '../stack';
import { isReference, type Value } from '../value';

const RESOURCE_GATEWAY = 'AWS::VpcLattice::ResourceGateway';
const RESOURCE_CONFIGURATION = 'AWS::VpcLattice::ResourceConfiguration';

/** Resource gateways, what they lead to, and service networks that offer it. */
export const latticeResourceFamily: Family = {
  [RESOURCE_GATEWAY]: {
    interfaces: (resource, building) => {
      const { SecurityGroupIds, SubnetIds, VpcIdentifier } = resource.properties;
      const vpcId = existing(building.draft.vpcs, idOf(VpcIdentifier, 'VpcIdentifier', 'AWS::EC2::VPC')).id;
      const securityGroupIds = securityGroupIdsOf(building, SecurityGroupIds, vpcId);
      const networkInterfaceIds = addInterfaces(building, {
        resource,
        subnetIds: subnetIdsOf(SubnetIds, 'SubnetIds'),
        securityGroupIds,
        owner: { kind: 'resource-gateway', id: resource.id },
      });
      building.draft.resourceGateways.set(resource.id, {
        ...componentOf(resource),
        vpcId,
        networkInterfaceIds: [...networkInterfaceIds],
        securityGroupIds: [...securityGroupIds],
      });
    },
  },
  [RESOURCE_CONFIGURATION]: { effects: addConfiguration },
  'AWS::VpcLattice::ServiceNetworkResourceAssociation': {
    links: ({ id, properties: { ResourceConfigurationId, ServiceNetworkId } }, { draft }) => {
      const networkId = idOf(ServiceNetworkId, 'ServiceNetworkId', 'AWS::VpcLattice::ServiceNetwork');
      existing(draft.serviceNetworks, networkId).resourceAssociations.push({
        id,
        resourceConfigurationId: idOf(ResourceConfigurationId, 'ResourceConfigurationId', RESOURCE_CONFIGURATION),
      });
    },
  },
};

function addConfiguration(resource: Resource, building: Building): void {
  const { PortRanges, ResourceConfigurationDefinition, ResourceConfigurationGroupId, ResourceConfigurationType } =
    resource.properties;
  if (ResourceConfigurationGroupId !== undefined || ResourceConfigurationType === 'GROUP') {
    throw new UnresolvedError('a group of resources', ResourceConfigurationGroupId);
  }
  const gateway = optionalIdOf(resource.properties.ResourceGatewayId, 'ResourceGatewayId', RESOURCE_GATEWAY);
  building.draft.resourceConfigurations.set(resource.id, {
    ...componentOf(resource),
    ...(gateway === undefined ? {} : { resourceGatewayId: gateway }),
    ports: listOf(PortRanges, 'PortRanges').map((range) => {
      const [from = '', to = from] = textOf(range, 'PortRanges').split('-');
      return { from: numberOf(from, 'PortRanges'), to: numberOf(to, 'PortRanges') };
    }),
    resource: resourceOf(ResourceConfigurationDefinition, building),
  });
}

function resourceOf(definition: Value, building: Building): ResourceConfiguration['resource'] {
  const { ArnResource, DnsResource, IpResource } = objectOf(definition, 'ResourceConfigurationDefinition');
  const named = objectOf(DnsResource, 'DnsResource').DomainName ?? ArnResource ?? IpResource;
  const ip = typeof IpResource === 'string' ? optionalAddressOf(IpResource, 'IpResource') : undefined;
  if (ip !== undefined) return { ip };
  const unresolved = { unknown: JSON.stringify(plainOf(named ?? definition)) };
  if (!isReference(named)) return unresolved;
  const [primary] = interfaceByAddress(building, named)?.addresses ?? [];
  if (primary && IpResource !== undefined) return { ip: primary.privateIp };
  const { loadBalancers, vpcEndpoints } = building.draft;
  if (loadBalancers.has(named.id) || vpcEndpoints.has(named.id)) return { componentId: named.id };
  const host = anyInterface(building, named.id);
  return host === undefined ? unresolved : { componentId: host };
}

/** A database is in one of its subnets, and nobody knows in which: any will do while their network ACL is the same. */
function anyInterface({ draft }: Building, ownerId: string): string | undefined {
  const [first, ...others] = interfacesOf(draft, ownerId);
  const networkAcl = (subnetId: string) => draft.subnets.get(subnetId)?.networkAclId;
  const alike = others.every(({ subnetId }) => networkAcl(subnetId) === networkAcl(first?.subnetId ?? ''));
  return alike ? first?.id : undefined;
}
