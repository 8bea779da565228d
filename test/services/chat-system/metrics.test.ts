import { Log } from '../../../services/chat-system/log';
import { Counters, reportMetrics } from '../../../services/chat-system/metrics';
import { ObservedStore } from '../../../services/chat-system/observed-store';
import { MemoryMessageStore } from '../../../services/chat-system/store/memory-stores';
import { SequenceTakenError } from '../../../services/chat-system/store/stores';
import { chatMetrics } from '../../../services/chat-system/telemetry';
import { FakeChat } from './fake-chat';

const ROOM = 'direct:ann:bob';
const message = (seq: number) => ({ room: ROOM, seq, id: String(seq), from: 'ann', at: 1, text: 'hello' });

/** The line that is written. */
function reported(counters: Counters, gauges: Parameters<typeof reportMetrics>[2]): Readonly<Record<string, unknown>> {
  const lines: string[] = [];
  reportMetrics(new Log((line) => lines.push(line)), counters, gauges);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Readonly<Record<string, unknown>>;
}

describe('metrics', () => {
  test('are what the embedded metric format takes', () => {
    const counters = new Counters();
    counters.stored = 3;
    counters.storeTook(1.26);
    const line = reported(counters, { connections: 7, isBusConnected: false });
    const { Timestamp, CloudWatchMetrics } = line._aws as Readonly<Record<string, unknown>>;
    expect(Timestamp).toEqual(expect.any(Number));
    const [directive] = CloudWatchMetrics as readonly { readonly Metrics: readonly { readonly Name: string }[] }[];
    expect(directive).toMatchObject({ Namespace: 'ChatSystem', Dimensions: [['service']] });
    expect(directive?.Metrics.map(({ Name }) => Name).sort()).toEqual(Object.values(chatMetrics).sort());
    expect(line).toMatchObject({ service: 'chat-server', Connections: 7, BusDisconnected: 1, Stored: 3 });
    expect(line.StoreLatency).toEqual([1.3]);
    // Each metric has a value, as the format demands.
    for (const { Name } of directive?.Metrics ?? []) expect(line).toHaveProperty(Name);
  });

  test('begin anew after each report', () => {
    const counters = new Counters();
    counters.refused = 2;
    expect(reported(counters, { connections: 0, isBusConnected: true })).toMatchObject({ Refused: 2 });
    expect(reported(counters, { connections: 0, isBusConnected: true })).toMatchObject({ Refused: 0 });
  });

  test('have no latency where there was none', () => {
    expect(reported(new Counters(), { isBusConnected: true })).not.toHaveProperty('StoreLatency');
    expect(reported(new Counters(), { isBusConnected: true })).not.toHaveProperty('Connections');
  });

  test('keep at most 100 latencies, and of all of them', () => {
    const counters = new Counters();
    for (let index = 0; index < 10_000; index++) counters.storeTook(index);
    const { latencies } = counters.take();
    expect(latencies).toHaveLength(100);
    expect(Math.max(...latencies)).toBeGreaterThan(5_000);
    expect(Math.min(...latencies)).toBeLessThan(5_000);
  });

  test('count what the store took and what it failed at, but not who was faster', async () => {
    const counters = new Counters();
    const store = new ObservedStore(new MemoryMessageStore(), counters);
    await store.append(ROOM, [message(1), message(2)]);
    await expect(store.append(ROOM, [message(1)])).rejects.toThrow(SequenceTakenError);
    expect(counters).toMatchObject({ stored: 2, storeErrors: 0 });
    const failing = { ...new MemoryMessageStore(), last: () => Promise.reject(new Error('throttled')) };
    await expect(new ObservedStore(failing as unknown as MemoryMessageStore, counters).last(ROOM)).rejects.toThrow();
    expect(counters).toMatchObject({ storeErrors: 1 });
    expect(counters.latencies).toHaveLength(3);
  });

  test('of a server come with time, and tell of its connections', async () => {
    const chat = new FakeChat();
    try {
      await chat.start({ timings: { metrics: 20, drainSpread: 1 } });
      const client = await chat.connect('ann');
      chat.hub.of('ann').deliver({ room: ROOM, first: 1, last: 5, frame: Buffer.from('[]') });
      chat.hub.of('ann').deliver({ room: ROOM, first: 0, last: 0, frame: Buffer.from('[]') });
      await chat.status('eve', { origin: 'https://evil.example' });
      client.send('{');
      await client.event('error');
      await chat.server.drain();
      const lines = chat.lines.map((line) => JSON.parse(line) as Readonly<Record<string, number>>);
      const sum = (name: string) => lines.reduce((total, line) => total + (line[name] ?? 0), 0);
      expect([sum('Delivered'), sum('Refused'), sum('SlowConsumers')]).toEqual([5, 2, 0]);
      expect(lines.at(-1)).not.toHaveProperty('Connections');
    } finally {
      chat.stop();
    }
  });
});

test('the log says once in a while what happens all the time', () => {
  const lines: string[] = [];
  const log = new Log((line) => lines.push(line));
  for (let count = 0; count < 100; count++) log.failed('presence', new Error('no broker'));
  log.failed('http', new Error('broken'));
  expect(lines.map((line) => (JSON.parse(line) as { readonly what: string }).what)).toEqual(['presence', 'http']);
});
