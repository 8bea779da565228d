import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { tableKeys } from '../keys';
import { type MessageRecord, recordId } from '../record';
import { inLanes, inParts, untilNoneLeft } from '../retry';
import { CLOSED_VERSION, hasChanged, type LedgerEntry, merged, newEntry, redriven } from './entry';
import { fromItem, toItem } from './item';

/** Other invocations wrote the same record again and again. */
export class LedgerConflictError extends Error {
  override readonly name = 'LedgerConflictError';
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const READ_AT_ONCE = 100;
const CALLS_AT_ONCE = 8;
const WRITE_ATTEMPTS = 8;

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const CLOSED_AT_ONCE = 25;

/**
 * The table that remembers which recipients ended, and how: one item for each record, for a thousandth of the writes that
 * one for each message would be with large records.
 *
 * An invocation has its effects in this order: provider, results, later queue or dead-letter queue, ledger, answer. The
 * ledger comes last, so that whatever is lost before it is done again. If the process dies
 *
 * - before the provider answers: the record comes again. The provider may have the message; it is sent again with the
 *   same idempotency key, and the provider drops it. Without a provider that honours the key this is where one copy too
 *   many goes out, and no order of effects on our side can change that.
 * - after the provider's answer: the same.
 * - after the results: the same, and the line of the result is written a second time. Whoever reads the results takes one
 *   line a recipient, `delivered` first.
 * - after the later queue: two copies of the record exist. Both read this ledger; where both work at once, the idempotency
 *   key keeps the provider from a second message and the version keeps this table whole.
 * - after the dead-letter queue: the record comes again and its recipients are tried once more; who is given up again is
 *   in the dead-letter queue twice. Only the first copy of a redrive opens them again.
 * - after the ledger: the record comes again, and nobody in it is open.
 * - after the answer: nothing is left to do.
 *
 * What is decided anew when a record comes again may have changed: a campaign was stopped, or a recipient opted out. Then
 * who was sent a message by the process that died ends as `stopped` or `opted-out`, for nobody knows better.
 */
export class Ledger {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /**
   * What is known of records, by their ids, as each copy sees it. One that cannot be read is absent; it stops no other.
   *
   * @param deadline milliseconds since 1970
   * @throws EntriesLeftError
   */
  async read(records: readonly MessageRecord[], deadline: number): Promise<ReadonlyMap<string, LedgerEntry>> {
    const byId = new Map(records.map((record) => [recordId(record), record]));
    const entries = new Map([...byId].map(([id, record]) => [id, newEntry(record)]));
    await inLanes(inParts([...byId.keys()], READ_AT_ONCE), CALLS_AT_ONCE, async (ids) => {
      await untilNoneLeft(ids, deadline, async (left) => {
        const Keys = left.map((id) => ({ [tableKeys.ledger]: { S: id } }));
        const RequestItems = { [this.tableName]: { Keys, ConsistentRead: true } };
        const { Responses, UnprocessedKeys } = await this.client.send(new BatchGetItemCommand({ RequestItems }));
        for (const item of Responses?.[this.tableName] ?? []) {
          const id = item[tableKeys.ledger]?.S ?? '';
          const record = byId.get(id);
          const entry = record && fromItem(item, record);
          if (entry) entries.set(id, redriven(entry, record.redrive));
          else entries.delete(id);
        }
        const unprocessed = UnprocessedKeys?.[this.tableName]?.Keys ?? [];
        return unprocessed.map((key) => ({ entry: key[tableKeys.ledger]?.S ?? '', reason: 'UnprocessedKeys' }));
      });
    });
    return entries;
  }

  /**
   * Writes what an invocation knows of a record; what others wrote meanwhile is kept.
   *
   * @param deadline milliseconds since 1970
   * @param before as it was read
   * @param now what is known now, of the same version
   * @throws LedgerConflictError, EntriesLeftError, or what DynamoDB answers
   */
  async write(deadline: number, record: MessageRecord, before: LedgerEntry, now: LedgerEntry): Promise<void> {
    let [known, next] = [before, now];
    for (let attempt = 1; hasChanged(known, next); attempt += 1) {
      if (await this.put(record, next)) return;
      if (attempt === WRITE_ATTEMPTS) throw new LedgerConflictError(`record ${recordId(record)}`);
      const written = (await this.read([record], deadline)).get(recordId(record));
      if (!written) throw new LedgerConflictError(`record ${recordId(record)} cannot be read`);
      known = written;
      next = merged(next, known);
    }
  }

  /**
   * Writes records of which everybody was delivered to, many in a call and without a condition: there is nothing that
   * anybody could know better, so whoever wrote meanwhile loses nothing. Their version is above every other, so that
   * nobody who read before writes after.
   *
   * @param deadline milliseconds since 1970
   * @param records at most {@link CLOSED_AT_ONCE}, none of them twice, with what `isClosed` says is closed
   * @throws EntriesLeftError
   */
  async close(deadline: number, records: readonly (readonly [MessageRecord, LedgerEntry])[]): Promise<void> {
    const requests = records.map(([record, entry]): WriteRequest => {
      const version = Math.max(entry.version + 1, CLOSED_VERSION);
      return { PutRequest: { Item: toItem(record, { ...entry, version }) } };
    });
    await untilNoneLeft(requests, deadline, async (left) => {
      const command = new BatchWriteItemCommand({ RequestItems: { [this.tableName]: [...left] } });
      const { UnprocessedItems } = await this.client.send(command);
      return (UnprocessedItems?.[this.tableName] ?? []).map((entry) => ({ entry, reason: 'UnprocessedItems' }));
    });
  }

  /** @returns whether nobody wrote it meanwhile */
  private async put(record: MessageRecord, entry: LedgerEntry): Promise<boolean> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: toItem(record, { ...entry, version: entry.version + 1 }),
          ConditionExpression: entry.version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ...(entry.version > 0 && { ExpressionAttributeValues: { ':version': { N: `${entry.version}` } } }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
