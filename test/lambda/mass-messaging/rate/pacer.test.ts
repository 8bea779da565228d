import { Pacer } from '../../../../lambda/mass-messaging/rate/pacer';
import {
  LATENESS,
  type Request,
  type Reserved,
  reserveSlots,
  type Starved,
} from '../../../../lambda/mass-messaging/rate/slots';

const now = Date.parse('2026-01-01T00:00:00Z');
const far = now + 60_000;
let requests: Request[];

/** Reserves from now on, after so many milliseconds. */
const after =
  (milliseconds: number) =>
  async (request: Request): Promise<Reserved | Starved> => {
    requests.push(request);
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return { kind: 'reserved', first: request.now };
  };

beforeEach(() => {
  requests = [];
  jest.useFakeTimers({ now, doNotFake: ['queueMicrotask', 'nextTick'] });
});
afterEach(() => jest.useRealTimers());

it('makes one reservation for all who ask at the same moment, and spaces them', async () => {
  const pacer = new Pacer(100, after(0));
  const granted: number[] = [];
  const all = [1, 2, 3].map(() => pacer.acquire(far).then(() => granted.push(Date.now() - now)));
  await jest.advanceTimersByTimeAsync(100);
  await Promise.all(all);
  expect(requests).toEqual([{ now: now * 1_000, count: 3, latest: far * 1_000 }]);
  expect(granted).toEqual([0, 10, 20]);
});

it('shares the next reservation between those who ask during one', async () => {
  const pacer = new Pacer(1_000, after(10));
  const first = pacer.acquire(far);
  await jest.advanceTimersByTimeAsync(5);
  const rest = [pacer.acquire(far), pacer.acquire(far)];
  await jest.advanceTimersByTimeAsync(100);
  await Promise.all([first, ...rest]);
  expect(requests.map(({ count }) => count)).toEqual([1, 2]);
});

it('reserves a quarter of a second at most', async () => {
  const pacer = new Pacer(8, after(0));
  const all = [1, 2, 3].map(() => pacer.acquire(far));
  await jest.advanceTimersByTimeAsync(1_000);
  await Promise.all(all);
  expect(requests.map(({ count }) => count)).toEqual([2, 1]);
});

it('tells until when a permission holds', async () => {
  const granted = new Pacer(100, after(0)).acquire(far);
  await jest.advanceTimersByTimeAsync(10);
  expect(await granted).toBe(now + LATENESS);
});

it('asks for later slots when reservations are slow, so that they are not missed', async () => {
  const pacer = new Pacer(100, after(LATENESS * 4));
  const valid: boolean[] = [];
  for (let n = 0; n < 3; n += 1) {
    const granted = pacer.acquire(far);
    await jest.advanceTimersByTimeAsync(LATENESS * 20);
    valid.push(((await granted) ?? 0) >= (requests.at(-1)?.now ?? 0) / 1_000);
  }
  const asked = requests.map(({ now: time }, index) => time / 1_000 - now - index * LATENESS * 20);
  expect(asked).toEqual([0, LATENESS * 4, LATENESS * 4]);
  expect(valid).toEqual([true, true, true]);
});

it('says so when there is no slot in time', async () => {
  const pacer = new Pacer(100, async () => ({ kind: 'starved' }));
  expect(await pacer.acquire(far)).toBeUndefined();
});

it('tells everybody of a reservation that failed, and goes on', async () => {
  let fails = true;
  const pacer = new Pacer(100, (request) => (fails ? Promise.reject(new Error('no table')) : after(0)(request)));
  await expect(Promise.all([pacer.acquire(far), pacer.acquire(far)])).rejects.toThrow('no table');
  fails = false;
  const granted = pacer.acquire(far);
  await jest.advanceTimersByTimeAsync(100);
  expect(await granted).toBeDefined();
});

it('gathers requests while the next slot is still ahead, and misses none for it', async () => {
  let nextFree = now * 1_000;
  const pacer = new Pacer(100, async (request) => {
    requests.push(request);
    const { answer, nextFree: next } = reserveSlots(nextFree, request, 100);
    nextFree = next ?? 0;
    return answer;
  });
  const granted: number[] = [];
  const ask = () => void pacer.acquire(far).then(() => granted.push(Date.now() - now));
  for (let n = 0; n < 20; n += 1) ask();
  for (let n = 0; n < 20; n += 1) {
    await jest.advanceTimersByTimeAsync(10);
    ask();
  }
  await jest.advanceTimersByTimeAsync(1_000);
  expect(granted).toEqual(Array.from({ length: 40 }, (_, index) => index * 10));
  expect(requests.length).toBeLessThan(8);
});

it('keeps reservations apart, also where nobody is ahead', async () => {
  const pacer = new Pacer(100_000, after(0));
  const granted: number[] = [];
  for (let n = 0; n < 100; n += 1) {
    void pacer.acquire(far).then(() => granted.push(n));
    await jest.advanceTimersByTimeAsync(2);
  }
  await jest.advanceTimersByTimeAsync(100);
  expect(granted).toHaveLength(100);
  expect(requests.length).toBeLessThanOrEqual(5);
  const times = requests.map((request) => request.now / 1_000 - now);
  expect(times.every((time, index) => time >= index * 50)).toBe(true);
});
