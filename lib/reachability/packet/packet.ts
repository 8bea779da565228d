import type { NetworkInterface, PortRange } from '../model';
import type { Question } from '../verdict';

/** Headers on their way, addresses as unsigned 32-bit numbers. Of icmp all ports are 0. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly protocol: Question['protocol'];
  readonly sourcePorts: PortRange;
  readonly destinationPorts: PortRange;
  /** Of icmp: an echo request is 8 and its reply 0. @default 8 */
  readonly icmpType?: 8 | 0;
  /** The interface whose security groups a rule may still refer to; gone once a device has rewritten the source. */
  readonly sender: NetworkInterface | undefined;
}

/** Ports a client chooses from: those of Linux, `net.ipv4.ip_local_port_range`. */
export const hostPorts: PortRange = { from: 32768, to: 60999 };

/** https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const serviceClientPorts: PortRange = { from: 1024, to: 65535 };

export const noPort: PortRange = { from: 0, to: 0 };

/** The reply to a packet. */
export function reversed(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePorts: packet.destinationPorts,
    destinationPorts: packet.sourcePorts,
    sender: undefined,
    ...(packet.protocol === 'icmp' && { icmpType: 0 }),
  };
}
