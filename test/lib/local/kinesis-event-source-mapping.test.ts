import * as fc from 'fast-check';
import type { ExecutionEnvironment } from '../../../lib/local/execution-environment';
import { Stream, type StreamRecord } from '../../../lib/local/kinesis';
import { outcomeOf } from '../../../lib/local/kinesis-batches';
import {
  type DiscardedBatch,
  KinesisEventSourceMapping,
  type KinesisEventSourceMappingOptions,
} from '../../../lib/local/kinesis-event-source-mapping';
import { LambdaFunction } from '../../../lib/local/lambda-function';
import { VirtualClock } from '../../../lib/local/virtual-clock';

interface Event {
  readonly Records: readonly {
    readonly kinesis: { readonly sequenceNumber: string; readonly data: string; readonly partitionKey: string };
  }[];
}

interface Invocation {
  readonly at: number;
  readonly texts: readonly string[];
  readonly sequenceNumbers: readonly string[];
}

type Handler = (invocation: Invocation, clock: VirtualClock) => unknown;

interface Options {
  readonly handler?: Handler;
  readonly mapping?: Partial<KinesisEventSourceMappingOptions>;
  readonly reservedConcurrency?: number;
  readonly shardCount?: number;
}

function setUp({ handler = () => undefined, mapping, reservedConcurrency, shardCount = 1 }: Options) {
  const clock = new VirtualClock(0);
  const stream = new Stream({ clock, name: 's', shardCount });
  const invocations: Invocation[] = [];
  const discarded: DiscardedBatch[] = [];
  const environment = {
    invoke: async ({ Records }: Event) => {
      const invocation = {
        at: clock.now(),
        texts: Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()),
        sequenceNumbers: Records.map(({ kinesis }) => kinesis.sequenceNumber),
      };
      invocations.push(invocation);
      return handler(invocation, clock);
    },
  };
  const target = new LambdaFunction({
    start: () => environment as unknown as ExecutionEnvironment,
    timeoutSeconds: 10,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  });
  const onFailure = (batch: DiscardedBatch) => void discarded.push(batch);
  const options = { clock, stream, function: target, reportBatchItemFailures: true, onFailure, ...mapping };
  const esm = new KinesisEventSourceMapping(options);
  const put = (...texts: readonly string[]) => {
    for (const text of texts) stream.put(text, Buffer.from(text));
  };
  const textsOf = (records: readonly StreamRecord[]) => records.map(({ data }) => data.toString());
  const run = () => clock.run(() => esm.busy === 0);
  return { clock, stream, esm, invocations, discarded, put, textsOf, run };
}

/** Reports the records with these texts as failed. */
const failing =
  (...texts: readonly string[]): Handler =>
  (invocation) => ({
    batchItemFailures: invocation.sequenceNumbers
      .filter((_, index) => texts.includes(invocation.texts[index] ?? ''))
      .map((itemIdentifier) => ({ itemIdentifier })),
  });

/** Throws when the batch holds this text. */
const throwingAt =
  (poison: string): Handler =>
  ({ texts }) => {
    if (texts.includes(poison)) throw new Error('poison');
  };

const letters = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);

describe('KinesisEventSourceMapping', () => {
  test('hands over what has come since the last poll, in batches and in order', async () => {
    const { put, run, invocations } = setUp({ mapping: { batchSize: 2 } });
    put('a', 'b', 'c');
    await run();
    expect(invocations.map(({ texts }) => texts)).toEqual([['a', 'b'], ['c']]);
    expect(invocations.map(({ at }) => at)).toEqual([1_000, 1_000]);
  });

  test('gathers until the batch is full, or its window has passed', async () => {
    const { clock, put, run, invocations } = setUp({ mapping: { batchSize: 3, maximumBatchingWindowSeconds: 20 } });
    put('a');
    clock.setTimeout(() => put('b', 'c', 'd'), 5_000);
    await run();
    expect(invocations.map(({ at, texts }) => [at, texts])).toEqual([
      [5_000, ['a', 'b', 'c']],
      [25_000, ['d']],
    ]);
  });

  test('an event has at most 6 MB', async () => {
    const big = Buffer.alloc(1024 * 1024 - 100);
    const busy: Handler = (_, clock) => new Promise((done) => clock.setTimeout(() => done(undefined), 60_000));
    const { clock, stream, esm, invocations } = setUp({ handler: busy });
    for (let second = 0; second < 8; second++) clock.setTimeout(() => stream.put('same', big), second * 1_001);
    await clock.run(() => clock.now() > 10_000 && esm.busy === 0);
    const sizes = invocations.map(({ texts }) => texts.length);
    expect(Math.max(...sizes)).toBe(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(8);
  });

  test('the checkpoint is the lowest sequence number that failed: what comes after is sent again', async () => {
    let first = true;
    const handler: Handler = (invocation, clock) => {
      const answer = first ? failing('c', 'e')(invocation, clock) : undefined;
      first = false;
      return answer;
    };
    const { put, run, invocations } = setUp({ handler });
    put('a', 'b', 'c', 'd', 'e', 'f');
    await run();
    expect(invocations.map(({ texts }) => texts)).toEqual([
      ['a', 'b', 'c', 'd', 'e', 'f'],
      ['c', 'd', 'e', 'f'],
    ]);
  });

  test('what a handler reports counts for nothing unless the mapping asks for it', async () => {
    const { put, run, invocations } = setUp({ handler: failing('a'), mapping: { reportBatchItemFailures: false } });
    put('a', 'b');
    await run();
    expect(invocations).toHaveLength(1);
  });

  test('without bisect a poison record takes its whole batch along', async () => {
    const mapping = { maximumRetryAttempts: 3 };
    const { put, run, invocations, discarded, textsOf } = setUp({ handler: throwingAt('r7'), mapping });
    put(...letters(20));
    await run();
    expect(invocations).toHaveLength(4);
    expect(discarded).toHaveLength(1);
    expect(discarded[0]).toMatchObject({
      condition: 'RetryAttemptsExhausted',
      attempts: 4,
      shardId: 'shardId-000000000000',
    });
    expect(textsOf(discarded[0]?.records ?? [])).toEqual(letters(20));
  });

  test.each([
    ['a function error', throwingAt('r7'), 'r7'],
    ['a reported failure', failing('r7'), 'r7'],
    ['a reported failure of the first', failing('r0'), 'r0'],
  ])('with bisect only the poison record is given up, after all its retries: %s', async (_, handler, poison) => {
    const mapping = { maximumRetryAttempts: 3, bisectBatchOnFunctionError: true };
    const { put, run, invocations, discarded, textsOf } = setUp({ handler, mapping });
    put(...letters(20));
    await run();
    expect(discarded.flatMap(({ records }) => textsOf(records))).toEqual([poison]);
    const alone = invocations.filter(({ texts }) => texts.length === 1 && texts[0] === poison);
    expect(alone).toHaveLength(4);
  });

  test('without a limit of retries a record blocks its shard until it is too old', async () => {
    const mapping = { maximumRecordAgeSeconds: 60 };
    const { clock, put, run, discarded, invocations } = setUp({ handler: throwingAt('a'), mapping });
    put('a');
    clock.setTimeout(() => put('b'), 5_000);
    await run();
    expect(discarded).toMatchObject([{ condition: 'RecordAgeExceeded' }]);
    expect(clock.now()).toBeGreaterThan(60_000);
    expect(invocations.at(-1)?.texts).toEqual(['b']);
  });

  test('a throttle is no attempt, but time passes', async () => {
    const busy: Handler = (_, clock) => new Promise((done) => clock.setTimeout(() => done(undefined), 30_000));
    const mapping = { batchSize: 1, parallelizationFactor: 10, maximumRetryAttempts: 0, maximumRecordAgeSeconds: 70 };
    const { put, run, invocations, discarded } = setUp({ handler: busy, reservedConcurrency: 1, mapping });
    put(...letters(6));
    await run();
    expect(invocations.map(({ at }) => at)).toEqual([1_000, 31_000, 61_000]);
    expect(discarded.map(({ condition }) => condition)).toEqual(Array(3).fill('RecordAgeExceeded'));
  });

  test('a failure blocks the records of its lane only, and other keys go on', async () => {
    const mapping = { parallelizationFactor: 10, batchSize: 1, maximumRetryAttempts: 5 };
    const { put, run, invocations, discarded } = setUp({ handler: throwingAt('r0'), mapping });
    put(...letters(40));
    await run();
    expect(discarded).toHaveLength(1);
    const atOnce = invocations.filter(({ at }) => at === 1_000);
    expect(atOnce.length).toBeGreaterThan(30);
  });

  test('records of one partition key never overlap, and keep their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 7 }),
        async (keys, parallelizationFactor, batchSize) => {
          const running = new Set<string>();
          const seen = new Map<string, number[]>();
          const handler: Handler = async ({ texts }, clock) => {
            const own = new Set(texts.map((text) => text.split(' ')[0] ?? ''));
            for (const key of own) {
              expect(running).not.toContain(key);
              running.add(key);
            }
            for (const text of texts) {
              const [key = '', index] = text.split(' ');
              seen.set(key, [...(seen.get(key) ?? []), Number(index)]);
            }
            await new Promise((done) => clock.setTimeout(() => done(undefined), 10 * texts.length));
            for (const key of own) running.delete(key);
          };
          const { stream, run } = setUp({ handler, shardCount: 2, mapping: { parallelizationFactor, batchSize } });
          for (const [index, key] of keys.entries()) stream.put(`k${key}`, Buffer.from(`k${key} ${index}`));
          await run();
          expect([...seen.values()].flat()).toHaveLength(keys.length);
          for (const order of seen.values()) expect(order).toEqual([...order].sort((a, b) => a - b));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('whatever fails how often, every record is done or given up once, and none twice', async () => {
    const outcomes = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 30 });
    const property = fc.asyncProperty(outcomes, fc.boolean(), fc.boolean(), async (failures, bisect, reports) => {
      const left = new Map(failures.map((count, index) => [`r${index}`, count]));
      const done = new Set<string>();
      const handler: Handler = ({ texts, sequenceNumbers }) => {
        const failed = texts.filter((text) => {
          const count = left.get(text) ?? 0;
          left.set(text, count - 1);
          return count > 0;
        });
        if (failed.length > 0 && !reports) throw new Error('some failed');
        const lowest = failed[0] === undefined ? texts.length : texts.indexOf(failed[0]);
        for (const text of texts.slice(0, lowest)) done.add(text);
        return { batchItemFailures: failed.map((text) => ({ itemIdentifier: sequenceNumbers[texts.indexOf(text)] })) };
      };
      const mapping = { maximumRetryAttempts: 2, bisectBatchOnFunctionError: bisect };
      const { put, run, discarded, textsOf } = setUp({ handler, mapping });
      put(...failures.map((_, index) => `r${index}`));
      await run();
      const given = discarded.flatMap(({ records }) => textsOf(records));
      expect([...done, ...given].sort()).toEqual([...left.keys()].sort());
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

describe('outcomeOf', () => {
  const records = ['1', '2', '3'].map((sequenceNumber) => ({
    sequenceNumber,
    partitionKey: 'k',
    data: Buffer.alloc(0),
    arrivedAt: 0,
  }));

  test.each([
    [undefined, 'success'],
    [null, 'success'],
    [{}, 'success'],
    [{ batchItemFailures: null }, 'success'],
    [{ batchItemFailures: [] }, 'success'],
    [{ batchItemFailures: [{ itemIdentifier: '3' }, { itemIdentifier: '2' }] }, { failedFrom: 1 }],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }, { failedFrom: 0 }],
    [{ batchItemFailures: [{ itemIdentifier: null }] }, { failedFrom: 0 }],
    [{ batchItemFailures: [{ wrongKey: '3' }] }, { failedFrom: 0 }],
    [{ batchItemFailures: [{ itemIdentifier: '3' }, { itemIdentifier: '9' }] }, { failedFrom: 0 }],
  ])('%j: %j', (answer, outcome) => {
    expect(outcomeOf(answer, records)).toEqual(outcome);
  });
});
