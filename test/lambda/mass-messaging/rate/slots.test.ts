import fc from 'fast-check';
import { ARRIVAL_SPREAD, lengthOf, paceOf, reserveSlots } from '../../../../lambda/mass-messaging/rate/slots';

/** The most times in any half-open window of so many microseconds. */
function mostIn(times: readonly number[], window: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, time, last) => {
    while ((sorted[first] ?? 0) <= time - window) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

test('the pace leaves room for the spread of arrivals', () => {
  expect(paceOf(1_100)).toBeCloseTo(1_000);
});

test.each([
  [1, 1_000_000, 1],
  [3, 1_000_000, 3],
  [1, 3, 333_334],
  [3, 3, 1_000_000],
])('%i slots at %i a second take %i microseconds', (count, pace, length) => {
  expect(lengthOf(count, pace)).toBe(length);
});

describe('reserveSlots', () => {
  it('begins now where nothing is reserved, and behind the others where something is', () => {
    expect(reserveSlots(undefined, { now: 5, count: 2, latest: 9 }, 1_000_000)).toEqual({
      answer: { kind: 'reserved', first: 5 },
      nextFree: 7,
    });
    expect(reserveSlots(7, { now: 5, count: 1, latest: 9 }, 1_000_000)).toEqual({
      answer: { kind: 'reserved', first: 7 },
      nextFree: 8,
    });
  });

  it('does not give back what was not used', () => {
    expect(reserveSlots(7, { now: 100, count: 1, latest: 200 }, 1_000_000).nextFree).toBe(101);
  });

  it('takes nothing from the others when it is too late', () => {
    expect(reserveSlots(10, { now: 5, count: 1, latest: 9 }, 1)).toEqual({ answer: { kind: 'starved' }, nextFree: 10 });
  });

  const invocation = fc.record({
    // Clocks that differ, and reservations that are answered in any order.
    skew: fc.integer({ min: -20, max: 20 }),
    counts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
  });

  it('never lets more than the limit into any second, whoever reserves when, and however late arrivals are', () => {
    fc.assert(
      fc.property(
        fc.array(invocation, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.nat(ARRIVAL_SPREAD - 1), { minLength: 1, maxLength: 50 }),
        fc.infiniteStream(fc.nat(1_000)),
        (invocations, limit, delays, order) => {
          const pace = paceOf(limit);
          const left = invocations.map(({ counts, skew }) => ({ counts: [...counts], skew }));
          const arrivals: number[] = [];
          let nextFree: number | undefined;
          let time = 1_000_000_000;
          while (left.some(({ counts }) => counts.length > 0)) {
            const open = left.filter(({ counts }) => counts.length > 0);
            const one = open[(order.next().value ?? 0) % open.length];
            const count = one?.counts.shift();
            if (!one || count === undefined) break;
            time += (order.next().value ?? 0) * 1_000;
            const request = { now: time + one.skew * 1_000, count, latest: Number.MAX_SAFE_INTEGER };
            const { answer, nextFree: next } = reserveSlots(nextFree, request, pace);
            nextFree = next;
            if (answer.kind !== 'reserved') throw new Error('starved');
            for (let place = 0; place < count; place += 1) {
              const delay = (delays[arrivals.length % delays.length] ?? 0) * 1_000;
              arrivals.push(answer.first + (place * 1_000_000) / pace + delay);
            }
          }
          expect(mostIn(arrivals, 1_000_000)).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
