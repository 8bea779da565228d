import type { CreatedResource } from '../derivation/derivation';
import type { Tags } from '../policy/decide';
import { decide } from '../policy/decide';
import type { TagPolicy } from '../policy/tag-policy';
import { factsOf, judge, type ResourceOutcome, retry } from './judge';
import type { Source } from './prepare';
import type { ReadTags, TagReader } from './read-tags';
import type { TagExecutor } from './tag-resources';
import { keyOf, LATE, NOT_YET_DELAY, NOT_YET_PERIOD, tagSetKey } from './task';

/** A resource of a record. */
export interface Item {
  readonly source: Source;
  readonly resource: CreatedResource;
  /** When the message was sent to the queue: stands in for an event time that is not known. Milliseconds since 1970. */
  readonly sentAt: number;
  readonly redelivered: boolean;
  /** See {@link TagTask.mayWait}. */
  readonly mayWait: boolean;
}

/**
 * Brings each resource to its outcome: judged by the tags in the event where these suffice, else by those it carries.
 * Tagging begins with the first answer of the reads, which are ordered by the expected tags, so that calls fill early.
 *
 * @param items one a resource
 * @returns outcomes by {@link keyOf}, all there by the deadline; never throws
 */
export async function settleAll(
  policy: TagPolicy,
  items: readonly Item[],
  reader: TagReader,
  executor: TagExecutor,
  deadline: number,
): Promise<ReadonlyMap<string, ResourceOutcome>> {
  const outcomes = new Map<string, Promise<ResourceOutcome>>();
  const unread = new Map<string, Item>();
  for (const item of items) {
    const { source, resource } = item;
    const judgement = judge(policy, source, resource, source.tags, false);
    const isCompliant = judgement.kind === 'over' && judgement.outcome.outcome === 'compliant';
    if (isCompliant) outcomes.set(keyOf(resource), Promise.resolve(judgement.outcome));
    else unread.set(keyOf(resource), item);
  }

  const settle = async (item: Item, read: ReadTags): Promise<ResourceOutcome> => {
    const { source, resource, redelivered, mayWait } = item;
    if (read.kind === 'failed') return retry(`The tags could not be read: ${String(read.error)}`, NOT_YET_DELAY);
    const existing: Tags = { ...source.tags, ...(read.kind === 'known' ? read.tags : {}) };
    const judgement = judge(policy, source, resource, existing, redelivered);
    if (judgement.kind === 'over') return judgement.outcome;
    const notYetUntil = (Date.parse(source.eventTime) || item.sentAt) + NOT_YET_PERIOD;
    const native = read.kind === 'unsupported';
    return judgement.conclude(await executor.add({ resource, tags: judgement.tags, notYetUntil, mayWait, native }));
  };
  const reading = reader.read(inOrderOfTags(policy, [...unread.values()]), (resource, read) => {
    const item = unread.get(keyOf(resource));
    if (item !== undefined) outcomes.set(keyOf(resource), settle(item, read));
  });
  await orDeadline(reading, deadline);
  executor.close();

  const settled = new Map<string, ResourceOutcome>();
  for (const { resource } of items) {
    const key = keyOf(resource);
    settled.set(key, (await outcomes.get(key)) ?? retry(LATE.reason, LATE.delaySeconds));
  }
  return settled;
}

function inOrderOfTags(policy: TagPolicy, items: readonly Item[]): readonly CreatedResource[] {
  const keyed = items.map(({ source, resource }) => {
    const { add } = decide(policy, factsOf(source, resource), source.tags);
    return { resource, key: tagSetKey(add) };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ resource }) => resource);
}

/** Waits for the work, but not beyond the deadline. */
function orDeadline(work: Promise<void>, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.max(0, deadline - Date.now()));
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
