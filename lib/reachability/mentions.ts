import { type AddressRange, formatAddress, overlaps, parseAddress, parseCidr } from './ipv4';
import type { NetworkModel, PortRange } from './model';

/** What a model says about addresses, ports and interfaces apart from listing the interfaces themselves. */
export interface Mentions {
  /** All strings: whatever can be mentioned by id is among them. */
  readonly texts: ReadonlySet<string>;
  /** CIDRs; a single address has prefix length 32. */
  readonly ranges: readonly AddressRange[];
  readonly ports: readonly PortRange[];
  /** Of the address or the interface id of a target: the ways in which it is registered. */
  readonly registrations: ReadonlyMap<string, readonly string[]>;
}

/** Whether an address is public decides too; private as RFC 1918 and RFC 6598 have it, and what no host can have. */
const ALWAYS_MENTIONED = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '169.254.171.0/24',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
];

/** NAT rules that feed each other could go on for long; nobody chains more. */
const NAT_ROUNDS = 4;

/** Collects what a model mentions, wherever it stands, so that a part of the model added later counts as well. */
export function mentions(model: NetworkModel): Mentions {
  const texts = new Set<string>(ALWAYS_MENTIONED);
  const ports: PortRange[] = [];
  const { networkInterfaces: _, targetGroups, ...rest } = model;
  walk(rest, texts, ports);
  const registrations = new Map<string, string[]>();
  for (const { targets, ...targetGroup } of targetGroups) {
    walk(targetGroup, texts, ports);
    for (const { to, port, availabilityZone = '' } of targets) {
      ports.push({ from: port, to: port });
      const key = 'ip' in to ? to.ip : 'networkInterfaceId' in to ? to.networkInterfaceId : undefined;
      if (key === undefined) walk(to, texts, ports);
      else put(registrations, key, `${targetGroup.id} ${port} ${availabilityZone}`);
    }
  }
  return { texts, ranges: translated(model, [...ranges(texts)], registrations), ports, registrations };
}

function walk(value: unknown, texts: Set<string>, ports: PortRange[]): void {
  if (typeof value === 'string') texts.add(value);
  if (typeof value !== 'object' || value === null) return;
  const { from, to, port } = value as Readonly<Record<string, unknown>>;
  if (typeof from === 'number' && typeof to === 'number') ports.push({ from, to });
  if (typeof port === 'number') ports.push({ from: port, to: port });
  for (const inner of Object.values(value)) walk(inner, texts, ports);
}

function* ranges(texts: Iterable<string>): Generator<AddressRange> {
  for (const text of texts) {
    if (!/^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(text)) continue;
    try {
      yield parseCidr(text.includes('/') ? text : `${text}/32`);
    } catch {
      // What only looks like an address can match none.
    }
  }
}

/** With what the NAT rules of attachments make of the ranges, in both directions. */
function translated(
  { transitGatewayAttachments }: NetworkModel,
  given: readonly AddressRange[],
  registrations: ReadonlyMap<string, unknown>,
): readonly AddressRange[] {
  const rules = transitGatewayAttachments
    .flatMap(({ natRules }) => natRules)
    .map(({ matchSourceCidr, natCidr }) => [parseCidr(matchSourceCidr), parseCidr(natCidr)] as const);
  if (rules.length === 0) return given;
  const found = new Map<string, AddressRange>();
  const add = (range: AddressRange) => found.set(`${range.first}/${range.prefixLength}`, range);
  for (const range of [...given, ...ranges(registrations.keys())]) add(range);
  for (let round = 0, before = -1; round < NAT_ROUNDS && before < found.size; round++) {
    before = found.size;
    for (const range of [...found.values()]) {
      for (const [one, other] of rules) {
        for (const [near, far] of [
          [one, other],
          [other, one],
        ] as const) {
          if (!overlaps(near, range) || range.prefixLength <= near.prefixLength) continue;
          const shift = far.first - near.first;
          add({ first: range.first + shift, last: range.last + shift, prefixLength: range.prefixLength });
        }
      }
    }
  }
  return [...found.values()];
}

/**
 * Finds on which side of every range an address lies. CIDRs are nested or apart, so the narrowest one around it says it.
 *
 * @returns a label; two addresses with the same one lie on the same side of every range
 */
export function sides(given: readonly AddressRange[]): (ip: string) => string {
  const byLength = new Map<number, Set<number>>();
  for (const { first, prefixLength } of given) {
    const known = byLength.get(prefixLength);
    if (known) known.add(first);
    else byLength.set(prefixLength, new Set([first]));
  }
  const lengths = [...byLength].sort(([one], [other]) => other - one);
  return (ip) => {
    const address = parseAddress(ip);
    for (const [length, firsts] of lengths) {
      const first = address - (address % 2 ** (32 - length));
      if (firsts.has(first)) return `${formatAddress(first)}/${length}`;
    }
    return '';
  };
}

function put(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
