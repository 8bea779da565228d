import { creatingPrefixes } from './creating-prefixes';

const flatNames = new Map<string, string>();

/** `dBInstanceIdentifier`, `DB-Instance-Identifier` -> `dbinstanceidentifier`. */
export function flat(name: string): string {
  const known = flatNames.get(name);
  if (known !== undefined) return known;
  const value = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  // Keys come out of events, so the memory is bounded.
  if (flatNames.size >= 20_000) flatNames.clear();
  flatNames.set(name, value);
  return value;
}

/** `subnets` -> `subnet`, `policies` -> `policy`; of a flat name. */
export function singular(name: string): string {
  if (name.endsWith('ies') && name.length > 4) return `${name.slice(0, -3)}y`;
  if (/(?:sses|xes|ches)$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) && !/(?:us|is)$/.test(name) ? name.slice(0, -1) : name;
}

/** What the ending of a name says that its value is. */
export type Ending = 'id' | 'name' | 'arn' | '';

const endings: readonly (readonly [string, Ending])[] = [
  ['withoutleadingslash', ''],
  ['withpath', ''],
  ['friendlyname', 'name'],
  ['resourceid', 'id'],
  ['identifier', 'id'],
  ['uuid', 'id'],
  ['guid', 'id'],
  ['name', 'name'],
  ['arn', 'arn'],
  ['id', 'id'],
];

const stems = new Map<string, readonly [string, Ending]>();

/** `vpcid` -> `['vpc', 'id']`; `id` -> `['', 'id']`; of a flat name. */
export function stem(name: string): readonly [string, Ending] {
  const known = stems.get(name);
  if (known) return known;
  let value: readonly [string, Ending] = [name, ''];
  for (const [text, ending] of endings) {
    if (!name.endsWith(text)) continue;
    const rest = name.slice(0, -text.length);
    value = ending === '' ? stem(rest) : [rest, ending];
    break;
  }
  if (stems.size >= 20_000) stems.clear();
  stems.set(name, value);
  return value;
}

/** `CreateDistribution2020_05_31`, `CreateFunction20150331v2` -> the name without the API version. */
export function withoutVersion(eventName: string): string {
  return eventName.replace(/(?:_?\d{4}_\d{2}_\d{2}|\d{8})(?:v\d+)?$/, '');
}

const byLength = [...creatingPrefixes].sort((a, b) => b.length - a.length);

/** The prefix of {@link creatingPrefixes} that the call begins with, `Create` of `CreateVpc`. */
export function creatingPrefix(eventName: string): string | undefined {
  return byLength.find((prefix) => eventName.startsWith(prefix) && !/^[a-z]/.test(eventName.slice(prefix.length)));
}

/** What the call makes: `vpc` of `CreateVpc`, `dbinstance` of `RestoreDBInstanceFromDBSnapshot`; empty when it does not say. */
export function nounOf(eventName: string): string {
  const name = withoutVersion(eventName);
  const noun = name
    .slice(creatingPrefix(name)?.length ?? 0)
    .replace(/^Default(?=[A-Z])/, '')
    .replace(/V\d+$/, '')
    .replace(/(?:From|With|To|By|In|Into|Using)(?=[A-Z]).*$/, '')
    .replace(/(?:Result|Async)$/, '');
  return singular(flat(noun));
}
