import { formatAddress, parseCidr } from '../ipv4';
import type { IntrinsicFunction } from './intrinsics';
import { availabilityZones } from './pseudo-parameters';
import { isList, isObject, isUnknown, unknown, type Value } from './value';

/** Intrinsic functions that choose, count or make lists. */
export const collectionFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Select': (argument, context) => {
    const [index, items] = Array.isArray(argument) ? argument.map(context.resolve) : [];
    if (!isList(items)) return isUnknown(items) ? items : unknown('Fn::Select without a list', items);
    const at = Number(index);
    return at in items ? items[at] : unknown(`Fn::Select of item ${String(at)} of ${items.length}`, items);
  },
  'Fn::GetAZs': (argument, context) => {
    const region = context.resolve(argument);
    if (isUnknown(region)) return region;
    return availabilityZones(typeof region === 'string' && region !== '' ? region : context.stack.region);
  },
  'Fn::FindInMap': (argument, context) => {
    const [map, first, second, otherwise] = Array.isArray(argument) ? argument.map(context.resolve) : [];
    let found: unknown = context.stack.template.Mappings;
    for (const key of [map, first, second]) {
      if (isUnknown(key)) return key;
      found = typeof found === 'object' && found !== null ? Reflect.get(found, String(key)) : undefined;
    }
    if (found !== undefined) return context.resolve(found);
    const fallback = isObject(otherwise) ? otherwise.DefaultValue : undefined;
    return fallback ?? unknown(`Fn::FindInMap finds nothing in ${String(map)}`);
  },
  'Fn::Cidr': (argument, context) => {
    const [block, count, bits] = Array.isArray(argument) ? argument.map(context.resolve) : [];
    return cidrs(block, Number(count), Number(bits ?? 8));
  },
  'Fn::Length': (argument, context) => {
    const items = context.resolve(argument);
    if (isList(items)) return items.length;
    return isUnknown(items) ? items : unknown('Fn::Length without a list', items);
  },
};

/**
 * The first CIDRs of `bits` host bits in a block.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
function cidrs(block: Value, count: number, bits: number): Value {
  if (typeof block !== 'string') return isUnknown(block) ? block : unknown('Fn::Cidr of no CIDR', block);
  try {
    const { first, last } = parseCidr(block);
    const size = 2 ** bits;
    if (!(count >= 1 && bits >= 1 && bits <= 32) || first + count * size - 1 > last) {
      return unknown(`Fn::Cidr: ${block} does not hold ${count} blocks of ${bits} bits`);
    }
    return Array.from({ length: count }, (_, index) => `${formatAddress(first + index * size)}/${32 - bits}`);
  } catch {
    return unknown(`Fn::Cidr of ${block}`);
  }
}
