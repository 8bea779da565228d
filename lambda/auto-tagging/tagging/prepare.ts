import type { CloudTrailEvent } from '../cloudtrail/event';
import { type Creator, creatorOf } from '../cloudtrail/identity';
import { FOUND_DETAIL_TYPE, parseMessage } from '../cloudtrail/parse';
import type { CreatedResource, Derivation } from '../derivation/derivation';
import { tagsInEvent } from '../derivation/tags-in-event';
import { FINDING_SOURCE } from '../notification/finding';
import type { Tags } from '../policy/decide';
import { outOfScope } from '../policy/scope';
import type { TagPolicy } from '../policy/tag-policy';

/** What the tagger is set up with. */
export interface Rules {
  readonly policy: TagPolicy;
  readonly derive: (event: CloudTrailEvent) => Derivation;
}

/** Where the news of a resource comes from. */
export interface Source {
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  /** ISO 8601, or empty. */
  readonly eventTime: string;
  readonly accountId: string;
  readonly region: string;
  /** Absent for a resource of the sweep whose creation CloudTrail no longer knows. */
  readonly creator?: Creator;
  /** Tags that the creating call set on all its resources. */
  readonly tags: Tags;
}

/** A record after everything that needs no call of AWS. */
export type Prepared =
  | { readonly kind: 'resources'; readonly source: Source; readonly resources: readonly CreatedResource[] }
  | { readonly kind: 'skipped' | 'pending' | 'unmapped'; readonly source: Source; readonly reason: string };

/**
 * Reads the body of a message and tells what to tag.
 *
 * @throws NotCloudTrailError for a body that is not a record; never anything for one that is
 */
export function prepare(rules: Rules, body: string): Prepared {
  const message = parseMessage(body);
  if (message.kind === 'found') {
    const source = sourceOfFound(message.resource, message.event);
    return inScope(rules, source, [message.resource]);
  }
  const { event } = message;
  const derivation = rules.derive(event);
  if (derivation.kind === 'created') {
    return inScope(rules, sourceOf(event, derivation.resources), derivation.resources);
  }
  const source = sourceOf(event, []);
  const service = event.eventSource.split('.')[0] ?? '';
  const facts = { service, accountId: event.accountId, role: source.creator?.role ?? '', region: event.awsRegion };
  const outside = outOfScope(rules.policy.scope, facts);
  return outside === undefined || derivation.kind === 'skipped'
    ? { kind: derivation.kind, source, reason: derivation.reason }
    : { kind: 'skipped', source, reason: outside };
}

function inScope(rules: Rules, source: Source, resources: readonly CreatedResource[]): Prepared {
  const reasons = resources.map(({ type, accountId, region }) => {
    const service = type.split(':')[0] ?? '';
    return outOfScope(rules.policy.scope, { service, accountId, region, role: source.creator?.role ?? '' });
  });
  const inside = resources.filter((_, index) => reasons[index] === undefined);
  if (inside.length > 0) return { kind: 'resources', source, resources: inside };
  return { kind: 'skipped', source, reason: reasons[0] ?? 'The call created nothing.' };
}

function sourceOf(event: CloudTrailEvent, resources: readonly CreatedResource[]): Source {
  // Tags in a call that creates several types belong to one of them only.
  const oneType = new Set(resources.map(({ type }) => type)).size === 1;
  return {
    eventId: event.eventID,
    eventSource: event.eventSource,
    eventName: event.eventName,
    eventTime: event.eventTime,
    accountId: event.accountId,
    region: event.awsRegion,
    creator: creatorOf(event),
    tags: oneType ? tagsInEvent(event) : {},
  };
}

function sourceOfFound({ accountId, region }: CreatedResource, event: CloudTrailEvent | undefined): Source {
  if (event !== undefined) return { ...sourceOf(event, []), accountId, region };
  const eventName = FOUND_DETAIL_TYPE;
  return { eventId: '', eventSource: FINDING_SOURCE, eventName, eventTime: '', accountId, region, tags: {} };
}
