import type { Target } from '../../model';
import { interfaceByAddress } from '../address-text';
import { type Building, componentOf, type Family } from '../building';
import { interfacesOf } from '../interfaces';
import {
  listOf,
  objectOf,
  optionalAddressOf,
  optionalIdOf,
  optionalNumberOf,
  optionalTextOf,
  textOf,
  UnresolvedError,
} from '../properties';
import type { Resource } from '../stack';
import { isReference, references, type Value } from '../value';

/** Target groups of load balancers, and the targets that they list themselves. */
export const targetGroupFamily: Family = {
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    parts: (resource, { draft }) => {
      const { HealthCheckPort, Port, Protocol, TargetGroupAttributes, TargetType, VpcId } = resource.properties;
      const type = optionalTextOf(TargetType, 'TargetType') ?? 'instance';
      const targetType = type === 'ip' || type === 'instance' || type === 'alb' ? type : 'unknown';
      const protocol = optionalTextOf(Protocol, 'Protocol') ?? '';
      const attributes = attributesOf(TargetGroupAttributes, 'TargetGroupAttributes');
      const crossZone = attributes.get('load_balancing.cross_zone.enabled');
      // Or `traffic-port`, which is the default.
      const healthCheckPort = Number(optionalTextOf(HealthCheckPort, 'HealthCheckPort'));
      const vpcId = optionalIdOf(VpcId, 'VpcId', 'AWS::EC2::VPC');
      draft.targetGroups.set(resource.id, {
        ...componentOf(resource),
        targetType,
        ...(vpcId === undefined ? {} : { vpcId }),
        port: optionalNumberOf(Port, 'Port') ?? 0,
        ...(healthCheckPort > 0 && { healthCheckPort }),
        preserveClientIp: preservesClientIp(targetType, protocol, attributes.get('preserve_client_ip.enabled')),
        ...(crossZone === 'true' || crossZone === 'false' ? { crossZone: crossZone === 'true' } : {}),
        targets: [],
      });
    },
    effects: (resource, building) => addTargets(resource, building, resource.properties.Targets),
  },
};

/** Key and value pairs. @throws UnresolvedError */
export function attributesOf(value: Value, what: string): ReadonlyMap<string, string> {
  const pairs = listOf(value, what).map((item) => objectOf(item, what));
  return new Map(pairs.map(({ Key, Value: text }) => [textOf(Key, what), textOf(text, what)]));
}

/**
 * Of Network Load Balancers only; what is not said depends on the target type.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
function preservesClientIp(targetType: string, protocol: string, attribute: string | undefined): boolean {
  if (protocol === 'HTTP' || protocol === 'HTTPS') return false;
  if (protocol === 'UDP' || protocol === 'TCP_UDP') return true;
  return attribute === undefined ? targetType !== 'ip' : attribute === 'true';
}

/** Registers what a list of targets names. @throws UnresolvedError */
export function addTargets(resource: Resource, building: Building, listed: Value): void {
  const group = building.draft.targetGroups.get(resource.id);
  if (!group) return;
  for (const item of listOf(listed, 'Targets')) {
    const { AvailabilityZone, Id, Port } = objectOf(item, 'Targets');
    const zone = optionalTextOf(AvailabilityZone, 'AvailabilityZone');
    const port = optionalNumberOf(Port, 'Port') ?? group.port;
    group.targets.push({ to: targetOf(building, Id), port, ...(zone === undefined ? {} : { availabilityZone: zone }) });
  }
}

function targetOf(building: Building, value: Value): Target['to'] {
  const ip = typeof value === 'string' && /^[\d.]+$/.test(value) ? optionalAddressOf(value, 'Id') : undefined;
  if (ip !== undefined) return { ip };
  const [found] = isReference(value) ? [value] : references(value);
  if (!found) throw new UnresolvedError('a target that lies outside of the templates', value);
  if (building.draft.loadBalancers.has(found.id)) return { loadBalancerId: found.id };
  const byAddress = interfaceByAddress(building, found);
  const [primary] = byAddress?.addresses ?? [];
  if (byAddress && primary && /Private/.test(found.attribute ?? '')) return { ip: primary.privateIp };
  const [instance] = interfacesOf(building.draft, found.id);
  if (!instance) throw new UnresolvedError(`${found.id} is no target that can be modelled`, value);
  return { networkInterfaceId: instance.id };
}

/** Registers every interface of an owner on a port: by its address, or as the instance that it belongs to. */
export function registerInterfaces(
  { draft }: Building,
  targetGroupId: string,
  owned: { readonly by: string; readonly port: number; readonly interfaces: ReturnType<typeof interfacesOf> },
): void {
  const group = draft.targetGroups.get(targetGroupId);
  if (!group) throw new UnresolvedError(`target group ${targetGroupId} is not modelled`);
  for (const { id, addresses } of owned.interfaces) {
    const [primary] = addresses;
    const to = group.targetType === 'ip' && primary ? { ip: primary.privateIp } : { networkInterfaceId: id };
    group.targets.push({ id: owned.by, to, port: owned.port });
  }
}
