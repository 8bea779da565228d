import { type Building, existing, type Family } from '../building';
import { addInterfaces, interfacesOf, publicIpOf, securityGroupIdsOf, subnetIdsOf, vpcIdOf } from '../interfaces';
import {
  booleanOf,
  idOf,
  idsOf,
  listOf,
  objectOf,
  optionalAddressOf,
  optionalIdOf,
  UnresolvedError,
} from '../properties';
import type { Resource } from '../stack';
import type { Value, ValueObject } from '../value';
import { registerInterfaces } from './target-group';

const SUBNET = 'AWS::EC2::Subnet';

/** Instances, alone or of an Auto Scaling group, which has one in each of its subnets. */
export const instanceFamily: Family = {
  'AWS::EC2::Instance': { interfaces: addInstance },
  'AWS::AutoScaling::AutoScalingGroup': {
    interfaces: (resource, building) => {
      const { LaunchConfigurationName, LaunchTemplate, VPCZoneIdentifier } = resource.properties;
      const subnetIds = subnetIdsOf(VPCZoneIdentifier, 'VPCZoneIdentifier');
      const launched =
        LaunchConfigurationName === undefined
          ? launchTemplateData(building, LaunchTemplate)
          : (building.resources.get(idOf(LaunchConfigurationName, 'LaunchConfigurationName', LAUNCH_CONFIGURATION))
              ?.properties ?? {});
      const { groups, publicIp } = networkOf(launched);
      addInterfaces(building, {
        resource,
        subnetIds,
        securityGroupIds: securityGroupIdsOf(building, groups, vpcIdOf(building, subnetIds)),
        owner: { kind: 'instance', id: resource.id },
        publicIp: (index) => publicIpOf(building, subnetIds[index] ?? '', publicIp),
      });
    },
    effects: ({ id, properties: { TargetGroupARNs } }, building) => {
      const type = 'AWS::ElasticLoadBalancingV2::TargetGroup';
      for (const targetGroupId of idsOf(TargetGroupARNs, 'TargetGroupARNs', type)) {
        const { port } = existing(building.draft.targetGroups, targetGroupId);
        registerInterfaces(building, targetGroupId, { by: id, port, interfaces: interfacesOf(building.draft, id) });
      }
    },
  },
};

const LAUNCH_CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration';

function addInstance(resource: Resource, building: Building): void {
  const { draft } = building;
  const { LaunchTemplate, NetworkInterfaces, PrivateIpAddress, SecurityGroupIds, SourceDestCheck, SubnetId } =
    resource.properties;
  const template = launchTemplateData(building, LaunchTemplate);
  const owner = { kind: 'instance', id: resource.id } as const;
  const sourceDestCheck = booleanOf(SourceDestCheck, 'SourceDestCheck', true);
  const given = listOf(NetworkInterfaces ?? template.NetworkInterfaces, 'NetworkInterfaces').map((item) =>
    objectOf(item, 'NetworkInterfaces'),
  );
  const single = { SubnetId, PrivateIpAddress, GroupSet: SecurityGroupIds ?? template.SecurityGroupIds };
  for (const [index, item] of (given.length > 0 ? given : [single as ValueObject]).entries()) {
    const attached = optionalIdOf(item.NetworkInterfaceId, 'NetworkInterfaceId', 'AWS::EC2::NetworkInterface');
    if (attached !== undefined) {
      // It may be further down in the template and then comes into being later.
      building.later(resource, () => Object.assign(existing(draft.networkInterfaces, attached), { owner }));
      continue;
    }
    const subnetIds = [idOf(item.SubnetId ?? SubnetId, 'SubnetId', SUBNET)];
    const groups = item.GroupSet ?? item.Groups ?? SecurityGroupIds;
    addInterfaces(building, {
      resource,
      subnetIds,
      securityGroupIds: securityGroupIdsOf(building, groups, vpcIdOf(building, subnetIds)),
      owner,
      sourceDestCheck,
      id: () => `${resource.id}/${index + 1}`,
      privateIp: () => optionalAddressOf(item.PrivateIpAddress, 'PrivateIpAddress'),
      publicIp: () => publicIpOf(building, subnetIds[0] ?? '', item.AssociatePublicIpAddress),
    });
  }
}

/** Security groups and public address of a launch template or configuration. */
function networkOf(launched: ValueObject): { readonly groups: Value; readonly publicIp: Value } {
  const [first] = listOf(launched.NetworkInterfaces, 'NetworkInterfaces');
  const { AssociatePublicIpAddress, Groups } = objectOf(first, 'NetworkInterfaces');
  return {
    groups: Groups ?? launched.SecurityGroupIds ?? launched.SecurityGroups,
    publicIp: AssociatePublicIpAddress ?? launched.AssociatePublicIpAddress,
  };
}

/** What a launch template says, whatever its version; nothing where there is none. @throws UnresolvedError */
export function launchTemplateData({ resources }: Building, specification: Value): ValueObject {
  const { LaunchTemplateId, Id } = objectOf(specification, 'LaunchTemplate');
  const id = LaunchTemplateId ?? Id;
  if (specification === undefined) return {};
  if (id === undefined) throw new UnresolvedError('a launch template that is named and not referred to');
  const template = resources.get(idOf(id, 'LaunchTemplateId', 'AWS::EC2::LaunchTemplate'));
  return objectOf(template?.properties.LaunchTemplateData, 'LaunchTemplateData');
}
