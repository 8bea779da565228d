import * as fc from 'fast-check';
import { Histogram } from '../../../bench/chat-system/histogram';

const values = fc.array(fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat(2 ** 31 - 1)), { minLength: 1, maxLength: 300 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });

function of(numbers: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of numbers) histogram.record(value);
  return histogram;
}

/** The same by sorting. */
function exact(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN;
}

test('a percentile is that of the sorted values, at most 1/64 larger and never smaller', () => {
  fc.assert(
    fc.property(values, shares, (numbers, share) => {
      const is = of(numbers).percentile(share);
      const should = exact(numbers, share);
      expect(is).toBeGreaterThanOrEqual(should);
      expect(is).toBeLessThanOrEqual(should + should / 64);
    }),
  );
});

test('two of them together are one of all values, and so is one that came from another process', () => {
  fc.assert(
    fc.property(values, values, shares, (some, others, share) => {
      const together = of(some);
      together.add(new Histogram(JSON.parse(JSON.stringify(of(others))) as number[]));
      expect(together.count).toBe(some.length + others.length);
      expect(together.percentile(share)).toBe(of([...some, ...others]).percentile(share));
    }),
  );
});

test.each([
  { given: -1, counts: 0 },
  { given: 127, counts: 127 },
  { given: 128, counts: 129 },
  { given: 2 ** 40, counts: 2 ** 31 - 1 },
])('$given counts as $counts', ({ given, counts }) => expect(of([given]).percentile(1)).toBe(counts));

test('nothing has no percentile', () => expect(new Histogram().percentile(0.5)).toBeNaN());
