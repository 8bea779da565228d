import type { Listener, LoadBalancer, NetworkInterface, Target, TargetGroup } from '../../reachability/model';
import type { LabTarget } from '../plan';
import { privateAddresses } from './addresses';
import type { Draft } from './draft';
import { type Network, zoneOf } from './network';

/** The targets that an interface of a load balancer may choose for a listener. */
export function targetsOf(
  network: Network,
  draft: Draft,
  loadBalancer: LoadBalancer,
  node: NetworkInterface,
  { targetGroupIds }: Listener,
  protocol: 'tcp' | 'udp',
): readonly LabTarget[] {
  return targetGroupIds.flatMap((groupId) => {
    const group = knownGroup(draft, network, groupId, loadBalancer.id);
    if (!group) return [];
    const addresses = group.targets
      .filter((target) => isEligible(network, loadBalancer, node, group, target))
      .flatMap((target) => placesOf(network, target).map((place) => ({ ...place, port: target.port })));
    return addresses.map(({ ip, port, through }): LabTarget => {
      const id = [node.id, groupId, protocol, ip, port].join(' ');
      const source = privateAddresses(node)[0] ?? '';
      return {
        id,
        targetGroupId: groupId,
        ...(through && { through }),
        ip,
        port,
        // By TCP, whatever the clients speak.
        healthCheck: { protocol: 'tcp', source, ip, port: group.healthCheckPort ?? port },
      };
    });
  });
}

/** A target group; where nobody knows its targets, what depends on them cannot be judged. */
export function knownGroup(draft: Draft, { model }: Network, id: string, ownerId: string): TargetGroup | undefined {
  const group = model.targetGroups.find((each) => each.id === id);
  if (group && group.targetType !== 'unknown') return group;
  draft.notModelled.push({ component: id, reason: 'nobody knows its targets', touches: [ownerId] });
  return undefined;
}

/** Where a target is: one address, or those of the interfaces of a load balancer. */
export function placesOf(network: Network, { to }: Target): readonly Pick<LabTarget, 'ip' | 'through'>[] {
  if ('ip' in to) return [{ ip: to.ip }];
  const { model, networkInterfaces } = network;
  const addressOf = (id: string): readonly string[] =>
    (networkInterfaces.get(id)?.addresses ?? []).slice(0, 1).map(({ privateIp }) => privateIp);
  if ('networkInterfaceId' in to) return addressOf(to.networkInterfaceId).map((ip) => ({ ip }));
  const { loadBalancerId } = to;
  const ids = model.loadBalancers.find(({ id }) => id === loadBalancerId)?.networkInterfaceIds ?? [];
  return ids.flatMap((networkInterfaceId) =>
    addressOf(networkInterfaceId).map((ip) => ({ ip, through: { loadBalancerId, networkInterfaceId } })),
  );
}

/**
 * Whether an interface may choose a target: the zone of the target has to be one of the load balancer's, and that of the
 * interface unless cross-zone load balancing is on.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html
 */
function isEligible(
  network: Network,
  { networkInterfaceIds, crossZone }: LoadBalancer,
  node: NetworkInterface,
  group: TargetGroup,
  target: Target,
): boolean {
  if ('loadBalancerId' in target.to) return true;
  const found = interfaceOf(network, node.vpcId, target);
  const zone = (found && zoneOf(network, found)) ?? target.availabilityZone ?? 'all';
  if (zone === 'all') return true;
  const enabled = networkInterfaceIds.some((id) => {
    const each = network.networkInterfaces.get(id);
    return each !== undefined && zoneOf(network, each) === zone;
  });
  return enabled && ((group.crossZone ?? crossZone) || zoneOf(network, node) === zone);
}

/** The interface that a target is, as the VPC of the load balancer sees it. */
export function interfaceOf(network: Network, vpcId: string, { to }: Target): NetworkInterface | undefined {
  if ('networkInterfaceId' in to) return network.networkInterfaces.get(to.networkInterfaceId);
  return 'ip' in to ? interfaceAt(network, vpcId, to.ip) : undefined;
}

/** The interface that has an address in a VPC. */
export function interfaceAt(network: Network, vpcId: string, ip: string): NetworkInterface | undefined {
  return (network.interfacesByVpc.get(vpcId) ?? []).find((each) => privateAddresses(each).includes(ip));
}
