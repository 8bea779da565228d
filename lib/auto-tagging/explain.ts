import { type Creator, creatorOf } from '../../lambda/auto-tagging/cloudtrail/identity';
import { parseMessage } from '../../lambda/auto-tagging/cloudtrail/parse';
import { loadCreateIndex } from '../../lambda/auto-tagging/derivation/create-index';
import type { CreatedResource, Derivation } from '../../lambda/auto-tagging/derivation/derivation';
import { derive } from '../../lambda/auto-tagging/derivation/derive';
import { tagsInEvent } from '../../lambda/auto-tagging/derivation/tags-in-event';
import type { RecordOutcome } from '../../lambda/auto-tagging/outcome';
import { loadTagPolicy } from '../../lambda/auto-tagging/policy/load';
import type { RequiredTag } from '../../lambda/auto-tagging/policy/tag-policy';
import { assetOf } from '../local/assembly-template';
import type { Replay } from './replay';
import { slackText } from './slack-text';

/** A required tag of the record's resources: set in the event, added, found on the resource, or still missing. */
export interface ExplainedTag {
  readonly key: string;
  readonly state: 'in the event' | 'added' | 'on the resource' | 'missing';
  readonly value?: string;
  /** Where the value comes from when the tag is missing, in words of the tag policy. */
  readonly source: string;
}

/** Everything that is known of one record, and why. */
export interface Explanation {
  readonly event: Pick<RecordOutcome, 'eventId' | 'eventSource' | 'eventName'> & { readonly eventTime: string };
  readonly who: Creator;
  readonly derivation: { readonly kind: Derivation['kind']; readonly reason: string };
  readonly resources: readonly CreatedResource[];
  readonly required: readonly ExplainedTag[];
  readonly outcome: RecordOutcome['outcome'];
  readonly reason: string;
  /** What Slack is told, as text. */
  readonly slack: readonly string[];
}

/**
 * Explains what a replay of one record brought about, by the index and the policy that lie in the tagger's asset.
 *
 * @param value the record, one that was replayed
 */
export function explain(assembly: string, value: unknown, { outcomes, digests }: Replay): Explanation {
  const message = parseMessage(JSON.stringify(value));
  const [outcome] = outcomes;
  if (message.kind !== 'created' || outcome === undefined)
    throw new Error('only a replayed CloudTrail record can be explained');
  const { event } = message;
  const asset = assetOf(assembly, 'AutoTagging', 'Tagger');
  const derivation = derive(event, loadCreateIndex(asset));
  const visible = tagsInEvent(event);
  const { eventID: eventId, eventSource, eventName, eventTime } = event;
  return {
    event: { eventId, eventSource, eventName, eventTime },
    who: creatorOf(event),
    derivation: { kind: derivation.kind, reason: derivation.reason },
    resources: derivation.kind === 'created' ? derivation.resources : [],
    required: loadTagPolicy(asset).required.map((tag) => ({
      ...stateOf(tag, visible, outcome),
      source: sourceOf(tag),
    })),
    outcome: outcome.outcome,
    reason: outcome.reason,
    slack: digests.map(slackText),
  };
}

function stateOf(
  { key }: RequiredTag,
  visible: Readonly<Record<string, string>>,
  { outcome, tags }: RecordOutcome,
): Pick<ExplainedTag, 'key' | 'state' | 'value'> {
  const added = tags[key];
  if (added !== undefined) return { key, state: 'added', value: added };
  const seen = visible[key];
  if (seen !== undefined) return { key, state: 'in the event', value: seen };
  return { key, state: outcome === 'tagged' || outcome === 'compliant' ? 'on the resource' : 'missing' };
}

function sourceOf({ value }: RequiredTag): string {
  switch (value.from) {
    case 'owner':
      return 'the person behind the call';
    case 'creator':
      return 'the ARN of the identity';
    case 'created-at':
      return 'the day of the call, UTC';
    case 'literal':
      return 'always the same';
    case 'account':
      return 'by account';
    case 'role':
      return 'by role';
  }
}
