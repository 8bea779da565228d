import type { LocalDynamoDb } from './aws/dynamodb';
import type { Clock } from './clock';
import { type Shard, Stream, type StreamRecord } from './kinesis';
import {
  StreamEventSourceMapping,
  type StreamEventSourceMappingOptions,
  type StreamKind,
} from './stream-event-source-mapping';

type Item = Readonly<Record<string, unknown>>;

export interface DynamoDbStreamOptions {
  readonly clock: Clock;
  readonly dynamoDb: LocalDynamoDb;
  readonly tableName: string;
  /** Names of its partition key and of its sort key. */
  readonly keys: readonly [string, string];
  /** @default - an ARN in us-east-1 of account 123456789012 */
  readonly arn?: string;
  /** Partitions of the table, each of which has a shard. @default 4, as a new table on demand has */
  readonly shardCount?: number;
}

/** What a record carries besides its place in the stream. */
interface Change {
  readonly eventName: 'INSERT' | 'REMOVE';
  readonly keys: Item;
  readonly newImage?: Item;
}

/**
 * The stream of a table with new images, made of the writes that the local DynamoDB has taken, since that one has no
 * streams of its own. Limits: a put counts as INSERT whether the item was there or not; writes other than PutItem and
 * DeleteItem are an error.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function dynamoDbStream({
  clock,
  dynamoDb,
  tableName,
  keys,
  arn,
  shardCount = 4,
}: DynamoDbStreamOptions): Stream {
  const stream = new Stream({
    clock,
    name: tableName,
    arn: arn ?? `arn:aws:dynamodb:us-east-1:123456789012:table/${tableName}/stream/2026-01-01T00:00:00.000`,
    shardCount,
    limits: { recordsPerSecond: Number.POSITIVE_INFINITY, bytesPerSecond: Number.POSITIVE_INFINITY },
  });
  const keyOf = (item: Item): Item => Object.fromEntries(keys.map((name) => [name, item[name]]));
  dynamoDb.onWrite(({ operation, input }) => {
    const { TableName, Item: item, Key } = input as { TableName?: string; Item?: Item; Key?: Item };
    if (TableName !== tableName) return;
    const image = operation === 'PutItem' ? item : undefined;
    const key = image ?? (operation === 'DeleteItem' ? Key : undefined);
    if (!key) throw new Error(`the stream of ${tableName} does not know ${operation}`);
    const change: Change = {
      eventName: image ? 'INSERT' : 'REMOVE',
      keys: keyOf(key),
      ...(image && { newImage: image }),
    };
    // Concurrent batches keep the order of one item only, not of all that have its partition key.
    stream.put(JSON.stringify(key[keys[0]]), Buffer.from(JSON.stringify(change)), JSON.stringify(change.keys));
  });
  return stream;
}

/** Bytes around the records of an event, and around the item of one record, at most. */
const envelope = 20;
const recordEnvelope = 700;

/**
 * The event that a function gets, as JSON.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function dynamoDbEvent({ arn }: Stream, _shard: Shard, records: readonly StreamRecord[]): string {
  return JSON.stringify({
    Records: records.map(({ sequenceNumber, data, arrivedAt }) => {
      const { eventName, keys, newImage } = JSON.parse(data.toString()) as Change;
      return {
        eventID: sequenceNumber,
        eventName,
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: arn.split(':')[3] ?? '',
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(arrivedAt / 1_000),
          Keys: keys,
          ...(newImage && { NewImage: newImage }),
          SequenceNumber: sequenceNumber,
          SizeBytes: data.length,
          StreamViewType: 'NEW_IMAGE',
        },
        eventSourceARN: arn,
      };
    }),
  });
}

/** Polls the shards of a table's stream for a function. The ordering key is the whole key of an item. */
export class DynamoDbEventSourceMapping extends StreamEventSourceMapping {
  /**
   * @param pollMilliseconds Lambda's base rate is four times a second: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
   */
  constructor(options: StreamEventSourceMappingOptions, pollMilliseconds = 250) {
    const kind: StreamKind = {
      pollMilliseconds,
      envelope,
      bytesOf: ({ data }) => recordEnvelope + data.length,
      event: dynamoDbEvent,
    };
    super(kind, options);
  }
}
