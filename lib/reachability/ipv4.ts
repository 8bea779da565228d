/** The text is no IPv4 address or CIDR. */
export class Ipv4SyntaxError extends Error {
  override readonly name = 'Ipv4SyntaxError';
}

/** A parsed CIDR: the first and the last address as unsigned 32-bit numbers, both inclusive. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

/**
 * `10.0.0.10` as an unsigned 32-bit number.
 *
 * @throws Ipv4SyntaxError where the text is anything but four decimal octets without leading zeros
 */
export function parseAddress(text: string): number {
  const octets = text.split('.');
  let address = 0;
  for (const octet of octets) {
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) throw notAnAddress(text);
    address = address * 256 + Number(octet);
  }
  if (octets.length !== 4) throw notAnAddress(text);
  return address;
}

/** The dotted form of an unsigned 32-bit number. */
export function formatAddress(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/**
 * `10.0.0.0/16` as a range. Host bits are ignored, as EC2 does: `10.0.0.1/16` is `10.0.0.0/16`.
 *
 * @throws Ipv4SyntaxError
 */
export function parseCidr(text: string): AddressRange {
  const slash = text.indexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || !/^(0|[1-9]\d?)$/.test(length) || Number(length) > 32) {
    throw new Ipv4SyntaxError(`not an IPv4 CIDR: ${text}`);
  }
  const size = 2 ** (32 - Number(length));
  const address = parseAddress(text.slice(0, slash));
  const first = address - (address % size);
  return { first, last: first + size - 1, prefixLength: Number(length) };
}

/** The CIDR of a range, its host bits zero. */
export function formatCidr({ first, prefixLength }: AddressRange): string {
  return `${formatAddress(first)}/${prefixLength}`;
}

/** Whether the address lies in the range. */
export function contains(range: AddressRange, address: number): boolean {
  return address >= range.first && address <= range.last;
}

/** Whether the second range lies wholly in the first. */
export function covers(outer: AddressRange, inner: AddressRange): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** Whether two ranges share an address. */
export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

const privateRanges = [
  // RFC 1918
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  // RFC 6598, shared address space
  '100.64.0.0/10',
].map(parseCidr);

const unroutableRanges = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map(parseCidr);

/** Whether RFC 1918 or RFC 6598 keeps the whole range out of the internet. */
export function isPrivate(range: AddressRange): boolean {
  return privateRanges.some((candidate) => covers(candidate, range));
}

/** Whether a host of the internet can have the address: neither private nor link-local, loopback, multicast. */
export function isPublicAddress(address: number): boolean {
  return ![...privateRanges, ...unroutableRanges].some((range) => contains(range, address));
}

function notAnAddress(text: string): Ipv4SyntaxError {
  return new Ipv4SyntaxError(`not an IPv4 address: ${text}`);
}
