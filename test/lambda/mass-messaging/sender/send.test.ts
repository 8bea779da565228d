import type { ProviderAnswer } from '../../../../lambda/mass-messaging/provider';
import { type SendCounts, type SendPorts, send } from '../../../../lambda/mass-messaging/sender/send';

const now = Date.parse('2026-01-01T00:00:00Z');
const deadline = now + 30_000;
const accepted: ProviderAnswer = { kind: 'accepted' };
const error: ProviderAnswer = { kind: 'transient', reason: 'status 500', throttled: false };
const throttle = (retryAfter: number): ProviderAnswer => ({
  ...{ kind: 'transient', reason: 'status 429', throttled: true },
  retryAfter,
});

let counts: SendCounts;
let at: number[];

/** Answers one after the other, then the last one again and again. */
async function run(answers: readonly ProviderAnswer[], ports: Partial<SendPorts> = {}) {
  const left = [...answers];
  const result = send(
    {
      campaign: async () => ({ text: 'text', isStopped: false }),
      quietUntil: () => undefined,
      acquire: async () => Number.POSITIVE_INFINITY,
      request: async () => {
        at.push(Date.now() - now);
        return (left.length > 1 ? left.shift() : left[0]) ?? accepted;
      },
      ...ports,
    },
    deadline,
    counts,
  );
  await jest.advanceTimersByTimeAsync(60_000);
  return result;
}

beforeEach(() => {
  counts = { requests: 0, throttles: 0, errors: 0, starved: 0 };
  at = [];
  jest.useFakeTimers({ now, doNotFake: ['queueMicrotask', 'nextTick'] });
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it('delivers', async () => {
  expect(await run([accepted])).toEqual({ kind: 'delivered', attempts: 1 });
  expect(counts).toEqual({ requests: 1, throttles: 0, errors: 0, starved: 0 });
});

it('tries again with growing jitter what may pass', async () => {
  expect(await run([error, error, accepted])).toEqual({ kind: 'delivered', attempts: 3 });
  expect(at).toEqual([0, 100, 300]);
  expect(counts).toMatchObject({ requests: 3, errors: 2 });
});

it('waits as long as the provider asks', async () => {
  expect(await run([throttle(5_000), accepted])).toEqual({ kind: 'delivered', attempts: 2 });
  expect(at).toEqual([0, 5_000]);
  expect(counts).toMatchObject({ throttles: 1, errors: 0 });
});

it('does not wait for what is behind the deadline', async () => {
  expect(await run([throttle(29_500)])).toEqual({ kind: 'left', attempts: 1, reason: 'status 429' });
});

it('ends with a refusal', async () => {
  expect(await run([error, { kind: 'refused', reason: 'status 400' }])).toEqual({
    ...{ kind: 'refused', attempts: 2, reason: 'status 400' },
  });
});

it('leaves over what fails five times', async () => {
  expect(await run([error])).toEqual({ kind: 'left', attempts: 5, reason: 'status 500' });
});

it('sends nothing for a stopped campaign, also when it is stopped while it waits for the rate limiter', async () => {
  const campaign = async () => ({ text: '', isStopped: true });
  expect(await run([accepted], { campaign })).toEqual({ kind: 'stopped', attempts: 0 });
  let isStopped = false;
  const acquire = async () => {
    isStopped = true;
    return Number.POSITIVE_INFINITY;
  };
  const later = async () => ({ text: '', isStopped });
  expect(await run([accepted], { acquire, campaign: later })).toEqual({ kind: 'stopped', attempts: 0 });
  expect(at).toEqual([]);
});

it('holds when quiet hours begin before the request', async () => {
  expect(await run([accepted], { quietUntil: () => deadline })).toEqual({ kind: 'held', until: deadline });
  expect(at).toEqual([]);
});

it('leaves over who gets no permission, without an attempt', async () => {
  expect(await run([accepted], { acquire: async () => undefined })).toMatchObject({ kind: 'left', attempts: 0 });
  expect(counts).toMatchObject({ requests: 0, starved: 1 });
});

it('asks for another permission when it has missed its slot', async () => {
  const permissions = [now - 1, Number.POSITIVE_INFINITY];
  expect(await run([accepted], { acquire: async () => permissions.shift() })).toMatchObject({ kind: 'delivered' });
  expect(permissions).toEqual([]);
});

test.each<[string, Partial<SendPorts>]>([
  ['campaign', { campaign: () => Promise.reject(new Error('no table')) }],
  ['rate limiter', { acquire: () => Promise.reject(new Error('no table')) }],
])('leaves over when the %s cannot be asked, without an attempt', async (_name, ports) => {
  expect(await run([accepted], ports)).toEqual({ kind: 'left', attempts: 0, reason: 'Error: no table' });
});

it('gives a request no more time than there is', async () => {
  const timeouts: number[] = [];
  const request = async (_campaign: unknown, timeout: number) => {
    timeouts.push(timeout);
    return timeouts.length === 1 ? throttle(25_000) : accepted;
  };
  await run([], { request });
  expect(timeouts).toEqual([10_000, 5_000]);
});
