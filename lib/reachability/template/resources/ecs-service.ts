import { type Building, existing, type Family } from '../building';
import { addInterfaces, interfacesOf, publicIpOf, securityGroupIdsOf, subnetIdsOf, vpcIdOf } from '../interfaces';
import { idOf, listOf, objectOf, optionalIdOf, optionalNumberOf, optionalTextOf, UnresolvedError } from '../properties';
import type { Resource } from '../stack';
import { isObject, type Value } from '../value';
import { registerInterfaces } from './target-group';

const TARGET_GROUPS = ['AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::VpcLattice::TargetGroup'] as const;

/** ECS services whose tasks have interfaces of their own (awsvpc): one in each subnet. */
export const ecsServiceFamily: Family = {
  'AWS::ECS::Service': {
    interfaces: (resource, building) => {
      const { NetworkConfiguration } = resource.properties;
      // In the other network modes tasks speak by the interface of their instance.
      if (NetworkConfiguration === undefined) return;
      const { AwsvpcConfiguration } = objectOf(NetworkConfiguration, 'NetworkConfiguration');
      const { AssignPublicIp, SecurityGroups, Subnets } = objectOf(AwsvpcConfiguration, 'AwsvpcConfiguration');
      const subnetIds = subnetIdsOf(Subnets, 'Subnets');
      addInterfaces(building, {
        resource,
        subnetIds,
        securityGroupIds: securityGroupIdsOf(building, SecurityGroups, vpcIdOf(building, subnetIds)),
        owner: { kind: 'ecs-service', id: resource.id },
        publicIp: (index) => publicIpOf(building, subnetIds[index] ?? '', AssignPublicIp ?? 'DISABLED'),
      });
    },
    effects: registerTasks,
  },
};

function registerTasks(resource: Resource, building: Building): void {
  const { LoadBalancers, VpcLatticeConfigurations } = resource.properties;
  const interfaces = interfacesOf(building.draft, resource.id);
  const registrations = [
    ...listOf(LoadBalancers, 'LoadBalancers').map((item) => {
      const { ContainerPort, TargetGroupArn } = objectOf(item, 'LoadBalancers');
      return { arn: TargetGroupArn, port: optionalNumberOf(ContainerPort, 'ContainerPort') };
    }),
    ...listOf(VpcLatticeConfigurations, 'VpcLatticeConfigurations').map((item) => {
      const { PortName, TargetGroupArn } = objectOf(item, 'VpcLatticeConfigurations');
      return { arn: TargetGroupArn, port: namedPort(resource, building, PortName) };
    }),
  ];
  for (const { arn, port } of registrations) {
    const id = optionalIdOf(arn, 'TargetGroupArn', ...TARGET_GROUPS);
    if (id === undefined) throw new UnresolvedError('a Classic Load Balancer');
    if (interfaces.length === 0) throw new UnresolvedError('its tasks have no interfaces of their own', arn);
    const group = existing(building.draft.targetGroups, id);
    registerInterfaces(building, id, { by: resource.id, port: port ?? group.port, interfaces });
  }
}

/** The container port that a port mapping of the task definition names. */
function namedPort({ properties }: Resource, { resources }: Building, name: Value): number | undefined {
  const id = idOf(properties.TaskDefinition, 'TaskDefinition', 'AWS::ECS::TaskDefinition');
  for (const container of listOf(resources.get(id)?.properties.ContainerDefinitions, 'ContainerDefinitions')) {
    for (const mapping of isObject(container) ? listOf(container.PortMappings, 'PortMappings') : []) {
      const { ContainerPort, Name } = objectOf(mapping, 'PortMappings');
      if (optionalTextOf(Name, 'Name') === name) return optionalNumberOf(ContainerPort, 'ContainerPort');
    }
  }
  return undefined;
}
