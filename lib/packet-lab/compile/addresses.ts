import { formatAddress, parseAddress, parseCidr } from '../../reachability/ipv4';
import type { NetworkInterface } from '../../reachability/model';

/** The private addresses of an interface, the primary one first. */
export function privateAddresses({ addresses }: NetworkInterface): readonly string[] {
  return addresses.map(({ privateIp }) => privateIp);
}

/** Elements of an nftables interval set: neighbouring addresses as one range, each address once. */
export function ranges(addresses: readonly string[]): string {
  const sorted = [...new Set(addresses.map(parseAddress))].sort((one, other) => one - other);
  const merged: { first: number; last: number }[] = [];
  for (const address of sorted) {
    const previous = merged.at(-1);
    if (previous && previous.last + 1 === address) previous.last = address;
    else merged.push({ first: address, last: address });
  }
  return merged.map(({ first, last }) => (first === last ? text(first) : `${text(first)}-${text(last)}`)).join(', ');
}

const text = formatAddress;

/** `ip saddr 10.0.0.0/16 `, or nothing where the CIDR holds every address. */
export function matchCidr(field: 'saddr' | 'daddr', cidr: string): string {
  const { first, prefixLength } = parseCidr(cidr);
  return prefixLength === 0 ? '' : `ip ${field} ${text(first)}/${prefixLength} `;
}

/** By falling prefix length, so that the first that matches is the longest. */
export function longestFirst<T extends { readonly destination: string }>(routes: readonly T[]): readonly T[] {
  const length = ({ destination }: T): number => parseCidr(destination).prefixLength;
  return [...routes].sort((one, other) => length(other) - length(one));
}
