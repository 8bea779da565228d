import fc from 'fast-check';
import { parseDuration } from '../../../../lib/zero-downtime-eks/manifest-checks/node-pool';
import { parseQuantity, parseShare } from '../../../../lib/zero-downtime-eks/manifest-checks/quantity';

test.each([
  ['250m', 0.25],
  ['256Mi', 268_435_456],
  ['1.5Gi', 1_610_612_736],
  ['1e3', 1000],
  ['2E', 2e18],
  ['.5', 0.5],
  ['1.', 1],
  ['-1k', -1000],
  [4, 4],
])('%p is %d', (quantity, amount) => {
  expect(parseQuantity(quantity)).toBeCloseTo(amount, 9);
});

test.each(['256MB', '256 Mi', 'Mi', '', '1ki', '1K', '1e', '--1', '1Mi ', null, undefined, {}])(
  '%p is no quantity',
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

test('a unit multiplies, whatever the number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (count) => {
      expect(parseQuantity(`${count}Ki`)).toBe(count * 1024);
      expect(parseQuantity(`${count * 1000}m`)).toBeCloseTo(count, 6);
      expect(parseQuantity(`${count}`)).toBe(count);
    }),
  );
});

test.each([
  [1, 3, 1],
  ['25%', 3, 1],
  ['100%', 3, 3],
  ['0%', 3, 0],
  ['1.5%', 3, undefined],
  [-1, 3, undefined],
  [1.5, 3, undefined],
  ['1', 3, undefined],
])('%p of %i, rounded up, is %p', (share, of, count) => {
  expect(parseShare(share, of, Math.ceil)).toBe(count);
});

test.each([
  ['3600s', 3600],
  ['1h30m', 5400],
  ['336h', 1_209_600],
  ['', undefined],
  ['1d', undefined],
  [60, undefined],
])('the duration %p is %p seconds', (duration, seconds) => {
  expect(parseDuration(duration)).toBe(seconds);
});
