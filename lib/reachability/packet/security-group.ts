import { contains, formatAddress } from '../ipv4';
import type { NetworkInterface, SecurityGroupRule } from '../model';
import type { Network } from '../network';
import type { Packet } from './packet';
import type { Obstacle, Passage } from './step';
import { concernsProtocol } from './tables';

/** What the security groups of an interface say to a new connection. */
export interface Filtered {
  readonly passages: readonly Passage[];
  readonly obstacles: readonly Obstacle[];
  /** Prefix lists that nobody knows and that would decide. */
  readonly unknown: readonly string[];
}

const unfiltered: Filtered = { passages: [], obstacles: [], unknown: [] };

/**
 * Whether a new connection may leave or enter an interface: all rules of all its groups together, allow only. The
 * replies need no rule.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function filterBySecurityGroups(
  network: Network,
  networkInterface: NetworkInterface,
  packet: Packet,
  direction: 'ingress' | 'egress',
): Filtered {
  if (!hasSecurityGroups(network, networkInterface)) return unfiltered;
  const peer = direction === 'ingress' ? packet.source : packet.destination;
  const unknown: string[] = [];
  for (const groupId of networkInterface.securityGroupIds) {
    const group = network.securityGroups.get(groupId);
    for (const compiled of group ? network.tables.securityGroupRules(group[direction]) : []) {
      const { rule, ranges, securityGroupId } = compiled;
      if (!concernsPort(rule, packet)) continue;
      const matches =
        securityGroupId !== undefined
          ? isMember(network, networkInterface, packet, direction, securityGroupId)
          : ranges?.some((range) => contains(range, peer));
      if (matches) {
        const detail = () => `${direction} allowed by ${rule.id ?? describe(rule.peer)}`;
        return { passages: [{ component: groupId, type: 'security-group', detail }], obstacles: [], unknown: [] };
      }
      if ('prefixListId' in rule.peer && network.mayHold(rule.peer.prefixListId, peer)) {
        unknown.push(rule.peer.prefixListId);
      }
    }
  }
  const refused = network.hasRefusals ? refusedRule(network, networkInterface, packet, direction) : undefined;
  return { passages: [], obstacles: [refused ?? missingRule(networkInterface, packet, direction)], unknown };
}

/** A rule that would let the packet pass, as far as its ports go, if AWS did not refuse it. */
function refusedRule(
  network: Network,
  { securityGroupIds }: NetworkInterface,
  packet: Packet,
  direction: 'ingress' | 'egress',
): Obstacle | undefined {
  for (const groupId of securityGroupIds) {
    for (const rule of network.securityGroups.get(groupId)?.[direction] ?? []) {
      const refusal = 'securityGroupId' in rule.peer ? network.refusal(rule.id ?? groupId) : undefined;
      if (!refusal || !concernsPort(rule, packet)) continue;
      const { component, reason } = refusal;
      return { component, type: 'security-group', reason, change: 'make it as AWS accepts it' };
    }
  }
  return undefined;
}

// NAT gateways, transit gateway attachments and Network Load Balancers made without groups filter nothing.
function hasSecurityGroups(network: Network, networkInterface: NetworkInterface): boolean {
  const { owner } = networkInterface;
  if (owner.kind === 'nat-gateway' || owner.kind === 'transit-gateway-attachment') return false;
  if (owner.kind !== 'load-balancer') return true;
  return network.loadBalancers.get(owner.id)?.securityGroupIds !== undefined;
}

function concernsPort(rule: SecurityGroupRule, packet: Packet): boolean {
  if (!concernsProtocol(rule.protocol, packet)) return false;
  if (rule.ports === undefined || rule.protocol === '-1' || packet.protocol === 'icmp') return true;
  return rule.ports.from <= packet.destinationPorts.from && rule.ports.to >= packet.destinationPorts.to;
}

/**
 * A group stands for the private addresses of its members, in the VPC or a peered one; and of an ingress rule also
 * behind a transit gateway, if it and both attachments refer to groups, which the way here has looked at, though not of
 * a rule of an endpoint.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
function isMember(
  network: Network,
  { vpcId, owner }: NetworkInterface,
  packet: Packet,
  direction: 'ingress' | 'egress',
  groupId: string,
): boolean {
  if (direction === 'ingress') {
    const { sender } = packet;
    if (!sender?.securityGroupIds.includes(groupId)) return false;
    return owner.kind !== 'vpc-endpoint' || sender.vpcId === vpcId || isPeered(network, vpcId, sender.vpcId);
  }
  const region = network.vpcs.get(vpcId)?.region;
  const members = network.addresses.interfacesByAddress.get(packet.destination) ?? [];
  return members.some(
    (member) =>
      member.securityGroupIds.includes(groupId) &&
      (member.vpcId === vpcId || isPeered(network, vpcId, member.vpcId)) &&
      sameRegion(region, network.vpcs.get(member.vpcId)?.region),
  );
}

function isPeered(network: Network, vpcId: string, other: string): boolean {
  return (network.peeringsByVpc.get(vpcId) ?? []).some(
    ({ requesterVpcId, accepterVpcId, status }) =>
      status === 'active' && (requesterVpcId === other || accepterVpcId === other),
  );
}

/** Whether two Regions can be the same one; what is unknown is taken as equal. */
export function sameRegion(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function missingRule(networkInterface: NetworkInterface, packet: Packet, direction: 'ingress' | 'egress'): Obstacle {
  const [groupId] = networkInterface.securityGroupIds;
  const [preposition, peer] = direction === 'ingress' ? ['from', packet.source] : ['to', packet.destination];
  const traffic = `${describePort(packet)} ${preposition} ${formatAddress(peer)}`;
  return {
    component: groupId ?? networkInterface.id,
    type: groupId === undefined ? 'network-interface' : 'security-group',
    reason: `no ${direction} rule allows ${traffic}`,
    change: `add an ${direction} rule that allows ${traffic}`,
  };
}

/** `tcp 443`, `udp 1024-65535`, `icmp`. */
export function describePort({ protocol, destinationPorts: { from, to } }: Packet): string {
  return protocol === 'icmp' ? protocol : `${protocol} ${from === to ? from : `${from}-${to}`}`;
}

const describe = (peer: object): string => `the rule for ${Object.values(peer).join()}`;
