import { InputError } from '../input-error';
import { Ipv4SyntaxError, parseAddress, parseCidr } from '../ipv4';
import type { NetworkModel } from '../model';

/** Fields that hold a CIDR or several. */
const CIDRS = /^(cidr|cidrs|cidrBlocks?|destination|matchSourceCidr|natCidr)$/;
/** Fields that hold an address. */
const ADDRESSES = /^(privateIp|publicIp)$/;
/** Fields that hold a text or several. */
const TEXTS = /^(id|ip|.*Ids?|name|.*Names?|account|region|availabilityZone)$/;

/**
 * The same model, once its texts are texts, its addresses addresses and its CIDRs CIDRs: a folder may hold anything.
 *
 * @throws InputError naming the component
 */
export function checked(model: NetworkModel): NetworkModel {
  for (const component of Object.values(model).flat() as readonly { readonly id: unknown }[]) {
    try {
      check(component);
    } catch (error) {
      if (!(error instanceof WrongFieldError || error instanceof Ipv4SyntaxError)) throw error;
      throw new InputError(`${JSON.stringify(component.id)?.replaceAll('"', '')}: ${error.message}`);
    }
  }
  return model;
}

class WrongFieldError extends Error {
  override readonly name = 'WrongFieldError';
}

function check(value: object): void {
  for (const [field, held] of Object.entries(value)) {
    for (const one of Array.isArray(held) ? held : [held]) {
      if (one === undefined) continue;
      // A route may lead to a prefix list instead of a CIDR.
      const isReference = field === 'destination' && typeof one === 'object' && one !== null;
      if (CIDRS.test(field) && !isReference) parseCidr(text(field, one));
      else if (ADDRESSES.test(field)) parseAddress(text(field, one));
      else if (TEXTS.test(field)) text(field, one);
      else if (typeof one === 'object' && one !== null) check(one);
    }
  }
}

function text(field: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new WrongFieldError(`its ${field} is no text: ${JSON.stringify(value)}`);
}
