import { EventSourceMapping, failedIds, maxPayloadBytes } from '../../../lib/local/event-source-mapping';
import { CrashedError, type ExecutionEnvironment } from '../../../lib/local/execution-environment';
import { LambdaFunction } from '../../../lib/local/lambda-function';
import { Queue } from '../../../lib/local/queue';
import { VirtualClock } from '../../../lib/local/virtual-clock';

interface Event {
  readonly Records: readonly { readonly messageId: string; readonly body: string; readonly eventSourceARN: string }[];
}

interface Options {
  readonly handler?: (event: Event, clock: VirtualClock) => Promise<unknown>;
  readonly reservedConcurrency?: number;
  readonly mapping?: object;
  readonly visibilityTimeoutSeconds?: number;
}

function setUp({
  handler = async () => undefined,
  reservedConcurrency,
  mapping,
  visibilityTimeoutSeconds = 60,
}: Options) {
  const clock = new VirtualClock(0);
  const dead = new Queue({ clock, name: 'dead' });
  const deadLetter = { queue: dead, maxReceiveCount: 3 };
  const queue = new Queue({ clock, name: 'q', visibilityTimeoutSeconds, deadLetter });
  const events: { readonly at: number; readonly bodies: string[]; readonly bytes: number }[] = [];
  const environment = {
    invoke: (event: Event) => {
      const bodies = event.Records.map(({ body }) => body);
      events.push({ at: clock.now(), bodies, bytes: Buffer.byteLength(JSON.stringify(event)) });
      return handler(event, clock);
    },
  };
  const target = new LambdaFunction({
    start: () => environment as unknown as ExecutionEnvironment,
    timeoutSeconds: 10,
    reservedConcurrency,
  });
  new EventSourceMapping({ clock, queue, function: target, reportBatchItemFailures: true, ...mapping });
  return { clock, queue, dead, events, target };
}

const busyFor = (milliseconds: number) => (_event: Event, clock: VirtualClock) =>
  new Promise((resolve) => clock.setTimeout(() => resolve(undefined), milliseconds));

describe('EventSourceMapping', () => {
  test('hands over what is there, in batches, and deletes what succeeded', async () => {
    const { clock, queue, events } = setUp({ mapping: { batchSize: 2 } });
    for (const body of ['a', 'b', 'c']) queue.send(body);
    await clock.run(() => queue.size === 0);
    expect(events.map(({ bodies }) => bodies)).toEqual([['a', 'b'], ['c']]);
    expect(clock.now()).toBe(0);
  });

  test('waits for the batching window, or until the batch is full', async () => {
    const { clock, queue, events } = setUp({ mapping: { batchSize: 3, maximumBatchingWindowSeconds: 20 } });
    queue.send('a');
    for (const [delay, body] of [
      [5, 'b'],
      [30, 'c'],
      [31, 'd'],
      [32, 'e'],
    ] as const)
      queue.send(body, delay);
    await clock.run(() => queue.size === 0);
    expect(events).toMatchObject([
      { at: 20_000, bodies: ['a', 'b'] },
      { at: 32_000, bodies: ['c', 'd', 'e'] },
    ]);
  });

  test('closes a batch before its payload passes 6 MB', async () => {
    const { clock, queue, events } = setUp({ mapping: { batchSize: 1000, maximumBatchingWindowSeconds: 5 } });
    for (let n = 0; n < 31; n++) queue.send('"'.repeat(200_000));
    await clock.run(() => queue.size === 0);
    expect(events.flatMap(({ bodies }) => bodies)).toHaveLength(31);
    expect(events.length).toBe(3);
    for (const { bytes } of events) expect(bytes).toBeLessThanOrEqual(maxPayloadBytes);
  });

  test('runs as many batches at a time as the mapping allows', async () => {
    const mapping = { batchSize: 1, maximumConcurrency: 2 };
    const { clock, queue, events, target } = setUp({ mapping, handler: busyFor(1000) });
    for (const body of ['a', 'b', 'c', 'd', 'e']) queue.send(body);
    await clock.run(() => queue.size === 0);
    expect(events.map(({ at }) => at)).toEqual([0, 0, 1000, 1000, 2000]);
    expect(target.environments).toHaveLength(2);
  });

  test('holds a batch while the function is throttled, and lets it go when its visibility has timed out', async () => {
    const mapping = { batchSize: 1, maximumConcurrency: 2 };
    const common = { mapping, handler: busyFor(5000), reservedConcurrency: 1 };
    const patient = setUp({ ...common, visibilityTimeoutSeconds: 60 });
    const hasty = setUp({ ...common, visibilityTimeoutSeconds: 6 });
    for (const { queue } of [patient, hasty]) for (const body of ['a', 'b', 'c', 'd']) queue.send(body);
    await patient.clock.run(() => patient.queue.size === 0);
    expect(patient.events.map(({ at }) => at)).toEqual([0, 5000, 10_000, 15_000]);
    await hasty.clock.run(() => hasty.queue.size === 0);
    expect(hasty.events.length + hasty.dead.size).toBeGreaterThanOrEqual(4);
  });

  test('keeps what is reported as failed invisible until its visibility times out', async () => {
    const handler = async ({ Records }: Event) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    });
    const { clock, queue, dead, events } = setUp({ handler });
    for (const body of ['good', 'bad']) queue.send(body);
    await clock.run(() => queue.size === 0);
    expect(events.map(({ at, bodies }) => [at, bodies])).toEqual([
      [0, ['good', 'bad']],
      [60_000, ['bad']],
      [120_000, ['bad']],
    ]);
    expect(dead.bodies).toEqual(['bad']);
  });

  test.each([
    ['throws', new RangeError('no'), 1],
    ['crashes', new CrashedError('gone'), 2],
  ])('brings the whole batch back when the handler %s', async (_name, error, environments) => {
    let calls = 0;
    const { clock, queue, events, target } = setUp({
      handler: async () => {
        if (calls++ === 0) throw error;
      },
    });
    for (const body of ['a', 'b']) queue.send(body);
    await clock.run(() => queue.size === 0);
    expect(events.map(({ at, bodies }) => [at, bodies])).toEqual([
      [0, ['a', 'b']],
      [60_000, ['a', 'b']],
    ]);
    expect(target.errors).toEqual([error]);
    expect(target.environments).toHaveLength(environments);
  });

  test('deletes all when the mapping does not ask for failures', async () => {
    const handler = async () => ({ batchItemFailures: [{ itemIdentifier: '' }] });
    const { clock, queue } = setUp({ handler, mapping: { reportBatchItemFailures: false } });
    queue.send('a');
    await clock.run(() => queue.size === 0);
    expect([queue.size, clock.now()]).toEqual([0, 0]);
  });
});

describe('failedIds', () => {
  const messages = [{ messageId: '1' }, { messageId: '2' }];
  test.each([
    [undefined, []],
    [null, []],
    [{}, []],
    [{ batchItemFailures: null }, []],
    [{ batchItemFailures: [] }, []],
    [{ batchItemFailures: [{ itemIdentifier: '2' }] }, ['2']],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }, ['1', '2']],
    [{ batchItemFailures: [{ itemIdentifier: null }] }, ['1', '2']],
    [{ batchItemFailures: [{ id: '1' }] }, ['1', '2']],
    [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }, ['1', '2']],
  ])('%j', (result, expected) => {
    expect([...failedIds(result, messages)]).toEqual(expected);
  });
});
