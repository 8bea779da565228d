import type { TransitGatewayAttachment } from '../model';
import type { Network } from '../network';
import { pending, translated } from './attachment';
import { filterByNetworkAcl } from './network-acl';
import { deadEnd, type Packet, type Passage, type Position, type State, type Step, step } from './packet';
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
  const { vpcId } = egress.resource;
  const inside = network.interfaceIn(vpcId, packet.destination)?.subnetId;
  const local = network.inVpc(vpcId, packet.destination);
  const blocked = exits.find(
    (each) =>
      (!local && lookUp(network.routeTable(each.routeTableId), packet.destination) === undefined) ||
      (each.id !== inside && filterByNetworkAcl(network, each, packet, 'egress').obstacles.length > 0),
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
