import { contains, formatAddress, parseAddress, parseCidr } from '../../reachability/ipv4';
import type { LoadBalancer, NetworkInterface } from '../../reachability/model';
import type { LabEntrance, LabWay } from '../plan';
import { privateAddresses } from './addresses';
import type { Draft } from './draft';
import { siblings } from './host';
import { INTERNET } from './internet';
import type { Network } from './network';

/** How each host, load balancer, and the internet, is addressed. */
export function addEntrances(draft: Draft, network: Network): void {
  for (const { id, addresses } of draft.hosts) {
    if (id === INTERNET) {
      const [first = ''] = addresses;
      draft.entrances.push({ component: id, ways: [{ addresses: [{ ip: first }], answerers: [INTERNET] }] });
      continue;
    }
    const networkInterface = network.networkInterfaces.get(id);
    if (!networkInterface) continue;
    // A host with several interfaces answers itself by any of them.
    const answerers = [id, ...siblings(network, networkInterface).map((each) => each.id)];
    const publicAddresses = networkInterface.addresses.flatMap(({ publicIp }) => publicIp ?? []);
    const ways = [...addresses, ...publicAddresses, ...translated(network, networkInterface)].map(
      (ip): LabWay => ({ addresses: [{ ip }], answerers }),
    );
    const entrance: LabEntrance = { component: id, ways };
    draft.entrances.push(entrance);
  }
  for (const loadBalancer of network.model.loadBalancers) addLoadBalancerEntrance(draft, network, loadBalancer);
}

// All zones by their private addresses, or all by their public ones.
function addLoadBalancerEntrance(draft: Draft, network: Network, { id, networkInterfaceIds }: LoadBalancer): void {
  const nodes = networkInterfaceIds.flatMap((each) => network.networkInterfaces.get(each) ?? []);
  const answerers = answerersOf(network, id);
  const way = (pick: (networkInterface: NetworkInterface) => readonly string[]): LabWay => ({
    addresses: nodes.flatMap((node) =>
      pick(node).map((ip) => ({ ip, balancerId: network.placed.get(node.id)?.name ?? node.id })),
    ),
    answerers,
  });
  const privately = way((node) => privateAddresses(node).slice(0, 1));
  const publicly = way(({ addresses }) => addresses.flatMap(({ publicIp }) => publicIp ?? []).slice(0, 1));
  const beyond = way((node) => translated(network, node).slice(0, 1));
  draft.entrances.push({
    component: id,
    ways: [privately, publicly, beyond].filter(({ addresses }) => addresses.length > 0),
  });
}

/** The addresses that an interface has beyond attachments of its VPC that translate. */
export function translated({ model }: Network, networkInterface: NetworkInterface): readonly string[] {
  const rules = model.transitGatewayAttachments
    .filter(({ resource }) => resource.kind === 'vpc' && resource.vpcId === networkInterface.vpcId)
    .flatMap(({ natRules }) => natRules);
  const moved = rules.flatMap(({ matchSourceCidr, natCidr }) => {
    const [from, to] = [parseCidr(matchSourceCidr), parseCidr(natCidr)];
    const inside = privateAddresses(networkInterface)
      .map(parseAddress)
      .filter((address) => contains(from, address));
    return inside.map((address) => formatAddress(address - from.first + to.first));
  });
  return [...new Set(moved)];
}

/** Hosts that connections to a load balancer end at, also behind further load balancers. */
export function answerersOf(network: Network, loadBalancerId: string, seen: readonly string[] = []): readonly string[] {
  const loadBalancer = network.model.loadBalancers.find(({ id }) => id === loadBalancerId);
  if (!loadBalancer || seen.includes(loadBalancerId)) return [];
  const groups = loadBalancer.listeners.flatMap(({ targetGroupIds }) => targetGroupIds);
  return targetAnswerers(network, groups, [...seen, loadBalancerId]);
}

/** Hosts that are targets of the groups, or behind load balancers that are. */
export function targetAnswerers(
  network: Network,
  groups: readonly string[],
  seen: readonly string[] = [],
): readonly string[] {
  const { model } = network;
  const targets = model.targetGroups
    .filter(({ id }) => groups.includes(id))
    .flatMap((group) => group.targets.map(({ to }) => ({ to, vpcId: group.vpcId })));
  const found = targets.flatMap(({ to, vpcId }) => {
    if ('loadBalancerId' in to) return answerersOf(network, to.loadBalancerId, seen);
    if ('networkInterfaceId' in to) return [to.networkInterfaceId];
    const holders = model.networkInterfaces.filter((each) => privateAddresses(each).includes(to.ip));
    // Where CIDRs are identical others may have the address as well.
    const near = holders.filter((each) => each.vpcId === vpcId);
    return (near.length > 0 ? near : holders).flatMap(({ id, owner }) =>
      owner.kind === 'load-balancer' ? answerersOf(network, owner.id, seen) : [id],
    );
  });
  return [...new Set(found)];
}
