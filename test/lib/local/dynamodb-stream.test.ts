import { LocalDynamoDb } from '../../../lib/local/aws/dynamodb';
import { DynamoDbEventSourceMapping, dynamoDbEvent, dynamoDbStream } from '../../../lib/local/dynamodb-stream';
import type { Shard, StreamRecord } from '../../../lib/local/kinesis';
import type { LambdaFunction } from '../../../lib/local/lambda-function';
import type { StreamEventSourceMappingOptions } from '../../../lib/local/stream-event-source-mapping';
import { VirtualClock } from '../../../lib/local/virtual-clock';

const TableName = 'Messages';
const tables: LocalDynamoDb[] = [];
afterEach(async () => {
  for (const table of tables.splice(0)) await table.stop();
});

interface Records {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly Keys: Readonly<Record<string, Readonly<Record<string, string>>>>;
    };
  }[];
}

/** A table that is being created is not found. */
async function untilActive(dynamoDb: LocalDynamoDb): Promise<void> {
  for (;;) {
    const { Table } = (await dynamoDb.call('DescribeTable', { TableName })) as { Table: { TableStatus: string } };
    if (Table.TableStatus === 'ACTIVE') return;
  }
}

/** A table whose stream a function follows, which is given each batch as room and number of its records. */
async function start(
  answer: (numbers: readonly number[], event: Records) => unknown,
  mapping: Partial<StreamEventSourceMappingOptions> = {},
) {
  const clock = new VirtualClock();
  const dynamoDb = new LocalDynamoDb();
  tables.push(dynamoDb);
  await dynamoDb.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'room', KeyType: 'HASH' },
      { AttributeName: 'first', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'room', AttributeType: 'S' },
      { AttributeName: 'first', AttributeType: 'N' },
    ],
  });
  await untilActive(dynamoDb);
  const batches: (readonly number[])[] = [];
  const handler = {
    throttled: false,
    onEnd: () => {},
    invoke: async (payload: string) => {
      const event = JSON.parse(payload) as Records;
      const numbers = event.Records.map(({ dynamodb }) => Number(dynamodb.Keys.first?.N));
      batches.push(numbers);
      return answer(numbers, event);
    },
  } as unknown as LambdaFunction;
  const stream = dynamoDbStream({ clock, dynamoDb, tableName: TableName, keys: ['room', 'first'] });
  const discarded: (readonly StreamRecord[])[] = [];
  const onFailure = ({ records }: { readonly records: readonly StreamRecord[] }) => void discarded.push(records);
  const source = new DynamoDbEventSourceMapping({ clock, stream, function: handler, onFailure, ...mapping });
  const put = async (room: string, first: number, more = {}): Promise<unknown> =>
    await dynamoDb.call('PutItem', { TableName, Item: { room: { S: room }, first: { N: String(first) } }, ...more });
  return { clock, dynamoDb, stream, source, batches, discarded, put };
}

describe('the stream of a table', () => {
  test('has what was written, and nothing that was refused', async () => {
    const { clock, dynamoDb, batches, put, source } = await start(() => undefined);
    const once = { ConditionExpression: 'attribute_not_exists(room)' };
    await put('a', 1, once);
    await expect(put('a', 1, once)).rejects.toThrow('ConditionalCheckFailed');
    await put('a', 2, once);
    await dynamoDb.call('GetItem', { TableName, Key: { room: { S: 'a' }, first: { N: '1' } } });
    await clock.run();
    expect(batches).toEqual([[1, 2]]);
    expect(source.busy).toBe(0);
  });

  test('tells what AWS tells of a record', async () => {
    const { stream, put, dynamoDb } = await start(() => undefined);
    const records: [Shard, StreamRecord][] = [];
    stream.onPut((shard, record) => void records.push([shard, record]));
    await put('a', 1);
    await dynamoDb.call('DeleteItem', { TableName, Key: { room: { S: 'a' }, first: { N: '1' } } });
    const [[shard, first] = [], [, second] = []] = records;
    if (!shard || !first || !second) throw new Error('no records');
    const event = JSON.parse(dynamoDbEvent(stream, shard, [first, second])) as { Records: Record<string, object>[] };
    const item = { room: { S: 'a' }, first: { N: '1' } };
    expect(event.Records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: { Keys: item, NewImage: item, StreamViewType: 'NEW_IMAGE', SequenceNumber: first.sequenceNumber },
    });
    expect(event.Records[1]).toMatchObject({ eventName: 'REMOVE', dynamodb: { Keys: item } });
    expect(event.Records[1]?.dynamodb).not.toHaveProperty('NewImage');
  });

  test('does not pass a write over in silence', async () => {
    const { dynamoDb } = await start(() => undefined);
    const update = { TableName, Key: { room: { S: 'a' }, first: { N: '1' } } };
    await expect(dynamoDb.call('UpdateItem', update)).rejects.toThrow('does not know UpdateItem');
  });
});

describe('the mapping', () => {
  test('keeps the order of a room, one batch at a time', async () => {
    const { clock, batches, put } = await start(() => undefined, { batchSize: 2 });
    for (let first = 1; first <= 5; first++) await put('a', first);
    await clock.run();
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('loses it where a shard has several batches at a time: they are in order for an item only', async () => {
    const { clock, batches, put } = await start(() => undefined, { parallelizationFactor: 10, batchSize: 1 });
    for (let first = 1; first <= 20; first++) await put('a', first);
    await clock.run();
    expect(batches.flat()).not.toEqual(batches.flat().toSorted((a, b) => a - b));
    expect(batches).toHaveLength(20);
  });

  test('goes on at the record that failed', async () => {
    let failed = false;
    const { clock, batches, put, discarded } = await start(
      (numbers, event) => {
        if (failed || !numbers.includes(3)) return undefined;
        failed = true;
        return { batchItemFailures: [{ itemIdentifier: event.Records[2]?.dynamodb.SequenceNumber }] };
      },
      { reportBatchItemFailures: true },
    );
    for (let first = 1; first <= 4; first++) await put('a', first);
    await clock.run();
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
    expect(discarded).toEqual([]);
  });

  test('gives up only the record that always fails', async () => {
    const { clock, put, discarded } = await start(
      (numbers) => {
        if (numbers.includes(3)) throw new Error('poison');
      },
      { bisectBatchOnFunctionError: true, maximumRetryAttempts: 2 },
    );
    for (let first = 1; first <= 8; first++) await put('a', first);
    await clock.run();
    const numbers = discarded.flat().map(({ orderingKey }) => orderingKey);
    expect(numbers).toEqual([JSON.stringify({ room: { S: 'a' }, first: { N: '3' } })]);
  });
});
