import type { Creator } from '../cloudtrail/identity';
import type { RequiredTag, TagPolicy } from './tag-policy';

export type Tags = Readonly<Record<string, string>>;

/** What the values of tags are made of. */
export interface TagFacts {
  /** Absent where nobody knows who created the resource. */
  readonly creator?: Creator;
  /** Day of the creation in UTC, `YYYY-MM-DD`. Absent where it is not known. */
  readonly day?: string;
  /** 12-digit id of the account that holds the resource, or empty. */
  readonly accountId: string;
}

export interface Decision {
  /** Required tags that are missing and whose value is known. Never holds a key that the resource has. */
  readonly add: Tags;
  /** What keeps the resource from complying even with these tags; one sentence each. */
  readonly problems: readonly string[];
}

/** The value that {@link creatorOf} gives where the event does not tell the person. */
const UNKNOWN_OWNER = 'unknown';

/** Decides which required tags to add to a resource that carries `existing`. An existing value is never replaced. */
export function decide(policy: TagPolicy, facts: TagFacts, existing: Tags): Decision {
  const add: Record<string, string> = {};
  const problems: string[] = [];
  for (const tag of policy.required) {
    const present = Object.hasOwn(existing, tag.key) ? existing[tag.key] : undefined;
    const lookAlike = Object.keys(existing).find((key) => key.toLowerCase() === tag.key.toLowerCase());
    if (present !== undefined) {
      if (!isAllowed(tag, present)) problems.push(notAllowed(tag, `The value '${present}' of the tag ${tag.key}`));
    } else if (lookAlike !== undefined) {
      problems.push(`The tag ${tag.key} is written ${lookAlike}, which cost tracking counts as another tag.`);
    } else {
      const value = valueFor(tag, facts);
      if (value === undefined) problems.push(`No value is known for the tag ${tag.key} (from ${tag.value.from}).`);
      else if (!isAllowed(tag, value)) problems.push(notAllowed(tag, `The value '${value}' for the tag ${tag.key}`));
      else add[tag.key] = value;
    }
  }
  return { add, problems };
}

/**
 * Whether tags on a resource came from an earlier delivery of the same event: each required tag that the creating call
 * did not set itself has the value that this event would have given it. A chance match would need somebody to have
 * typed the creator's ARN and the day, so with a policy that asks for `creator` or `created-at` it is practically
 * impossible; with literals only it is possible, and harmless: one line more on Slack.
 *
 * @param inEvent the tags that the creating call set
 * @returns the tags of the earlier delivery, or undefined
 */
export function appliedEarlier(policy: TagPolicy, facts: TagFacts, existing: Tags, inEvent: Tags): Tags | undefined {
  const { add } = decide(policy, facts, inEvent);
  const keys = Object.keys(add);
  return keys.length > 0 && keys.every((key) => existing[key] === add[key]) ? add : undefined;
}

function isAllowed(tag: RequiredTag, value: string): boolean {
  return tag.allowedValues === undefined || tag.allowedValues.includes(value);
}

function notAllowed(tag: RequiredTag, subject: string): string {
  return `${subject} is not allowed; allowed: ${tag.allowedValues?.join(', ')}.`;
}

function valueFor({ value: source }: RequiredTag, { creator, day, accountId }: TagFacts): string | undefined {
  switch (source.from) {
    case 'owner':
      return tagValue(creator?.owner === UNKNOWN_OWNER ? undefined : creator?.owner) ?? source.otherwise;
    case 'creator':
      return tagValue(creator?.arn) ?? source.otherwise;
    case 'created-at':
      return day;
    case 'literal':
      return source.value;
    case 'account':
      return own(source.values, accountId) ?? source.otherwise;
    case 'role':
      return own(source.values, creator?.role ?? '') ?? source.otherwise;
  }
}

function own(values: Tags, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** IAM names may hold a comma, tag values may not: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_Tag.html */
function tagValue(text: string | undefined): string | undefined {
  const value = text?.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);
  return value === '' ? undefined : value;
}
