import type { CloudTrailEvent } from '../cloudtrail/event';
import type { Candidate } from './candidates';
import type { CreatedResource } from './derivation';
import type { Leaf } from './leaves';
import { stem } from './names';
import { resourceOf } from './resource';
import { isHeldBy, subjectsOf } from './template';

/** One event, taken apart. */
export interface Parts {
  readonly event: CloudTrailEvent;
  readonly request: readonly Leaf[];
  readonly response: readonly Leaf[];
  /** What the call makes, from its name. */
  readonly noun: string;
  readonly candidates: readonly Candidate[];
}

const foreign =
  /^(?:source|parent|original|base(?!line)|from|primary|default|related|linked|attached|previous|last|owner|peer(?!ing)|accepter|snapshotting)/;

/** Whether the key names what the resource was made from or belongs to. */
export function isForeign(key: string, subjects: readonly string[]): boolean {
  return foreign.test(key) && !subjects.includes(stem(key)[0]);
}

interface Hit {
  readonly arn: string;
  readonly type: string;
  readonly path: string;
  readonly score: number;
}

const isArn = (value: string): boolean =>
  /^arn:[\w-]+:[^:\s]+:[^:\s]*:[^:\s]*:\S/.test(value) && !/[/:](?:null|undefined|\*)$/.test(value);

/** The ARNs in the response and in `resources` that are new and fit a type that the call makes. */
export function createdArns(parts: Parts): readonly CreatedResource[] {
  const { event, request, response, candidates } = parts;
  const known = new Set(request.map((leaf) => leaf.value));
  const inResponse = response.filter(
    (leaf) => leaf.value.startsWith('arn:') && isArn(leaf.value) && !known.has(leaf.value),
  );
  const hits = inResponse.flatMap((leaf) => hitsOf(leaf, parts));
  const chosen = choose(hits, candidates);
  if (chosen.length > 0) return chosen.map((hit) => resourceOf(hit.arn, hit.type, event));
  const listed = event.resources
    .map((resource) => resource.ARN ?? resource.arn)
    .filter(
      (arn): arn is string => typeof arn === 'string' && isArn(arn) && !known.has(arn) && !isSource(arn, request),
    );
  for (const candidate of candidates) {
    const own = listed.filter((arn) => candidate.templates.some((template) => template.matches(arn)));
    if (own.length > 0) return [...new Set(own)].map((arn) => resourceOf(arn, candidate.type, event));
  }
  return [];
}

function isSource(arn: string, request: readonly Leaf[]): boolean {
  return request.some(
    (leaf) =>
      (foreign.test(leaf.key) && arn.endsWith(leaf.value)) ||
      (leaf.value.startsWith(arn) && leaf.value.startsWith('arn:')),
  );
}

function hitsOf(leaf: Leaf, { candidates, noun }: Parts): readonly Hit[] {
  return candidates.flatMap((candidate, rank) => {
    const template = candidate.templates
      .filter((one) => one.matches(leaf.value))
      .sort((a, b) => b.weight - a.weight)[0];
    const subjects = template
      ? subjectsOf(template, noun)
      : [noun, ...candidate.templates.flatMap((one) => subjectsOf(one, noun))];
    if (isForeign(leaf.key, subjects)) return [];
    const score = keyScore(leaf, subjects) - leaf.depth * 3 - rank * 4;
    const path = leaf.path;
    if (template)
      return [{ arn: leaf.value, type: candidate.type, path, score: score + 40 + Math.min(template.weight, 40) / 4 }];
    // A template that IAM's data has not kept up with: the key alone says that this is the new resource.
    if (rank > 0 || score < 84) return [];
    const type = candidate.fit < 40 ? `${candidate.type.split(':')[0]}:${noun}` : candidate.type;
    return [{ arn: leaf.value, type, path, score: score - 30 }];
  });
}

function keyScore(leaf: Leaf, subjects: readonly string[]): number {
  const [name] = stem(leaf.key);
  if (name === '') return isHeldBy(leaf.parent, subjects) ? 92 : leaf.parent === '' ? 90 : 45;
  if (subjects.includes(name)) return 95;
  if (name === 'resource') return 80;
  if (subjects.some((subject) => subject.endsWith(name) || name.endsWith(subject))) return 70;
  return 25;
}

/** The best place in the payload, and everything that stands in the same place of a list; for EC2 one place a type. */
function choose(hits: readonly Hit[], candidates: readonly Candidate[]): readonly Hit[] {
  const several = candidates.some((candidate) => candidate.besides);
  const chosen = new Map<string, Hit>();
  for (const type of several ? candidates.map((candidate) => candidate.type) : [undefined]) {
    const own = type === undefined ? hits : hits.filter((hit) => hit.type === type);
    const best = own.reduce<Hit | undefined>(
      (top, hit) => (top === undefined || hit.score > top.score ? hit : top),
      undefined,
    );
    if (!best) continue;
    for (const hit of own) {
      if (hit.path === best.path && hit.type === best.type && !chosen.has(hit.arn)) chosen.set(hit.arn, hit);
    }
  }
  return [...chosen.values()];
}
