import type { CloudTrailEvent } from '../cloudtrail/event';
import { flat, nounOf, singular } from './names';

type Tags = Record<string, string>;
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys under which calls carry the tags of the resource itself. `computeResources.tags` and the like lie deeper. */
const ownTags = /^(?:tags?|tags?list|tagset|resourcetags?|tagging)$/;

/** What lies in a list, in each of the ways that CloudTrail writes one. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return [];
  const inner = Object.entries(value).find(
    ([key]) => /^(?:items?|members?|tags?|entries|entry)$/i.test(key) && typeof value[key] === 'object',
  );
  return inner ? listOf(inner[1]) : [value];
}

function field(value: Fields, names: readonly string[]): string | undefined {
  for (const [key, found] of Object.entries(value)) {
    if (!names.includes(flat(key))) continue;
    if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return String(found);
  }
  return undefined;
}

/** Reads a list of key and value pairs, or a map. */
function read(value: unknown, tags: Tags): void {
  const add = (key: string, text: string): void => {
    // CloudTrail masks the tags of some services, so nothing can be told from them.
    if (key !== '' && !key.startsWith('HIDDEN_DUE_TO_') && key !== '__proto__') tags[key] = text;
  };
  const list = listOf(value);
  const pairs = list.flatMap((one) => {
    if (!isFields(one)) return [];
    const key = field(one, ['key', 'tagkey', 'name']);
    return key === undefined || !hasOnlyPair(one) ? [] : [[key, field(one, ['value', 'tagvalue']) ?? ''] as const];
  });
  for (const [key, text] of pairs) add(key, text);
  if (pairs.length > 0 || !isFields(value) || Array.isArray(value)) return;
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string') add(key, text);
}

/** Apart from the pair there is only what EC2's XML adds, such as `tag: 1`. A map of tags may itself have a tag `Name`. */
function hasOnlyPair(value: Fields): boolean {
  return (
    Object.keys(value).every((key) =>
      /^(?:key|value|tagkey|tagvalue|tag|name|propagateatlaunch|resourceid|resourcetype)$/i.test(key),
    ) &&
    (field(value, ['key', 'tagkey']) !== undefined || field(value, ['value', 'tagvalue']) !== undefined)
  );
}

/**
 * The tags that the created resource itself got in the call, as the request gives them and the response repeats them.
 *
 * EC2 gives tags by resource type: a RunInstances may tag the volumes only, which says nothing of the instance.
 *
 * @param type IAM service prefix and resource type, such as `ec2:network-interface`, for a call that makes several;
 *   without it, that of the resource the call is named after
 */
export function tagsInEvent(event: CloudTrailEvent, type?: string): Readonly<Record<string, string>> {
  const tags: Tags = {};
  const noun = nounOf(event.eventName);
  const wanted = type === undefined ? noun : flat(type.split(':')[1] ?? '');
  const main = type === undefined || wanted === noun || event.eventSource !== 'ec2.amazonaws.com';
  visit(event.requestParameters, { noun, wanted, main, response: false, call: flat(event.eventName) }, tags, 0);
  visit(event.responseElements, { noun, wanted, main, response: true, call: flat(event.eventName) }, tags, 0);
  return tags;
}

interface Search {
  readonly noun: string;
  readonly wanted: string;
  readonly main: boolean;
  readonly response: boolean;
  readonly call: string;
}

function visit(value: unknown, search: Search, tags: Tags, depth: number): void {
  if (!isFields(value) || depth > 3) return;
  for (const [name, child] of Object.entries(value)) {
    if (child === null || typeof child !== 'object') continue;
    const key = flat(name);
    if (/^tagspecifications?(?:set)?$/.test(key)) specifications(child, search, tags);
    else if (search.main && (ownTags.test(key) || isNounTags(key, search.noun))) read(child, tags);
    else if (opens(key, search)) visit(single(child), search, tags, depth + 1);
  }
}

/** `userPoolTags` of CreateUserPool. */
function isNounTags(key: string, noun: string): boolean {
  return (
    noun !== '' &&
    (key === `${noun}tags` || (key.endsWith('tags') && key.length > 6 && noun.endsWith(key.slice(0, -4))))
  );
}

/** The object that stands for the resource, and the wrappers that only repeat the name of the call. */
function opens(key: string, { noun, wanted, response, call }: Search): boolean {
  if (/(?:request|response|input|result|configuration)$/.test(key) && key.startsWith(call.slice(0, 6))) return true;
  const name = singular(key.replace(/(?<=.{3})(?:set|list)$/, ''));
  if (name === noun || name === wanted || singular(key) === noun) return response || !key.endsWith('set');
  return (
    key === `${noun}configwithtags` ||
    (response && (key === `${noun}description` || key === `${noun}metadata` || key === `${noun}detail`))
  );
}

/** The member of a list of one; several resources may have different tags, so nothing is said of them here. */
function single(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : undefined;
  if (isFields(value)) {
    const inner = value.items ?? value.item ?? value.member;
    if (inner !== undefined) return single(inner);
  }
  return value;
}

function specifications(value: unknown, { wanted, noun, call }: Search, tags: Tags): void {
  for (const one of Array.isArray(value) || (isFields(value) && 'items' in value) ? listOf(value) : [value]) {
    if (!isFields(one)) continue;
    const name = field(one, ['resourcetype']) ?? '';
    const type = flat(name);
    if (type !== '' && type !== wanted && !(wanted === noun && (isSameType(type, noun) || isInCall(name, call))))
      continue;
    for (const [key, list] of Object.entries(one))
      if (/^tags?$/i.test(key) && typeof list === 'object') read(list, tags);
  }
}

/** `transit-gateway-attachment` of CreateTransitGatewayVpcAttachment, `spot-instances-request` of RequestSpotInstances. */
function isInCall(type: string, call: string): boolean {
  return type.split('-').every((word) => word === 'task' || call.includes(singular(word.toLowerCase())));
}

/** The call and the type do not always use one word: AllocateAddress makes an `elastic-ip`. */
function isSameType(type: string, noun: string): boolean {
  return (
    type === noun ||
    type.endsWith(noun) ||
    noun.endsWith(type) ||
    (type === 'elasticip' && noun === 'address') ||
    (type === 'dedicatedhost' && noun === 'host')
  );
}
