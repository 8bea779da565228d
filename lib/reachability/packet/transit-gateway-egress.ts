import type { Subnet, TransitGatewayAttachment } from '../model';
import type { Network } from '../network';
import { pending, translated } from './attachment';
import { filterByNetworkAcl } from './network-acl';
import type { Packet } from './packet';
import type { Position, State } from './position';
import { deadEnd, type Mode, type Passage, type Step, step } from './step';
import { lookUp } from './tables';

/**
 * Out of a transit gateway. Into a VPC a packet comes by the attachment's interface in the Availability Zone it started
 * from if there is one, and then goes by the route table of that interface's subnet.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function leaveTransitGateway(
  network: Network,
  state: State,
  { ingress, egress, availabilityZone }: Extract<Position, { readonly kind: 'transit-gateway-egress' }>,
  mode: Mode,
): readonly Step[] {
  const passage: Passage = {
    component: egress.id,
    type: 'transit-gateway-attachment',
    detail: () => `out of ${egress.transitGatewayId}`,
  };
  const closed = pending(egress);
  if (egress.resource.kind === 'unknown') {
    const reason = `nobody knows what lies behind ${egress.resource.id}`;
    const change = 'route to another attachment';
    return [unknownBeyond(state, egress, reason, change, [passage])];
  }
  if (egress.resource.kind === 'peering') {
    const peer = network.transitGatewayAttachments.get(egress.resource.peerAttachmentId);
    const packet: Packet = { ...state.packet, sender: undefined };
    if (peer) {
      const at: Position = { kind: 'transit-gateway', ingress: peer, availabilityZone };
      return [step(state, at, [passage], closed, packet)];
    }
    const reason = `the other side of ${egress.id} is not in the input`;
    const change = 'read the other account or Region too';
    return [unknownBeyond(state, egress, reason, change, [passage])];
  }
  const packet = translated(network, keepSender(network, state.packet, ingress, egress), egress, 'destination');
  const subnets = network.attachmentSubnets(egress);
  const near = egress.resource.applianceMode
    ? []
    : subnets.filter((each) => each.availabilityZone === availabilityZone);
  const exits = near.length > 0 ? near : subnets;
  const into = (subnet: Subnet): Step => {
    const at: Position = { kind: 'subnet', subnet, origin: 'transit-gateway', networkInterface: undefined };
    const isKnown = ![subnet.availabilityZone, availabilityZone].includes(withoutReferences);
    return step(state, at, [passage], closed, isKnown ? packet : { ...packet, sender: undefined });
  };
  // The gateway chooses; the verdict has to hold for the worst choice, and for an exposure any is enough.
  if (mode === 'some') return exits.map(into);
  const { vpcId } = egress.resource;
  const inside = network.interfaceIn(vpcId, packet.destination)?.subnetId;
  const local = network.inVpc(vpcId, packet.destination);
  const blocked = exits.find(
    (each) =>
      (!local && lookUp(network.tables.routeTable(each.routeTableId), packet.destination) === undefined) ||
      (each.id !== inside && filterByNetworkAcl(network, each, packet, 'egress').obstacles.length > 0),
  );
  const subnet = blocked ?? exits[0];
  if (subnet) return [into(subnet)];
  const reason = 'the attachment has no subnet';
  const obstacle = {
    component: egress.id,
    type: 'transit-gateway-attachment',
    reason,
    change: 'add a subnet',
  } as const;
  return [deadEnd(state, obstacle)];
}

function unknownBeyond(
  state: State,
  { id: component }: TransitGatewayAttachment,
  reason: string,
  change: string,
  passages: readonly Passage[],
): Step {
  const unknown = { component, type: 'transit-gateway-attachment' as const, reason };
  return { ...deadEnd(state, { ...unknown, change }, passages), notModelled: [unknown] };
}

// Attachments in this zone do not refer to security groups.
const withoutReferences = 'use1-az3';

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
