import { mathWith, seededRandom } from '../../../lib/local/seeded-random';

describe('seededRandom', () => {
  const first = (seed: string, count: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, random);
  };

  test('repeats itself for an equal seed, and not for another', () => {
    expect(first('a', 5)).toEqual(first('a', 5));
    expect(first('a', 5)).not.toEqual(first('b', 5));
  });

  test('spreads evenly from 0 to 1', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const value of first('c', 10_000)) tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1;
    expect(Math.min(...tenths)).toBeGreaterThan(850);
  });
});

test('mathWith replaces random and keeps the rest', () => {
  const math = mathWith(() => 0.5);
  expect([math.random(), math.max(1, 2), math.PI]).toEqual([0.5, 2, Math.PI]);
});
