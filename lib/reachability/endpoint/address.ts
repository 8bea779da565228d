import { InputError } from '../input-error';
import { type AddressRange, Ipv4SyntaxError, parseAddress, parseCidr } from '../ipv4';

/** Something that wants to be an address, IPv6 included. */
export const IP = /^(?:[\d.]*\d\.[\d.]*|[\da-f]*:[\da-f:.]*:[\da-f:.]*)$/i;

/** Something that wants to be a CIDR, IPv6 included. */
export const CIDR = /^(?:[\d.]*\d\.[\d.]*|[\da-f]*:[\da-f:.]*:[\da-f:.]*)\/\d+$/i;

/**
 * The address as a number.
 *
 * @throws InputError
 */
export function readAddress(text: string): number {
  return read(text, parseAddress);
}

/**
 * The CIDR as a range.
 *
 * @throws InputError
 */
export function readRange(text: string): AddressRange {
  return read(text, parseCidr);
}

function read<Value>(text: string, parse: (text: string) => Value): Value {
  if (text.includes(':')) throw new InputError(`${text}: IPv4 only`);
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof Ipv4SyntaxError ? new InputError(error.message) : error;
  }
}
