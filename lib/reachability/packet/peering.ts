import { formatAddress } from '../ipv4';
import type { Network } from '../network';
import { notPreserved } from './client-ip-preservation';
import type { Packet } from './packet';
import type { Position, State } from './position';
import { sameRegion } from './security-group';
import { deadEnd, type Obstacle, type Passage, type Step, step } from './step';

type At<K extends Position['kind']> = Extract<Position, { readonly kind: K }>;

/**
 * Across a peering connection, which is not transitive: from the one VPC to the other, and no further.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function crossPeering(
  network: Network,
  state: State,
  { connection, fromVpcId }: At<'vpc-peering-connection'>,
): Step {
  const { id, requesterVpcId, accepterVpcId, status } = connection;
  const type = 'vpc-peering-connection';
  const vpcId = requesterVpcId === fromVpcId ? accepterVpcId : requesterVpcId;
  const to = formatAddress(state.packet.destination);
  if (requesterVpcId !== fromVpcId && accepterVpcId !== fromVpcId) {
    const reason = `the peering connection does not belong to ${fromVpcId}`;
    return deadEnd(state, { component: id, type, reason, change: 'route to a peering connection of the VPC' });
  }
  if (!network.vpcs.has(vpcId)) {
    const reason = `${vpcId} is not in the input`;
    const unknown = { component: id, type, reason };
    return {
      ...deadEnd(state, { ...unknown, type, change: 'read the other account or Region too' }),
      notModelled: [unknown],
    };
  }
  // A load balancer that preserves the client's address speaks for itself.
  const isOfVpc = state.flow.through !== undefined || network.inVpc(fromVpcId, state.packet.source);
  if (!isOfVpc || !network.inVpc(vpcId, state.packet.destination)) {
    const reason = `${to} lies beyond ${vpcId}: peering is neither transitive nor a way to the gateways of the other VPC`;
    return deadEnd(state, { component: id, type, reason, change: `connect ${fromVpcId} with ${to} directly` });
  }
  const inRegion = sameRegion(network.vpcs.get(fromVpcId)?.region, network.vpcs.get(vpcId)?.region);
  const packet: Packet = inRegion ? state.packet : { ...state.packet, sender: undefined };
  const passage: Passage = { component: id, type, detail: () => `to ${vpcId}` };
  const reason = 'the peering connection waits for its acceptance';
  const pending: Obstacle[] = status === 'active' ? [] : [{ component: id, type, reason, change: 'accept it' }];
  const obstacles = [...pending, ...(inRegion ? [] : notPreserved(state.flow, 'in another Region'))];
  return step(state, { kind: 'vpc', vpcId, gatewayId: id }, [passage], obstacles, packet);
}
