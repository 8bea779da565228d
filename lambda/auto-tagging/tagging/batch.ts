import type { SQSRecord } from 'aws-lambda';
import type { RecordOutcome } from '../outcome';
import type { TypedFinding } from '../publish';
import { findingOf } from './finding-of';
import { type ResourceOutcome, retry } from './judge';
import { type Prepared, prepare, type Rules, type Source } from './prepare';
import type { Item } from './settle';
import { keyOf } from './task';

/** From so many records on, more are certainly waiting, and records may wait for them, to share full calls. */
const BACKLOG = 100;
/** How often a record may wait. Each time is a receive, of which the ten minutes of a late resource need the most. */
const WAITS = 2;

/** Most resources that are not there yet come within seconds, so the first redeliveries come soon; seconds. */
const EARLY_DELAY = 10;
/** With two of these, ten minutes take 23 receives; the queue allows 25. */
const EARLY_RECEIVES = 2;

/** A record with what is known before any call of AWS. */
export type Entry =
  | { readonly kind: 'prepared'; readonly record: SQSRecord; readonly prepared: Prepared }
  | { readonly kind: 'poison'; readonly record: SQSRecord; readonly error: unknown };

/** How a record was left: `outcome` absent where it has to come again. */
export interface RecordResult {
  readonly record: SQSRecord;
  readonly outcome?: RecordOutcome;
  readonly retry?: { readonly reason: string; readonly delaySeconds: number; readonly outcome: RecordOutcome };
  /** The record stays in the queue and ends in the dead-letter queue. */
  readonly isPoison: boolean;
  readonly findings: readonly TypedFinding[];
}

/** Prepares records; a record that cannot be read is told apart. */
export function prepareAll(rules: Rules, records: readonly SQSRecord[]): readonly Entry[] {
  return records.map((record): Entry => {
    try {
      return { kind: 'prepared', record, prepared: prepare(rules, record.body) };
    } catch (error) {
      return { kind: 'poison', record, error };
    }
  });
}

/** The resources of all records, each once: the first event that names a resource decides. */
export function itemsOf(entries: readonly Entry[]): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  for (const entry of entries) {
    if (entry.kind !== 'prepared' || entry.prepared.kind !== 'resources') continue;
    const { source, resources } = entry.prepared;
    const { ApproximateReceiveCount, SentTimestamp } = entry.record.attributes;
    const redelivered = Number(ApproximateReceiveCount) > 1;
    const mayWait = Number(ApproximateReceiveCount) <= WAITS && entries.length >= BACKLOG;
    for (const resource of resources) {
      const item = { source, resource, sentAt: Number(SentTimestamp) || 0, redelivered, mayWait };
      if (!items.has(keyOf(resource))) items.set(keyOf(resource), item);
    }
  }
  return items;
}

/** The result of a record, from the outcomes of its resources. */
export function resultOf(
  entry: Entry,
  items: ReadonlyMap<string, Item>,
  outcomes: ReadonlyMap<string, ResourceOutcome>,
): RecordResult {
  const { record } = entry;
  if (entry.kind === 'poison') {
    const source = { eventId: '', eventSource: '', eventName: '' };
    const outcome = line(source, 'failed', `Message ${record.messageId}: ${String(entry.error)}`);
    return { record, outcome, isPoison: true, findings: [] };
  }
  const { prepared } = entry;
  const { source } = prepared;
  if (prepared.kind !== 'resources') {
    const outcome = line(source, prepared.kind, prepared.reason);
    if (prepared.kind === 'skipped') return { record, outcome, isPoison: false, findings: [] };
    const type = prepared.kind === 'pending' ? 'ResourcePending' : 'ResourceNotMapped';
    const findings = [findingOf(type, source, undefined, {}, [prepared.reason])];
    return { record, outcome, isPoison: false, findings };
  }

  const parts = prepared.resources.map((resource) => {
    const outcome = outcomes.get(keyOf(resource)) ?? retry('no outcome', 0);
    return items.get(keyOf(resource))?.source === source ? outcome : shared(outcome);
  });
  const kind = (['retry', 'refused', 'tagged', 'skipped'] as const).find((candidate) =>
    parts.some(({ outcome }) => outcome === candidate),
  );
  const reason = [...new Set(parts.map((part) => part.reason))].join(' ');
  const outcome: RecordOutcome = {
    ...line(source, kind === 'retry' ? 'pending' : (kind ?? 'compliant'), reason),
    arns: prepared.resources.flatMap(({ arn }) => arn ?? []),
    tags: Object.assign({}, ...parts.map(({ tags }) => tags)),
  };
  const findings = parts.flatMap((part) => part.findings);
  if (kind !== 'retry') return { record, outcome, isPoison: false, findings };
  const isEarly = Number(record.attributes.ApproximateReceiveCount) <= EARLY_RECEIVES;
  const longest = Math.max(...parts.map((part) => part.delaySeconds ?? 0));
  const delaySeconds = isEarly ? Math.min(longest, EARLY_DELAY) : longest;
  return { record, retry: { reason, delaySeconds, outcome }, isPoison: false, findings };
}

/** What another event of the batch has brought about is told there. */
function shared(outcome: ResourceOutcome): ResourceOutcome {
  if (outcome.outcome !== 'tagged') return { ...outcome, findings: [] };
  const reason = 'Tagged for another event of the same batch.';
  return { outcome: 'compliant', tags: {}, reason, findings: [] };
}

function line(
  { eventId, eventSource, eventName }: Pick<Source, 'eventId' | 'eventSource' | 'eventName'>,
  outcome: RecordOutcome['outcome'],
  reason: string,
): RecordOutcome {
  return { eventId, eventSource, eventName, outcome, arns: [], tags: {}, reason };
}
