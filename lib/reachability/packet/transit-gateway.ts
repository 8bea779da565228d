import { contains, formatAddress, isPublicAddress, parseCidr } from '../ipv4';
import type { Cidr, Subnet, TransitGatewayAttachment, TransitGatewayRoute } from '../model';
import type { Network } from '../network';
import { filterByNetworkAcl } from './network-acl';
import {
  deadEnd,
  type Obstacle,
  type Packet,
  type Passage,
  type Position,
  type State,
  type Step,
  step,
} from './packet';
import { lookUp } from './tables';

/**
 * From a subnet into a transit gateway: by the attachment's interface in the subnet's own Availability Zone. The network
 * ACL of the attachment's subnet looks at what enters it, even if it is the sender's own subnet.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export function enterTransitGateway(network: Network, state: State, subnet: Subnet, id: string): Step {
  const attachments = network.attachmentsByVpc.get(subnet.vpcId) ?? [];
  const ingress = attachments.find(({ transitGatewayId }) => transitGatewayId === id);
  if (ingress?.resource.kind !== 'vpc') {
    const reason = `${subnet.vpcId} has no attachment to ${id}`;
    return deadEnd(state, { component: id, type: 'transit-gateway', reason, change: `attach ${subnet.vpcId}` });
  }
  const { availabilityZone } = subnet;
  const entrance = network.attachmentSubnets(ingress).find((each) => each.availabilityZone === availabilityZone);
  const obstacles: Obstacle[] = [];
  if (!entrance) {
    const reason = `the attachment has no subnet in ${availabilityZone}, the Availability Zone of ${subnet.id}`;
    const change = `add a subnet of ${availabilityZone} to the attachment`;
    obstacles.push({ component: ingress.id, type: 'transit-gateway-attachment', reason, change });
  }
  const next: Position = { kind: 'transit-gateway', ingress, availabilityZone };
  return step(state, entrance ? { kind: 'enter-subnet', subnet: entrance, next } : next, [], obstacles);
}

/** What the route table of the attachment by which a packet came makes of it. */
export function crossTransitGateway(
  network: Network,
  state: State,
  { ingress, availabilityZone }: Extract<Position, { readonly kind: 'transit-gateway' }>,
  relaxed: boolean,
): readonly Step[] {
  const packet = translated(network, state.packet, ingress, 'source');
  const passages: Passage[] = [];
  if (packet.source !== state.packet.source) {
    const detail = () => `source ${formatAddress(state.packet.source)} becomes ${formatAddress(packet.source)}`;
    passages.push({ component: ingress.id, type: 'transit-gateway-attachment', detail });
  } else
    passages.push({
      component: ingress.id,
      type: 'transit-gateway-attachment',
      detail: () => `into ${ingress.transitGatewayId}`,
    });
  const arrived: State = { ...state, packet };
  const closed = pending(ingress);
  if (ingress.routeTableId === undefined) return withoutTable();
  return byTable(ingress.routeTableId, closed);

  function withoutTable(): readonly Step[] {
    const association: Obstacle = {
      component: ingress.id,
      type: 'transit-gateway-attachment',
      reason: 'the attachment is associated with no transit gateway route table',
      change: 'associate a route table',
    };
    const tables = network.model.transitGatewayRouteTables.filter(
      (each) => each.transitGatewayId === ingress.transitGatewayId,
    );
    const ways = relaxed ? tables.flatMap(({ id }) => byTable(id, [...closed, association])) : [];
    return ways.length > 0 ? ways : [deadEnd(state, association, passages)];
  }

  function byTable(tableId: string, before: readonly Obstacle[]): readonly Step[] {
    const to = formatAddress(packet.destination);
    const route = lookUp(network.transitGatewayRouteTable(tableId), packet.destination);
    const steps: Step[] = [];
    const leave = (egress: TransitGatewayAttachment, detail: () => string, obstacles: readonly Obstacle[]) => {
      const hops: Passage[] = [...passages, { component: tableId, type: 'transit-gateway-route-table', detail }];
      const at: Position = { kind: 'transit-gateway-egress', ingress, egress, availabilityZone };
      steps.push(step(arrived, at, hops, [...before, ...obstacles]));
    };
    const egress =
      route?.attachmentId === undefined ? undefined : network.transitGatewayAttachments.get(route.attachmentId);
    const reason = describe(route, to);
    if (egress) leave(egress, () => `route ${route?.destination} to ${egress.id}`, []);
    else {
      const change = `route ${to} to an attachment that leads there`;
      const component = route?.id ?? tableId;
      const obstacle: Obstacle = { component, type: 'transit-gateway-route-table', reason, change };
      const stopped = deadEnd(arrived, obstacle, passages);
      steps.push({ ...stopped, obstacles: [...before, ...stopped.obstacles] });
    }
    if (!relaxed) return steps;
    for (const each of network.model.transitGatewayAttachments) {
      if (each.transitGatewayId !== ingress.transitGatewayId || each === egress || each === ingress) continue;
      if (!mayLead(network, each, packet.destination)) continue;
      const component = (route?.attachmentId === undefined ? route?.id : undefined) ?? tableId;
      const change = `route ${to} to ${each.id}`;
      leave(each, () => change, [{ component, type: 'transit-gateway-route-table', reason, change }]);
    }
    return steps;
  }
}

// Whether an attachment can be on the way to an address at all.
function mayLead(network: Network, { resource, natRules }: TransitGatewayAttachment, address: number): boolean {
  if (resource.kind !== 'vpc' || isPublicAddress(address) || network.inVpc(resource.vpcId, address)) return true;
  return natRules.some(({ natCidr }) => contains(parseCidr(natCidr), address));
}

function describe(route: TransitGatewayRoute | undefined, to: string): string {
  if (!route) return `no route to ${to}`;
  if (route.attachmentId === undefined) return `the route ${route.destination} is a blackhole`;
  return `the route ${route.destination} leads to ${route.attachmentId}`;
}

/**
 * Out of a transit gateway. Into a VPC a packet comes by the attachment's interface in the Availability Zone it started
 * from if there is one, and then goes by the route table of that interface's subnet.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function leaveTransitGateway(
  network: Network,
  state: State,
  { ingress, egress, availabilityZone }: Extract<Position, { readonly kind: 'transit-gateway-egress' }>,
): Step {
  const passage: Passage = {
    component: egress.id,
    type: 'transit-gateway-attachment',
    detail: () => `out of ${egress.transitGatewayId}`,
  };
  const closed = pending(egress);
  if (egress.resource.kind === 'unknown') {
    const reason = `nobody knows what lies behind ${egress.resource.id}`;
    const change = 'route to another attachment';
    return {
      ...deadEnd(state, { component: egress.id, type: 'transit-gateway-attachment', reason, change }, [passage]),
      notModelled: [{ component: egress.id, type: 'transit-gateway-attachment', reason }],
    };
  }
  if (egress.resource.kind === 'peering') {
    const peer = network.transitGatewayAttachments.get(egress.resource.peerAttachmentId);
    const packet: Packet = { ...state.packet, sender: undefined };
    if (peer)
      return step(state, { kind: 'transit-gateway', ingress: peer, availabilityZone }, [passage], closed, packet);
    const reason = `the other side of ${egress.id} is not in the input`;
    const change = 'read the other account or Region too';
    return {
      ...deadEnd(state, { component: egress.id, type: 'transit-gateway-attachment', reason, change }, [passage]),
      notModelled: [{ component: egress.id, type: 'transit-gateway-attachment', reason }],
    };
  }
  const packet = translated(network, keepSender(network, state.packet, ingress, egress), egress, 'destination');
  const subnets = network.attachmentSubnets(egress);
  const near = egress.resource.applianceMode
    ? []
    : subnets.filter((each) => each.availabilityZone === availabilityZone);
  const exits = near.length > 0 ? near : subnets;
  // The gateway chooses; the verdict has to hold for the worst choice.
  const inside = network.interfaceIn(egress.resource.vpcId, packet.destination)?.subnetId;
  const blocked = exits.find(
    (each) => each.id !== inside && filterByNetworkAcl(network, each, packet, 'egress').obstacles.length > 0,
  );
  const subnet = blocked ?? exits[0];
  if (!subnet) {
    const reason = 'the attachment has no subnet';
    return deadEnd(state, { component: egress.id, type: 'transit-gateway-attachment', reason, change: 'add a subnet' });
  }
  const at: Position = { kind: 'subnet', subnet, origin: 'transit-gateway', networkInterface: undefined };
  return step(state, at, [passage], closed, packet);
}

// https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
function keepSender(
  network: Network,
  packet: Packet,
  ingress: TransitGatewayAttachment,
  egress: TransitGatewayAttachment,
): Packet {
  const refers = ({ resource }: TransitGatewayAttachment) =>
    resource.kind === 'vpc' && resource.securityGroupReferencing;
  const transitGateway = network.transitGateways.get(egress.transitGatewayId);
  const kept = transitGateway?.securityGroupReferencing && refers(ingress) && refers(egress);
  return kept ? packet : { ...packet, sender: undefined };
}

/** Static one-to-one NAT between a VPC and the transit gateway: sources on the way out, destinations on the way in. */
function translated(
  network: Network,
  packet: Packet,
  { natRules }: TransitGatewayAttachment,
  field: 'source' | 'destination',
): Packet {
  for (const { id, matchSourceCidr, natCidr } of natRules) {
    if (id !== undefined && network.refusal(id)) continue;
    const [from, to] = field === 'source' ? [matchSourceCidr, natCidr] : [natCidr, matchSourceCidr];
    const address = moved(packet[field], from, to);
    if (address !== undefined) return { ...packet, [field]: address, ...(field === 'source' && { sender: undefined }) };
  }
  return packet;
}

/** The address at the same place of another CIDR of the same length. */
export function moved(address: number, from: Cidr, to: Cidr): number | undefined {
  const range = parseCidr(from);
  return contains(range, address) ? address - range.first + parseCidr(to).first : undefined;
}

function pending({ id, state }: TransitGatewayAttachment): readonly Obstacle[] {
  if (state === 'available') return [];
  const reason = 'the attachment waits for its acceptance';
  return [{ component: id, type: 'transit-gateway-attachment', reason, change: 'accept the attachment' }];
}
