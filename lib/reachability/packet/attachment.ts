import { contains, parseCidr } from '../ipv4';
import type { Cidr, TransitGatewayAttachment } from '../model';
import type { Network } from '../network';
import type { Packet } from './packet';
import type { Obstacle } from './step';

/** Static one-to-one NAT between a VPC and the transit gateway: sources on the way out, destinations on the way in. */
export function translated(
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

/** What keeps an attachment from being used. */
export function pending({ id, state }: TransitGatewayAttachment): readonly Obstacle[] {
  if (state === 'available') return [];
  const reason = 'the attachment waits for its acceptance';
  return [{ component: id, type: 'transit-gateway-attachment', reason, change: 'accept the attachment' }];
}
