import { formatAddress, isPublicAddress } from '../ipv4';
import type { Route, Subnet } from '../model';
import type { Network } from '../network';
import { filterByNetworkAcl } from './network-acl';
import type { Position, State } from './position';
import { candidateTargets } from './route-candidates';
import { followTarget } from './route-target';
import {
  deadEnd,
  type NotModelledEntry,
  newConnection,
  noWay,
  type Obstacle,
  type Passage,
  type Step,
  step,
} from './step';
import { lookUp } from './tables';

type InSubnet = Extract<Position, { readonly kind: 'subnet' }>;

/**
 * Where the route table of a subnet sends a packet, and the network ACL lets it go. Inside a subnet neither is asked.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function leaveSubnet(network: Network, state: State, at: InSubnet, relaxed: boolean): readonly Step[] {
  const { subnet } = at;
  const { destination } = state.packet;
  if (state.flow.reply && (state.flow.through || state.flow.opener === 'lattice'))
    return [returnByOpener(network, state, at)];
  const neighbour = network.interfaceIn(subnet.vpcId, destination);
  if (neighbour?.subnetId === subnet.id) {
    return [step(state, { kind: 'enter-interface', networkInterface: neighbour })];
  }
  const table = network.tables.routeTable(subnet.routeTableId);
  const local = network.inVpc(subnet.vpcId, destination);
  const route = lookUp(table, destination) ?? (local ? localRoute(subnet) : undefined);
  const doubts = route?.origin === 'local' ? [] : table.unknown.filter((each) => mayTake(network, state, each));
  const [first] = doubts;
  if (first && !isPublicAddress(destination)) return [unknownRoute(state, subnet, first)];
  const notModelled = doubts.map((each) => doubt(state, each));
  const steps = route ? [followRoute(network, state, at, route, blackhole(network, subnet, route))] : [];
  if (!relaxed || (local && route?.target.kind === 'local')) return withDoubts(route ? steps : [nowhere()]);
  // Where another gateway was chosen on purpose, it is that one that says why not.
  const isDefault = route === undefined || ['nat-gateway', 'internet-gateway'].includes(route.target.kind);
  const over = isDefault ? overNewConnection(route) : undefined;
  if (over) steps.push(over);
  else if (!route) steps.push(nowhere());
  for (const target of candidateTargets(network, state, at)) {
    if (target.id === route?.target.id) continue;
    const to = formatAddress(destination);
    const obstacle: Obstacle = {
      component: (route?.state === 'blackhole' ? route.id : undefined) ?? subnet.routeTableId,
      type: 'route-table',
      reason: route ? `the route ${name(route)} leads to ${route.target.id}` : `no route to ${to}`,
      change: `route ${to} to ${target.id}`,
    };
    const candidate: Route = { destination: `${to}/32`, target, origin: 'static', state: 'active' };
    steps.push(followRoute(network, state, at, candidate, [obstacle]));
  }
  return withDoubts(steps);

  function withDoubts(all: readonly Step[]): readonly Step[] {
    if (notModelled.length === 0) return all;
    return all.map((each) => ({ ...each, notModelled: [...notModelled, ...(each.notModelled ?? [])] }));
  }

  function missing(route: Route | undefined): Obstacle {
    const to = formatAddress(destination);
    return {
      component: subnet.routeTableId,
      type: 'route-table',
      reason: route ? `the route ${name(route)} leads to ${route.target.id}` : `no route to ${to}`,
      change: `connect ${subnet.vpcId} with the network of ${to} and route to it`,
    };
  }

  function nowhere(): Step {
    return deadEnd(state, missing(undefined));
  }

  function overNewConnection(route: Route | undefined): Step | undefined {
    const vpcId = otherVpc(network, state, subnet.vpcId);
    if (vpcId === undefined) return undefined;
    const { passages, obstacles } = filterByNetworkAcl(network, subnet, state.packet, 'egress');
    const over: Position = { kind: 'vpc', vpcId, gatewayId: '' };
    return step(state, over, passages, [...obstacles, { ...missing(route), weight: newConnection }]);
  }
}

// The VPC of whoever the packet is for, to tell what would stand in the way there if the two were connected.
function otherVpc(network: Network, { packet, flow }: State, own: string): string | undefined {
  const hosts = network.addresses.interfacesByAddress.get(packet.destination) ?? [];
  const [opener] = hosts.filter((host) => host === flow.opener);
  const [wanted] = hosts.filter(({ id }) => flow.wanted?.has(id));
  const meant = flow.reply ? opener : (wanted ?? (hosts.length === 1 ? hosts[0] : undefined));
  return meant?.vpcId === own ? undefined : meant?.vpcId;
}

// The reply of a target that sees the client's address, or VPC Lattice's, goes to whoever opened the connection.
function returnByOpener(network: Network, state: State, { subnet }: InSubnet): Step {
  const { through } = state.flow;
  const entrance = through && network.subnets.get(through.node.subnetId);
  if (entrance?.id === subnet.id) return step(state, { kind: 'end' });
  const { passages, obstacles } = filterByNetworkAcl(network, subnet, state.packet, 'egress');
  const at: Position = { kind: 'end' };
  return step(state, entrance ? { kind: 'enter-subnet', subnet: entrance, next: at } : at, passages, obstacles);
}

const localRoute = ({ vpcId }: Subnet): Route => ({
  destination: '0.0.0.0/0',
  target: { kind: 'local', id: vpcId },
  origin: 'local',
  state: 'active',
});

const name = ({ destination }: Route): string =>
  typeof destination === 'string' ? destination : destination.prefixListId;

// A peering that waits for its acceptance makes its routes blackholes: accepting it is the one change.
function blackhole(network: Network, { routeTableId }: Subnet, route: Route): readonly Obstacle[] {
  if (route.state === 'active') return [];
  const peering = network.vpcPeeringConnections.get(route.target.id);
  if (peering?.status === 'pending-acceptance' || network.refusal(route.target.id)) return [];
  const reason = `the route ${name(route)} to ${route.target.id} is a blackhole`;
  return [{ component: route.id ?? routeTableId, type: 'route-table', reason, change: 'replace the route' }];
}

// Whether a route by a prefix list that is not known whole could be the packet's.
function mayTake(network: Network, { packet, flow }: State, { destination }: Route): boolean {
  if (typeof destination === 'string' || (flow.reply && isPublicAddress(packet.destination))) return false;
  return network.mayHold(destination.prefixListId, packet.destination);
}

function doubt({ packet }: State, route: Route): NotModelledEntry {
  const component = name(route);
  const reason = `nobody knows whether ${component} holds ${formatAddress(packet.destination)}`;
  return { component, type: 'AWS::EC2::PrefixList', reason };
}

function unknownRoute(state: State, { routeTableId }: Subnet, route: Route): Step {
  const unknown = doubt(state, route);
  const { component, reason } = unknown;
  const change = `tell what ${component} holds`;
  const blocked = deadEnd(state, { component: routeTableId, type: 'route-table', reason, change });
  return { ...blocked, notModelled: [unknown] };
}

/** One route taken, whatever stands in its way. */
function followRoute(network: Network, state: State, at: InSubnet, route: Route, before: readonly Obstacle[]): Step {
  const { subnet } = at;
  const passage: Passage = {
    component: subnet.routeTableId,
    type: 'route-table',
    detail: () => `route ${name(route)} to ${route.target.id}`,
  };
  const next = followTarget(network, state, at, route.target);
  const stays = next.to.at.kind === 'nat-gateway' || next.to.at.kind === 'enter-interface';
  const filtered = stays ? undefined : filterByNetworkAcl(network, subnet, state.packet, 'egress');
  const cut = next.obstacles.some(({ weight = 1 }) => weight >= noWay) && before.length === 0;
  return {
    ...next,
    passages: [...(filtered?.passages ?? []), passage, ...next.passages],
    // What no change helps is told alone: the network ACL would only distract.
    obstacles: cut ? next.obstacles : [...(filtered?.obstacles ?? []), ...before, ...next.obstacles],
  };
}
