import { type AddressRange, parseCidr } from '../ipv4';
import type { ComponentType } from '../verdict';

/** A configuration that AWS refuses to create. */
export interface Refusal {
  /** Id in the model of what is not created. */
  readonly component: string;
  readonly type: ComponentType;
  /** AWS's reason. */
  readonly reason: string;
  /** Where AWS says so. */
  readonly link: string;
}

/** All but the first of those that share a key. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string | undefined): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (key === undefined) return false;
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}

/** The items by a key. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** All that overlap an earlier one of the list, each with that one. */
export function overlapping<T>(items: readonly T[], cidrOf: (item: T) => string): readonly (readonly [T, T])[] {
  const ranges = items.map((item) => ({ item, range: parseCidr(cidrOf(item)) }));
  const order = new Map(items.map((item, index) => [item, index]));
  const sorted = ranges.toSorted((one, other) => one.range.first - other.range.first);
  let widest: { readonly item: T; readonly range: AddressRange } | undefined;
  const pairs: (readonly [T, T])[] = [];
  for (const current of sorted) {
    if (widest && current.range.first <= widest.range.last) pairs.push([widest.item, current.item]);
    if (!widest || current.range.last > widest.range.last) widest = current;
  }
  return pairs.map(([one, other]) => ((order.get(one) ?? 0) < (order.get(other) ?? 0) ? [other, one] : [one, other]));
}

/** The prefix length of a CIDR is one that VPCs and subnets may have. */
export function hasVpcSize(cidr: string): boolean {
  const { prefixLength } = parseCidr(cidr);
  return prefixLength >= 16 && prefixLength <= 28;
}
