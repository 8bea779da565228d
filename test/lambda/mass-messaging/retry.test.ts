import fc from 'fast-check';
import { EntriesLeftError, fullJitter, inLanes, inParts, untilNoneLeft } from '../../../lambda/mass-messaging/retry';

const far = () => Date.now() + 60_000;
const left = (entries: readonly number[]) => entries.map((entry) => ({ entry, reason: 'full' }));

beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

describe('untilNoneLeft', () => {
  it('tries only what was left again', async () => {
    const attempts: number[][] = [];
    const count = await untilNoneLeft([1, 2, 3], far(), async (entries) => {
      attempts.push([...entries]);
      return left(entries.slice(1));
    });
    expect(attempts).toEqual([[1, 2, 3], [2, 3], [3]]);
    expect(count).toBe(3);
  });

  it('takes an error for everything left', async () => {
    let calls = 0;
    await untilNoneLeft([1], far(), async () => {
      calls += 1;
      if (calls < 3) throw new Error('reset');
      return [];
    });
    expect(calls).toBe(3);
  });

  it('gives up after eight attempts and says why', async () => {
    let calls = 0;
    const all = untilNoneLeft([1, 2], far(), async (entries) => {
      calls += 1;
      return left(entries);
    });
    await expect(all).rejects.toThrow(new EntriesLeftError(2, 'full'));
    expect(calls).toBe(8);
  });

  it('begins nothing after the deadline', async () => {
    let calls = 0;
    const all = untilNoneLeft([1], Date.now(), async (entries) => {
      calls += 1;
      return left(entries);
    });
    await expect(all).rejects.toThrow(EntriesLeftError);
    expect(calls).toBe(1);
  });

  it('calls nobody for nothing', async () => {
    expect(await untilNoneLeft([], 0, () => Promise.reject(new Error('called')))).toBe(0);
  });
});

test.each([
  [1, 200],
  [3, 800],
  [20, 10_000],
])('fullJitter(%i) is below %i ms', (attempt, limit) => {
  expect(fullJitter(attempt)).toBe(0);
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  expect(fullJitter(attempt)).toBe(limit / 2);
});

test('inParts keeps everything in order, and to both limits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 1, max: 5 }), (sizes, count) => {
      const parts = inParts(sizes, count, 40, (size) => size);
      expect(parts.flat()).toEqual(sizes);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(count);
        expect(part.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40);
      }
    }),
  );
});

test('a part may be one entry that is too large', () => {
  expect(inParts([50, 1], 5, 40, (size) => size)).toEqual([[50], [1]]);
});

test('inLanes works on everything once, so many at a time', async () => {
  const seen: number[] = [];
  let busy = 0;
  let most = 0;
  await inLanes([1, 2, 3, 4, 5], 2, async (entry) => {
    busy += 1;
    most = Math.max(most, busy);
    await Promise.resolve();
    seen.push(entry);
    busy -= 1;
  });
  expect(seen.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});
