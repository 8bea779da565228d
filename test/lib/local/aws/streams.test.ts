import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildSync } from 'esbuild';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../../lib/local/aws/local-aws';
import { AwsError } from '../../../../lib/local/aws/service';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from '../../../../lib/local/execution-environment';
import { DeliveryStream } from '../../../../lib/local/firehose';
import { Stream } from '../../../../lib/local/kinesis';
import { Queue } from '../../../../lib/local/queue';
import { VirtualClock } from '../../../../lib/local/virtual-clock';

const running: LocalAws[] = [];
afterEach(async () => {
  for (const aws of running.splice(0)) await aws.stop();
});

async function start(options: Partial<LocalAwsOptions> = {}) {
  const clock = new VirtualClock(0);
  const aws = await startLocalAws({ clock, ...options });
  running.push(aws);
  const stream = new Stream({ clock, name: 's', shardCount: 2 });
  aws.addStream(stream);
  return { clock, aws, stream, client: { endpoint: aws.url, region: 'us-east-1', maxAttempts: 1 } };
}

const records = (count: number, bytes = 1) =>
  Array.from({ length: count }, (_, index) => ({ PartitionKey: `k${index}`, Data: Buffer.alloc(bytes) }));

describe('Kinesis', () => {
  test('takes records as the SDK puts them, over HTTP/2, and gives them back in order', async () => {
    const { client, stream } = await start();
    const kinesis = new KinesisClient(client);
    const Records = ['a', 'b', 'c'].map((text) => ({ PartitionKey: 'same', Data: Buffer.from(text) }));
    const answer = await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }));
    expect(answer.FailedRecordCount).toBe(0);
    const [first, second, third] = answer.Records ?? [];
    expect(new Set([first?.ShardId, second?.ShardId, third?.ShardId]).size).toBe(1);
    const from = { StreamName: stream.name, ShardId: first?.ShardId };
    const position = {
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: second?.SequenceNumber,
    } as const;
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ ...from, ...position }));
    const read = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
    expect(read.Records?.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(['b']);
    const rest = await kinesis.send(new GetRecordsCommand({ ShardIterator: read.NextShardIterator }));
    expect(rest.Records?.map(({ SequenceNumber }) => SequenceNumber)).toEqual([third?.SequenceNumber]);
    kinesis.destroy();
  });

  test('a shard takes 1,000 records a second; the rest of the call fails entry by entry', async () => {
    const { clock, client, stream } = await start();
    const kinesis = new KinesisClient(client);
    const Records = records(500).map((record) => ({ ...record, PartitionKey: 'same' }));
    const put = async () => (await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }))).FailedRecordCount;
    expect([await put(), await put(), await put()]).toEqual([0, 0, 500]);
    clock.setTimeout(() => {}, 1_000);
    await clock.run();
    expect(await put()).toBe(0);
    expect(stream.shards.flatMap((shard) => [...shard.records.values()])).toHaveLength(1_500);
    kinesis.destroy();
  });

  test.each([
    ['1 MiB a second for each shard', 3, 900 * 1024, 2],
    ['records that differ go to both shards', 100, 10, 0],
  ])('%s', async (_, count, bytes, failed) => {
    const { client } = await start();
    const kinesis = new KinesisClient(client);
    const Records = records(count, bytes).map((record) => (bytes > 100 ? { ...record, PartitionKey: 'same' } : record));
    const answer = await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }));
    expect(answer.FailedRecordCount).toBe(failed);
    expect(new Set(answer.Records?.map(({ ShardId }) => ShardId)).size).toBe(2);
    kinesis.destroy();
  });

  test.each([
    ['501 records', records(501), 'ValidationException'],
    ['more than 5 MiB', records(6, 1024 * 1024 - 10), 'InvalidArgumentException'],
    ['a record over 1 MiB', records(1, 1024 * 1024), 'ValidationException'],
    ['no partition key', [{ PartitionKey: '', Data: Buffer.alloc(1) }], 'ValidationException'],
  ])('refuses %s', async (_, Records, name) => {
    const { client } = await start();
    const kinesis = new KinesisClient(client);
    await expect(kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }))).rejects.toMatchObject({ name });
    kinesis.destroy();
  });
});

describe('one record of many may fail', () => {
  const faults = {
    onRecord: ({ data }: { data: Buffer }) =>
      data.toString() === 'bad' ? new AwsError('InternalFailure', 'Internal failure', 500) : undefined,
  };

  test('of Firehose, which hands the others on', async () => {
    const { aws, client } = await start({ faults });
    const lines: string[] = [];
    const delivery = new DeliveryStream('d');
    delivery.onRecord((data) => lines.push(data.toString()));
    aws.addDeliveryStream(delivery);
    const Records = ['a', 'bad', 'b'].map((text) => ({ Data: Buffer.from(text) }));
    const answer = await new FirehoseClient(client).send(
      new PutRecordBatchCommand({ DeliveryStreamName: 'd', Records }),
    );
    expect(answer.FailedPutCount).toBe(1);
    expect(answer.RequestResponses?.[1]).toMatchObject({ ErrorCode: 'InternalFailure' });
    expect(lines).toEqual(['a', 'b']);
    const many = { DeliveryStreamName: 'd', Records: records(501) };
    await expect(new FirehoseClient(client).send(new PutRecordBatchCommand(many))).rejects.toThrow('1 to 500');
  });

  test('of a queue', async () => {
    const { aws, clock, client } = await start({ faults });
    const queue = new Queue({ clock, name: 'q' });
    const QueueUrl = aws.addQueue(queue);
    const Entries = ['a', 'bad'].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
    const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: false }]);
    expect(queue.bodies).toEqual(['a']);
  });
});

describe('S3', () => {
  test('writes, reads in whole and in part, and lists objects', async () => {
    const { aws, client } = await start();
    aws.buckets.set('b', new Map());
    const s3 = new S3Client(client);
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'x/y.csv', Body: 'id,address' }));
    const whole = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'x/y.csv' }));
    expect(await whole.Body?.transformToString()).toBe('id,address');
    const part = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'x/y.csv', Range: 'bytes=3-4' }));
    expect(await part.Body?.transformToString()).toBe('ad');
    expect((await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'x/y.csv' }))).ContentLength).toBe(10);
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'x/' }));
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['x/y.csv']);
    await expect(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'z' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(aws.unknownCalls).toEqual([]);
  });
});

describe('HTTP/2 in an execution environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asset-'));
  buildSync({
    stdin: {
      contents: `
        import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
        const client = new KinesisClient();
        exports.handler = async ({ text }) => {
          const started = Date.now();
          await client.send(new PutRecordCommand({ StreamName: 's', PartitionKey: text, Data: Buffer.from(text) }));
          return Date.now() - started;
        };`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    outfile: join(folder, 'index.js'),
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function setUp(options: Partial<ExecutionEnvironmentOptions>) {
    const { aws, clock, stream } = await start();
    const environment = new ExecutionEnvironment({
      asset: folder,
      clock,
      environment: { AWS_ENDPOINT_URL: aws.url },
      ...options,
    });
    const invoke = async (text: string) => {
      const settled = environment.invoke({ text }).then(
        (value) => ({ value }),
        (error: Error) => ({ error: error.name }),
      );
      await clock.run();
      return settled;
    };
    const count = () => stream.shards.reduce((sum, { records: { size } }) => sum + size, 0);
    return { environment, invoke, count };
  }

  test('takes the latency by the clock, and is counted', async () => {
    const { environment, invoke, count } = await setUp({ latency: () => 250 });
    expect([await invoke('a'), await invoke('b')]).toEqual([{ value: 250 }, { value: 250 }]);
    expect([environment.requests, count()]).toEqual([2, 2]);
  });

  test.each([
    ['before-send', 0],
    ['after-answer', 1],
  ] as const)('a crash %s leaves %d records', async (at, records) => {
    const onIo = (_n: number, phase: string) => {
      if (phase === at) environment.kill();
    };
    const { environment, invoke, count } = await setUp({ onIo });
    expect(await invoke('a')).toEqual({ error: 'CrashedError' });
    expect(count()).toBe(records);
  });
});
