import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { sleep } from './pace';

/**
 * What is remembered of an alert. `claimed` is written before its message is posted, `posted` after Slack's 200.
 * `digest` names the message, `size` how many alerts it tells.
 */
export interface LedgerEntry {
  readonly status: 'claimed' | 'posted';
  readonly digest: string;
  readonly size: number;
}

/** DynamoDB left something undone again and again. */
export class AlertLedgerError extends Error {
  override readonly name = 'AlertLedgerError';
}

/** An alert of the message is told by another one, or the message was given up; nothing stays claimed by this one. */
export class AlertAlreadyClaimedError extends Error {
  override readonly name = 'AlertAlreadyClaimedError';
}

/** Days for which a message can come again: the most that SQS keeps one, and one more. */
const KEPT_DAYS = 14 + 1;

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const READ_AT_ONCE = 100;
const WRITE_AT_ONCE = 25;
const CONCURRENCY = 20;
const ATTEMPTS = 8;

const client = new DynamoDBClient();

/**
 * The table that remembers which alerts Slack has.
 *
 * A claim is one conditional PutItem an alert, for exactly once hangs on it: it holds even when two environments run,
 * which without reserved concurrency they may. After a claim the entry is ours alone, so that `posted` and a release
 * need no condition and go 25 at once by BatchWriteItem.
 *
 * One more item decides about the message as a whole: it is `started` by its environment right before the post, or
 * `given up` by whoever finds its claims after a crash, and the first of the two wins. So only a crash between the start
 * and the record of Slack's answer leaves it unknown whether Slack has the message.
 */
export class AlertLedger {
  constructor(private readonly tableName: string) {}

  /** What is known of these alerts. An id that the ledger does not know is absent. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>> {
    const found = await inTurn(chunk(ids, READ_AT_ONCE), (some) => this.readSome(some));
    return new Map(found.flat());
  }

  /**
   * Claims the alerts for one message, all or none.
   *
   * @param digest unique to this attempt, so that a write which the SDK repeats recognizes itself
   * @throws AlertAlreadyClaimedError
   */
  async claim(ids: readonly string[], digest: string): Promise<void> {
    const claimOne = (id: string): Promise<unknown> =>
      client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: item(id, { status: 'claimed', digest, size: ids.length }),
          ConditionExpression: 'attribute_not_exists(id) OR digest = :digest',
          ExpressionAttributeValues: { ':digest': { S: digest } },
        }),
      );
    const claimed: string[] = [];
    const errors: unknown[] = [];
    await inTurn(ids, async (id) => {
      if (errors.length > 0) return;
      await claimOne(id).then(
        () => claimed.push(id),
        (error: unknown) => errors.push(error),
      );
    });
    if (errors.length === 0) return;
    await this.release(claimed);
    const [error] = errors;
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    throw new AlertAlreadyClaimedError(`an alert of digest ${digest} is told by another message`);
  }

  /**
   * The message is about to be posted.
   *
   * @throws AlertAlreadyClaimedError when somebody has given it up
   */
  async start(digest: string): Promise<void> {
    if (!(await this.decide(digest, 'started'))) throw new AlertAlreadyClaimedError(`digest ${digest} was given up`);
  }

  /** @returns whether the message is given up now: false where it was started, and Slack may have it */
  async giveUp(digest: string): Promise<boolean> {
    return this.decide(digest, 'given up');
  }

  /** Slack certainly does not have the message, although it was started. */
  async failed(ids: readonly string[], digest: string): Promise<void> {
    await client.send(new PutItemCommand({ TableName: this.tableName, Item: messageItem(digest, 'given up') }));
    await this.release(ids);
  }

  /** Slack has the message. */
  async posted(ids: readonly string[], digest: string): Promise<void> {
    const entry: LedgerEntry = { status: 'posted', digest, size: ids.length };
    await this.write(ids.map((id) => ({ PutRequest: { Item: item(id, entry) } })));
  }

  /** Slack certainly does not have the message; only for alerts that this message claimed. */
  async release(ids: readonly string[]): Promise<void> {
    await this.write(ids.map((id) => ({ DeleteRequest: { Key: { id: { S: id } } } })));
  }

  /** @returns whether it is so decided, now or before */
  private async decide(digest: string, status: MessageStatus): Promise<boolean> {
    try {
      await client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: messageItem(digest, status),
          ConditionExpression: 'attribute_not_exists(id) OR #status = :status',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': { S: status } },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  private async readSome(ids: readonly string[]): Promise<readonly (readonly [string, LedgerEntry])[]> {
    const found: Record<string, AttributeValue>[] = [];
    let keys: Record<string, AttributeValue>[] = ids.map((id) => ({ id: { S: id } }));
    for (let attempt = 0; keys.length > 0; attempt++) {
      await backOff(attempt);
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [this.tableName]: { Keys: keys, ConsistentRead: true } } }),
      );
      found.push(...(Responses?.[this.tableName] ?? []));
      keys = UnprocessedKeys?.[this.tableName]?.Keys ?? [];
    }
    return found.map((attributes) => [attributes.id?.S ?? '', entryOf(attributes)] as const);
  }

  private async write(requests: readonly WriteRequest[]): Promise<void> {
    await inTurn(chunk(requests, WRITE_AT_ONCE), async (some) => {
      let left = [...some];
      for (let attempt = 0; left.length > 0; attempt++) {
        await backOff(attempt);
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [this.tableName]: left } }),
        );
        left = UnprocessedItems?.[this.tableName] ?? [];
      }
    });
  }
}

type MessageStatus = 'started' | 'given up';

function item(id: string, { status, digest, size }: LedgerEntry): Record<string, AttributeValue> {
  return { id: { S: id }, status: { S: status }, digest: { S: digest }, size: { N: String(size) }, ...expiry() };
}

function messageItem(digest: string, status: MessageStatus): Record<string, AttributeValue> {
  return { id: { S: `message:${digest}` }, status: { S: status }, ...expiry() };
}

function expiry(): Record<string, AttributeValue> {
  return { expiresAt: { N: String(Math.floor(Date.now() / 1000) + KEPT_DAYS * 24 * 60 * 60) } };
}

const entryOf = (attributes: Readonly<Record<string, AttributeValue>>): LedgerEntry => ({
  status: attributes.status?.S === 'claimed' ? 'claimed' : 'posted',
  digest: attributes.digest?.S ?? '',
  size: Number(attributes.size?.N ?? 1),
});

async function backOff(attempt: number): Promise<void> {
  if (attempt >= ATTEMPTS) throw new AlertLedgerError(`DynamoDB left items undone ${ATTEMPTS} times`);
  if (attempt > 0) await sleep(50 * 2 ** attempt);
}

const chunk = <Member>(members: readonly Member[], size: number): readonly (readonly Member[])[] =>
  Array.from({ length: Math.ceil(members.length / size) }, (_, index) =>
    members.slice(index * size, (index + 1) * size),
  );

/** The results in the order of the members, of which a few are under way at once. */
async function inTurn<Member, Result>(
  members: readonly Member[],
  work: (member: Member) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = members.entries();
  const worker = async (): Promise<void> => {
    for (const [index, member] of waiting) results[index] = await work(member);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}
