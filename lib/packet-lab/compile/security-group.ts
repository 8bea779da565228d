import type { NetworkInterface } from '../../reachability/model';
import { matchCidr, privateAddresses, ranges } from './addresses';
import { matchProtocol } from './filters';
import { LATTICE_CIDR } from './lattice-range';
import { isSame, type Network } from './network';

/**
 * Every packet of which a security group can no longer know the sender carries this DSCP: its source was translated, or
 * it crossed something that does not tell who sent it.
 */
export const UNKNOWN_SENDER = 'cs1';

/** Of those who make connections of their own out of what they are sent. */
export const KNOWN_SENDER = 'oifname "eth0" ip dscp set cs0';

/**
 * nftables rules that accept what one of the groups allows in that direction. References to groups become the addresses of
 * their members.
 *
 * @param behind groups of a load balancer that preserves the address of its clients: only they can be referred to
 */
export function securityGroupRules(
  network: Network,
  { vpcId, securityGroupIds }: Pick<NetworkInterface, 'vpcId' | 'securityGroupIds'>,
  direction: 'ingress' | 'egress',
  behind?: readonly string[],
): readonly string[] {
  const field = direction === 'ingress' ? 'saddr' : 'daddr';
  const rules = securityGroupIds.flatMap((id) => network.securityGroups.get(id)?.[direction] ?? []);
  const lines = rules.flatMap((rule) => {
    const protocol = matchProtocol(rule.protocol, rule.ports);
    if (protocol === undefined) return [];
    if ('cidr' in rule.peer) return [`${matchCidr(field, rule.peer.cidr)}${protocol}accept`];
    if ('prefixListId' in rule.peer) {
      return prefixes(network, rule.peer.prefixListId).map((cidr) => `${matchCidr(field, cidr)}${protocol}accept`);
    }
    const { securityGroupId } = rule.peer;
    if (behind) return behind.includes(securityGroupId) ? [`${protocol}accept`] : [];
    const addresses = memberAddresses(network, vpcId, securityGroupId, direction);
    if (addresses.length === 0) return [];
    const sender = direction === 'ingress' ? `ip dscp != ${UNKNOWN_SENDER} ` : '';
    return [`${sender}ip ${field} { ${ranges(addresses)} } ${protocol}accept`];
  });
  return [...new Set(lines)];
}

/** What a prefix list holds; nothing where only AWS knows it. */
export function prefixes(network: Network, prefixListId: string): readonly string[] {
  const list = network.model.prefixLists.find(({ id }) => id === prefixListId);
  if (list?.cidrs) return list.cidrs;
  return list?.prefixListName.endsWith('.vpc-lattice') ? [LATTICE_CIDR] : [];
}

function memberAddresses(
  network: Network,
  vpcId: string,
  securityGroupId: string,
  direction: 'ingress' | 'egress',
): readonly string[] {
  const members = network.members.get(securityGroupId) ?? [];
  const region = network.vpcs.get(vpcId)?.region;
  const inReach = (other: string): boolean =>
    other === vpcId ||
    (isSame(region, network.vpcs.get(other)?.region) &&
      (isPeered(network, vpcId, other) || (direction === 'ingress' && isAttached(network, vpcId, other))));
  return members.filter((member) => inReach(member.vpcId)).flatMap(privateAddresses);
}

function isPeered({ model }: Network, one: string, other: string): boolean {
  return model.vpcPeeringConnections.some(
    ({ requesterVpcId, accepterVpcId, status }) =>
      status === 'active' &&
      ((requesterVpcId === one && accepterVpcId === other) || (requesterVpcId === other && accepterVpcId === one)),
  );
}

// Whether both refer to groups across a transit gateway is told by the DSCP of what comes through it.
function isAttached({ model }: Network, one: string, other: string): boolean {
  const gatewaysOf = (vpcId: string): readonly string[] =>
    model.transitGatewayAttachments
      .filter(({ resource }) => resource.kind === 'vpc' && resource.vpcId === vpcId)
      .map(({ transitGatewayId }) => transitGatewayId);
  const others = gatewaysOf(other);
  return gatewaysOf(one).some((id) => others.includes(id));
}
