import { contains, formatAddress, Ipv4SyntaxError, parseAddress, parseCidr } from '../ipv4';
import { isList, isObject, references, type Value } from './value';

/** Gives every interface an address of its own. */
export interface Addresses {
  /** The next free address of a subnet, or undefined when it is full. */
  privateIp(subnetId: string, cidr: string): string | undefined;
  /** An address of the internet that AWS would choose by itself. */
  publicIp(): string;
}

// AWS keeps the first four addresses and the last one of a subnet for itself.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const KEPT_FIRST = 4;
const KEPT_LAST = 1;
/** Where assignment begins, so that the addresses below it stay free for those who write them down. */
const FIRST_ASSIGNED = 10;

/**
 * Addresses in the order in which they are asked for, past those that templates give by themselves.
 *
 * @param properties resolved properties of all resources
 */
export function createAddresses(properties: readonly Value[]): Addresses {
  const given = givenAddresses(properties);
  const used = new Map<string, Set<number>>();
  let publicIps = 0;
  return {
    privateIp: (subnetId, cidr) => {
      const { first, last } = parseCidr(cidr);
      const taken = used.get(subnetId) ?? new Set(given.get(subnetId));
      used.set(subnetId, taken);
      const size = last - first + 1 - KEPT_FIRST - KEPT_LAST;
      const start = Math.min(FIRST_ASSIGNED - KEPT_FIRST, Math.max(0, size - 1));
      for (let step = 0; step < size; step++) {
        const address = first + KEPT_FIRST + ((start + step) % size);
        if (taken.has(address) || !contains({ first, last, prefixLength: 0 }, address)) continue;
        taken.add(address);
        return formatAddress(address);
      }
      return undefined;
    },
    // RFC 5737's TEST-NET-3 stands for the addresses that AWS would choose.
    publicIp: () => `203.0.${113 + Math.floor(publicIps / 254)}.${1 + (publicIps++ % 254)}`,
  };
}

/** Addresses that stand in properties, by the subnet that stands beside them. */
function givenAddresses(properties: readonly Value[]): ReadonlyMap<string, readonly number[]> {
  const given = new Map<string, number[]>();
  const walk = (value: Value, subnetId: string | undefined): void => {
    if (isList(value)) for (const item of value) walk(item, subnetId);
    if (!isObject(value)) return;
    const here = references(value.SubnetId)[0]?.id ?? subnetId;
    for (const [key, item] of Object.entries(value)) {
      if (here !== undefined && typeof item === 'string' && /^Private(Ip|IPv4)Address(es)?$/.test(key)) add(here, item);
      else if (here !== undefined && key === 'SecondaryPrivateIpAddresses' && isList(item)) {
        for (const address of item) add(here, String(address));
      } else walk(item, here);
    }
  };
  const add = (subnetId: string, address: string): void => {
    try {
      given.set(subnetId, [...(given.get(subnetId) ?? []), parseAddress(address)]);
    } catch (error) {
      if (!(error instanceof Ipv4SyntaxError)) throw error;
    }
  };
  for (const value of properties) walk(value, undefined);
  return given;
}
