import { type AddressRange, contains, parseCidr } from '../ipv4';
import type { PrefixLists } from '../lookup/prefix-lists';
import type { NetworkAclEntry, Protocol, Route, SecurityGroupRule, TransitGatewayRoute } from '../model';
import type { Packet } from './packet';

/** A table in the order in which its first match wins. */
export interface CompiledTable<T> {
  readonly entries: readonly { readonly range: AddressRange; readonly route: T }[];
  /** Routes by prefix lists that nobody knows, or not whole. */
  readonly unknown: readonly T[];
}

/**
 * Longest prefix first; then local before static before a prefix list's before propagated.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function compileRouteTable(routes: readonly Route[], lists: PrefixLists): CompiledTable<Route> {
  const unknown: Route[] = [];
  const entries = routes.flatMap((route) => {
    if (typeof route.destination === 'string')
      return [{ range: parseCidr(route.destination), route, rank: rank(route) }];
    const { prefixListId } = route.destination;
    if (lists.isUnlisted(prefixListId)) unknown.push(route);
    return (lists.ranges(prefixListId) ?? []).map((range) => ({ range, route, rank: 2 }));
  });
  return { entries: entries.sort((a, b) => b.range.prefixLength - a.range.prefixLength || a.rank - b.rank), unknown };
}

const rank = ({ origin }: Route): number => (origin === 'local' ? 0 : origin === 'static' ? 1 : 3);

/** Longest prefix first, then static before propagated. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html */
export function compileTransitGatewayRouteTable(
  routes: readonly TransitGatewayRoute[],
): CompiledTable<TransitGatewayRoute> {
  const entries = routes.map((route) => ({ range: parseCidr(route.destination), route }));
  const order = ({ route }: { readonly route: TransitGatewayRoute }) => (route.origin === 'static' ? 0 : 1);
  return {
    entries: entries.sort((a, b) => b.range.prefixLength - a.range.prefixLength || order(a) - order(b)),
    unknown: [],
  };
}

/** The route that an address takes. */
export function lookUp<T>(table: CompiledTable<T>, address: number): T | undefined {
  for (const { range, route } of table.entries) if (contains(range, address)) return route;
  return undefined;
}

/** A rule with its peer looked up. */
export interface CompiledRule {
  readonly rule: SecurityGroupRule;
  /** `undefined`: a group, or a prefix list that nobody knows. */
  readonly ranges: readonly AddressRange[] | undefined;
  readonly securityGroupId: string | undefined;
}

export function compileRule(rule: SecurityGroupRule, lists: PrefixLists): CompiledRule {
  const { peer } = rule;
  if ('securityGroupId' in peer) return { rule, ranges: undefined, securityGroupId: peer.securityGroupId };
  const ranges = 'cidr' in peer ? [parseCidr(peer.cidr)] : lists.ranges(peer.prefixListId);
  return { rule, ranges, securityGroupId: undefined };
}

/** An entry with its CIDR parsed. */
export interface CompiledEntry {
  readonly entry: NetworkAclEntry;
  readonly range: AddressRange;
}

/** The entries of one direction in the order of their evaluation. */
export function compileEntries(entries: readonly NetworkAclEntry[], egress: boolean): readonly CompiledEntry[] {
  return entries
    .filter((entry) => entry.egress === egress)
    .sort((a, b) => a.ruleNumber - b.ruleNumber)
    .map((entry) => ({ entry, range: parseCidr(entry.cidr) }));
}

const numbers: Readonly<Record<string, Protocol>> = { '1': 'icmp', '6': 'tcp', '17': 'udp' };

/** Whether a rule is about the packet's protocol. */
export function concernsProtocol(protocol: Protocol, packet: Packet): boolean {
  return protocol === '-1' || protocol === packet.protocol || numbers[protocol] === packet.protocol;
}
