import { type AddressRange, contains, formatCidr, isPublicAddress, parseAddress, parseCidr } from '../ipv4';
import type { NetworkModel } from '../model';
import { isServiceAddress, type PrefixLists } from './prefix-lists';

/** The address of an internet host that no rule of the network means in particular and that is nobody's. */
export function findInternetHost(model: NetworkModel, isTaken: (address: number) => boolean): number {
  const named = [
    ...model.securityGroups.flatMap(({ ingress, egress }) => [...ingress, ...egress]).map(({ peer }) => peer),
    ...model.networkAcls.flatMap(({ entries }) => entries),
  ].flatMap((each) => ('cidr' in each ? [parseCidr(each.cidr)] : []));
  const lists = model.prefixLists.flatMap(({ cidrs }) => (cidrs ?? []).map(parseCidr));
  const narrow = [...named, ...lists].filter(({ prefixLength }) => prefixLength >= 8);
  let address = parseAddress('8.8.8.8');
  const isNamed = () => isTaken(address) || narrow.some((range) => contains(range, address));
  while (!isPublicAddress(address) || isNamed()) address = (address + 65_537) % 2 ** 32;
  return address;
}

/** Parts of the internet that security groups admit in particular: an address of each by what it is admitted as. */
export function findAdmitted(
  { securityGroups, prefixLists }: NetworkModel,
  { ranges }: PrefixLists,
): ReadonlyMap<string, number> {
  const names = new Map(prefixLists.map(({ id, prefixListName, cidrs }) => [id, cidrs ? undefined : prefixListName]));
  const peers = securityGroups.flatMap(({ ingress }) => ingress.map(({ peer }) => peer));
  const parts = peers.flatMap((peer): readonly (readonly [string, AddressRange])[] => {
    if ('cidr' in peer) return [[peer.cidr, parseCidr(peer.cidr)]];
    if ('securityGroupId' in peer) return [];
    const name = names.get(peer.prefixListId);
    return (ranges(peer.prefixListId) ?? []).map((range) => [name ?? formatCidr(range), range]);
  });
  const isPart = ({ first, prefixLength }: AddressRange): boolean =>
    prefixLength > 0 && (isPublicAddress(first) || isServiceAddress(first));
  return new Map(parts.filter(([, range]) => isPart(range)).map(([name, { first }]) => [name, first]));
}
