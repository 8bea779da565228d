import { contains, formatAddress } from '../ipv4';
import type { PortRange, Subnet } from '../model';
import type { Network } from '../network';
import type { Packet } from './packet';
import { describePort } from './security-group';
import type { Obstacle, Passage } from './step';
import { concernsProtocol } from './tables';

/**
 * What the network ACL of a subnet says to a packet that leaves or enters the subnet, each packet for itself: the lowest
 * rule number that matches wins, and each port that a packet might go to has to be allowed.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function filterByNetworkAcl(
  network: Network,
  { id: subnetId, networkAclId }: Subnet,
  packet: Packet,
  direction: 'ingress' | 'egress',
): { readonly passages: readonly Passage[]; readonly obstacles: readonly Obstacle[] } {
  if (networkAclId === undefined) return { passages: [], obstacles: [] };
  const address = direction === 'ingress' ? packet.source : packet.destination;
  const { icmpType = 8 } = packet;
  let open: readonly PortRange[] = [packet.destinationPorts];
  for (const { entry, range } of network.tables.networkAclEntries(networkAclId, direction === 'egress')) {
    if (!contains(range, address) || !concernsProtocol(entry.protocol, packet)) continue;
    // The reply is a packet of another type, and nobody remembers the request.
    if (packet.protocol === 'icmp' && (entry.icmpType ?? icmpType) !== icmpType) continue;
    const ports = packet.protocol === 'icmp' || entry.protocol === '-1' ? undefined : entry.ports;
    const left = ports === undefined ? [] : open.flatMap((part) => without(part, ports));
    if (entry.action === 'deny' && (left.length !== open.length || left.some((part, index) => part !== open[index]))) {
      const component = entry.id ?? networkAclId;
      return { passages: [], obstacles: [obstacle(component, `rule ${entry.ruleNumber} denies`)] };
    }
    open = left;
    if (open.length === 0) {
      const detail = () => `${direction} of ${subnetId} allowed by rule ${entry.ruleNumber}`;
      return { passages: [{ component: networkAclId, type: 'network-acl', detail }], obstacles: [] };
    }
  }
  return { passages: [], obstacles: [obstacle(networkAclId, 'no rule allows')] };

  function obstacle(component: string, verb: string): Obstacle {
    const ports = open.map(({ from, to }) => describePort({ ...packet, destinationPorts: { from, to } })).join(', ');
    const what = packet.protocol === 'icmp' && icmpType === 0 ? 'icmp echo replies' : ports;
    const traffic = `${what} ${direction === 'ingress' ? 'from' : 'to'} ${formatAddress(address)}`;
    return {
      component,
      type: 'network-acl',
      reason: `${direction} of ${subnetId}: ${verb} ${traffic}`,
      change: `allow ${direction} ${traffic} by a lower rule number`,
    };
  }
}

// What is left of a range once another is taken out; the same object where they share no port.
function without(range: PortRange, taken: PortRange): readonly PortRange[] {
  if (taken.to < range.from || taken.from > range.to) return [range];
  const parts: PortRange[] = [];
  if (taken.from > range.from) parts.push({ from: range.from, to: taken.from - 1 });
  if (taken.to < range.to) parts.push({ from: taken.to + 1, to: range.to });
  return parts;
}
