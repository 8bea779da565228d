import { type AddressRange, contains, formatCidr, isPublicAddress, parseAddress, parseCidr } from '../ipv4';
import type { NetworkModel } from '../model';
import { isServiceAddress, type PrefixLists } from './prefix-lists';

/** The address of an internet host that no rule or route of the network means in particular and that is nobody's. */
export function findInternetHost(model: NetworkModel, isTaken: (address: number) => boolean): number {
  const rules = [
    ...model.securityGroups.flatMap(({ ingress, egress }) => [...ingress, ...egress]).map(({ peer }) => peer),
    ...model.networkAcls.flatMap(({ entries }) => entries),
  ].flatMap((each) => ('cidr' in each ? [each.cidr] : []));
  const lists = model.prefixLists.flatMap(({ cidrs }) => cidrs ?? []);
  const destinations = [...model.routeTables, ...model.transitGatewayRouteTables]
    .flatMap(({ routes }) => routes.map(({ destination }) => destination))
    .filter((destination) => typeof destination === 'string');
  const named = [...new Set([...rules, ...lists, ...destinations])].map(parseCidr);
  // Together they may mean everybody: 0.0.0.0/1 and 128.0.0.0/1.
  for (const widest of [1, 2, 4, 8]) {
    const narrow = named.filter(({ prefixLength }) => prefixLength >= widest);
    let address = parseAddress('8.8.8.8');
    for (let tries = 0; tries < 65_536; tries++) {
      const isNamed = isTaken(address) || narrow.some((range) => contains(range, address));
      if (isPublicAddress(address) && !isNamed) return address;
      address = (address + 65_537) % 2 ** 32;
    }
  }
  return parseAddress('8.8.8.8');
}

/** Parts of the internet that rules or routes mean in particular: an address of each by what it is meant as. */
export function findAdmitted(
  { securityGroups, networkAcls, routeTables, prefixLists }: NetworkModel,
  { ranges }: PrefixLists,
): ReadonlyMap<string, number> {
  const names = new Map(prefixLists.map(({ id, prefixListName, cidrs }) => [id, cidrs ? undefined : prefixListName]));
  const routes = routeTables.flatMap((table) => table.routes);
  const peers = [
    ...securityGroups.flatMap(({ ingress }) => ingress.map(({ peer }) => peer)),
    ...networkAcls.flatMap(({ entries }) => entries.map(({ cidr }) => ({ cidr }))),
    ...routes.flatMap(({ destination }) => (typeof destination === 'string' ? [{ cidr: destination }] : [])),
  ];
  const parts = peers.flatMap((peer): readonly (readonly [string, AddressRange])[] => {
    if ('cidr' in peer) return [[peer.cidr, parseCidr(peer.cidr)]];
    if ('securityGroupId' in peer) return [];
    const name = names.get(peer.prefixListId);
    return (ranges(peer.prefixListId) ?? []).map((range) => [name ?? formatCidr(range), range]);
  });
  return new Map(
    parts.flatMap(([name, range]): readonly (readonly [string, number])[] => {
      const address = range.prefixLength > 0 ? someHost(range) : undefined;
      return address === undefined ? [] : [[name, address]];
    }),
  );
}

// The next address that may be a host's where the first is not: that of 0.0.0.0/1 is 1.0.0.0.
function someHost({ first, last }: AddressRange): number | undefined {
  for (let address = first; address <= last; address += 2 ** 24) {
    if (isPublicAddress(address) || isServiceAddress(address)) return address;
  }
  return undefined;
}
