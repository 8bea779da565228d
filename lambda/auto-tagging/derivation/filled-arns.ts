import type { Candidate } from './candidates';
import { isForeign, type Parts } from './created-arns';
import type { CreatedResource } from './derivation';
import type { Leaf } from './leaves';
import { type Ending, flat, stem } from './names';
import { partitionOf, resourceOf } from './resource';
import { isHeldBy, subjectsOf, type Template } from './template';

/** Services that store identifiers in lower case, however the request writes them, by the service of the ARN. */
const lowerCase = new Set(['rds', 'redshift', 'elasticache', 'dms']);

/** Below this the value is more likely somebody else's identifier. */
const ENOUGH = 50;

/** The ARN templates of the types that the call makes, filled from identifiers in the response, then in the request. */
export function filledArns(parts: Parts, keys: readonly string[]): readonly CreatedResource[] {
  const resources: CreatedResource[] = [];
  for (const candidate of parts.candidates) {
    if (candidate.besides) {
      if (resources.length > 0) resources.push(...fill(candidate, parts, keys));
      continue;
    }
    if (resources.length > 0 || (candidate.fit < 40 && parts.candidates.length > 1)) continue;
    resources.push(...fill(candidate, parts, keys));
  }
  return resources;
}

function fill(candidate: Candidate, parts: Parts, keys: readonly string[]): readonly CreatedResource[] {
  for (const template of candidate.templates) {
    const arns = fillTemplate(template, candidate, parts, keys);
    if (arns.length > 0) return [...new Set(arns)].map((arn) => resourceOf(arn, candidate.type, parts.event));
  }
  return [];
}

function fillTemplate(
  template: Template,
  candidate: Candidate,
  parts: Parts,
  keys: readonly string[],
): readonly string[] {
  const { event } = parts;
  const last = template.places.at(-1);
  const subjects = subjectsOf(template, parts.noun);
  const values = new Map<number, readonly string[]>();
  for (const place of template.places) {
    const name = template.parts[place] ?? '';
    const found =
      place === last
        ? lastIdentifiers(template, subjects, candidate.besides, parts, keys)
        : outerIdentifiers(name, parts);
    if (found.length === 0) return [];
    const lower = lowerCase.has(template.parts[0]?.split(':')[0] ?? '');
    values.set(
      place,
      found.map((value) => fitting(lower ? value.toLowerCase() : value, template.parts[place - 1] ?? '')),
    );
  }
  const before = last === undefined ? [] : (values.get(last - 2) ?? []);
  // Some identifiers hold the outer one already: `name:uuid` of a stack set.
  const outer = before.map((value) => `${value}${template.parts[(last ?? 0) - 1]}`)[0];
  const identifiers = (last === undefined ? [] : (values.get(last) ?? [])).map((value) =>
    outer !== undefined && value.startsWith(outer) ? value.slice(outer.length) : value,
  );
  const build = (at: number): string =>
    template.parts
      .map((part, place) => {
        if (place % 2 === 0) return part;
        if (part === 'Region') return event.awsRegion;
        if (part === 'Account') return event.accountId;
        return (place === last ? identifiers[at] : values.get(place)?.[0]) ?? '';
      })
      .join('');
  // Some calls take an ARN for a name (CreateTrail).
  if (template.matches(identifiers[0] ?? '')) return identifiers;
  const count = last === undefined ? 1 : identifiers.length;
  return Array.from({ length: count }, (_, at) => `arn:${partitionOf(event.awsRegion)}:${build(at)}`);
}

/** `/hostedzone/Z1` after `hostedzone/` is `Z1`; a leading slash is dropped where the template has one. */
function fitting(value: string, before: string): string {
  if (!before.endsWith('/')) return value;
  const segment = `/${before.split(/[/:]/).at(-2) ?? ''}/`;
  return value.startsWith(segment) ? value.slice(segment.length) : value.replace(/^\/+/, '');
}

function usable(value: string): boolean {
  return (
    /[\p{L}\p{N}]/u.test(value) &&
    value.length <= 1024 &&
    !/^(?:HIDDEN_DUE|arn:|https?:|[{[])/.test(value) &&
    !/[\n\r*]/.test(value)
  );
}

interface Scored {
  readonly leaf: Leaf;
  readonly score: number;
}

function best(
  leaves: readonly Leaf[],
  score: (leaf: Leaf) => number,
  accepts: (leaf: Leaf) => boolean,
): Scored | undefined {
  let top: Scored | undefined;
  for (const leaf of leaves) {
    const value = score(leaf) - leaf.depth * 4;
    if (value >= ENOUGH && (top === undefined || value > top.score) && accepts(leaf)) top = { leaf, score: value };
  }
  return top;
}

function lastIdentifiers(
  template: Template,
  subjects: readonly string[],
  besides: boolean,
  { request, response }: Parts,
  keys: readonly string[],
): readonly string[] {
  const wanted = flat(template.parts[template.places.at(-1) ?? -1] ?? '');
  const score = (leaf: Leaf): number => {
    const rank = keys.indexOf(leaf.key);
    return rank < 0 ? lastScore(leaf, wanted, subjects) : 200 - rank * 20;
  };
  const accepts = (leaf: Leaf): boolean => usable(leaf.value) || template.matches(leaf.value);
  if (besides) {
    // What the request names existed before the call.
    const known = new Set(request.map((leaf) => leaf.value));
    const exact = (leaf: Leaf): number => (leaf.key === wanted || stem(leaf.key)[0] === stem(wanted)[0] ? 90 : 0);
    const top = best(response, exact, (leaf) => accepts(leaf) && !known.has(leaf.value));
    return top ? members(response, top.leaf).filter((value) => !known.has(value)) : [];
  }
  const fromResponse = best(response, score, accepts);
  const fromRequest = best(request, score, accepts);
  if (fromResponse && fromResponse.score + 3 >= (fromRequest?.score ?? 0)) return members(response, fromResponse.leaf);
  if (fromRequest) return [withPath(fromRequest.leaf, wanted, request)];
  // A call that answers with a name and no id has made something that goes by its name (DataBrew).
  const named = response.filter((leaf) => stem(leaf.key)[1] === 'name' && leaf.depth === 0);
  const onlyNamed = named.length === 1 && response.every((leaf) => !['id', 'arn'].includes(stem(leaf.key)[1]));
  return onlyNamed ? named.map((leaf) => leaf.value).filter(usable) : [];
}

/** IAM names its resources by path and name. */
function withPath(leaf: Leaf, wanted: string, request: readonly Leaf[]): string {
  if (!wanted.endsWith('withpath')) return leaf.value;
  const path = request.find((one) => one.key === 'path' && one.depth === leaf.depth)?.value ?? '/';
  return `${path}${leaf.value}`.replace(/^\/+/, '');
}

/** The values in the same place of a list as the leaf. */
function members(leaves: readonly Leaf[], leaf: Leaf): readonly string[] {
  if (!leaf.path.includes('[]')) return [leaf.value];
  return leaves.filter((one) => one.path === leaf.path && usable(one.value)).map((one) => one.value);
}

/** How likely the leaf is the identifier of the new resource: 0 to 100. */
function lastScore(leaf: Leaf, wanted: string, subjects: readonly string[]): number {
  const key = leaf.key.replace(/^(?:target|new|destination)(?=.{3})/, '');
  const [name, ending] = stem(key);
  const [, wantedEnding] = stem(wanted);
  if (name !== '' && (key === wanted || leaf.key === wanted)) return 100;
  if (isForeign(leaf.key, subjects)) return 0;
  const same = agrees(ending, wantedEnding);
  if (ending === 'arn') return 0;
  if (name === '') {
    if (isHeldBy(leaf.parent, subjects)) return same ? 92 : 60;
    return leaf.depth <= 1 && leaf.parent === '' ? (same ? 72 : 40) : 0;
  }
  if (subjects.includes(name)) return same ? 92 : ending === 'name' ? 45 : 62;
  const close = subjects.some(
    (subject) => Math.min(subject.length, name.length) >= 4 && (subject.endsWith(name) || name.endsWith(subject)),
  );
  return close && same ? 60 : 0;
}

/** A placeholder that says neither takes both. */
function agrees(ending: Ending, wanted: Ending): boolean {
  return ending === wanted || (wanted === '' && ending !== 'arn');
}

function outerIdentifiers(name: string, { event, request, response }: Parts): readonly string[] {
  const wanted = flat(name);
  if (/^(?:awsaccountid|accountid)$/.test(wanted)) return [event.accountId];
  const [outer] = stem(wanted);
  const score = (leaf: Leaf): number => {
    if (leaf.key === wanted) return 100;
    const [key, ending] = stem(leaf.key);
    if (key === '' && isHeldBy(leaf.parent, [outer])) return ending === stem(wanted)[1] ? 85 : 0;
    return key === outer && outer !== '' ? (ending === stem(wanted)[1] ? 90 : 60) : 0;
  };
  const accepts = (leaf: Leaf): boolean => usable(tail(leaf.value));
  const fromResponse = best(response, score, accepts);
  const fromRequest = best(request, score, accepts);
  const top = (fromRequest?.score ?? 0) > (fromResponse?.score ?? 0) ? fromRequest : fromResponse;
  return top ? [tail(top.leaf.value)] : [];
}

/** The last identifier of an ARN; any other value as it is. */
function tail(value: string): string {
  return value.startsWith('arn:') ? (value.split(/[/:]/).at(-1) ?? value) : value;
}
