import * as fc from 'fast-check';
import { type LocalMessagingProvider, startLocalMessagingProvider } from '../../../lib/local/messaging-provider';
import { seededProviderFaults } from '../../../lib/local/provider-faults';
import { SlidingWindow } from '../../../lib/local/sliding-window';
import { VirtualClock } from '../../../lib/local/virtual-clock';

const running: LocalMessagingProvider[] = [];
afterEach(async () => {
  for (const provider of running.splice(0)) await provider.stop();
});

async function start(options: Omit<Parameters<typeof startLocalMessagingProvider>[0], 'clock'> = {}) {
  const clock = new VirtualClock(0);
  const provider = await startLocalMessagingProvider({ clock, ...options });
  running.push(provider);
  /** @returns the status, or 0 for a broken connection */
  const send = async (to: string, key = '', text = 'hello') => {
    const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
    const body = JSON.stringify({ to, text });
    const answer = await fetch(`${provider.url}/messages`, { method: 'POST', headers, body }).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status ?? 0;
  };
  const pass = (milliseconds: number) => {
    clock.setTimeout(() => {}, milliseconds);
    return clock.run();
  };
  return { clock, provider, send, pass };
}

describe('the local messaging provider', () => {
  test('takes a message once for each idempotency key', async () => {
    const { provider, send } = await start();
    expect([await send('a', 'k'), await send('a', 'k'), await send('b', 'l')]).toEqual([202, 202, 202]);
    expect(provider.accepted.get('a')?.copies).toBe(1);
    expect(provider.statistics).toMatchObject({ requests: 3, accepted: 2, repeated: 1 });
  });

  test.each([
    ['without a key', {}, ''],
    ['where it heeds none', { isIdempotent: false }, 'k'],
  ])('sends copies %s', async (_, options, key) => {
    const { provider, send } = await start(options);
    await send('a', key);
    await send('a', key);
    expect(provider.accepted.get('a')?.copies).toBe(2);
  });

  test('refuses what is over the limit in any second, and what was refused does not count', async () => {
    const { provider, send, pass } = await start({ requestsPerSecond: 2 });
    expect([await send('a'), await send('b'), await send('c')]).toEqual([202, 202, 429]);
    await pass(999);
    expect(await send('c')).toBe(429);
    await pass(1);
    expect(await send('c')).toBe(202);
    expect(provider.statistics).toMatchObject({ limited: 2, mostInASecond: 4 });
  });

  test.each([
    ['error before', 503, 0],
    ['reset before', 0, 0],
    ['error after', 503, 1],
    ['reset after', 0, 1],
    ['refuse', 400, 0],
  ] as const)('%s: %d, and %d copies', async (fault, status, copies) => {
    const { provider, send } = await start({ fault: () => fault });
    expect(await send('a', 'k')).toBe(status);
    expect(provider.accepted.get('a')?.copies ?? 0).toBe(copies);
  });

  test.each([
    ['{}', 400],
    ['no JSON', 400],
    ['{"to":"a","text":""}', 400],
  ])('refuses %s', async (body, status) => {
    const { provider } = await start();
    const answer = await fetch(`${provider.url}/messages`, { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect((await fetch(provider.url)).status).toBe(404);
  });
});

test('seeded faults come at their rates', () => {
  const fault = seededProviderFaults({ seed: 's', before: 0.02, after: 0.01, refused: 0.05 });
  const count = new Map<string, number>();
  for (let n = 1; n <= 20_000; n++) {
    const found = fault({ to: `r${n}`, text: '', idempotencyKey: '', n, time: 0 }) ?? 'none';
    count.set(found, (count.get(found) ?? 0) + 1);
  }
  const share = (...names: readonly string[]) => names.reduce((sum, name) => sum + (count.get(name) ?? 0), 0) / 20_000;
  expect(share('refuse')).toBeCloseTo(0.05, 2);
  expect(share('error before', 'reset before')).toBeCloseTo(0.019, 2);
  expect(share('error after', 'reset after')).toBeCloseTo(0.0095, 2);
});

test('a sliding window counts as counting anew would', () => {
  const gaps = fc.array(fc.nat({ max: 700 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(gaps, (steps) => {
      const window = new SlidingWindow(1_000);
      const times: number[] = [];
      for (const step of steps) {
        const now = (times.at(-1) ?? 0) + step;
        times.push(now);
        expect(window.add(now)).toBe(times.filter((time) => time > now - 1_000).length);
      }
    }),
  );
});
