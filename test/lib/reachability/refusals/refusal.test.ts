import fc from 'fast-check';
import { formatAddress, formatCidr, overlaps, parseCidr } from '../../../../lib/reachability/ipv4';
import { grouped, overlapping, repeated } from '../../../../lib/reachability/refusals/refusal';

// A small space, so that overlaps and equals are common.
const cidr = fc
  .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 24, max: 30 }))
  .map(([offset, length]) => formatCidr(parseCidr(`${formatAddress(0x0a000000 + offset * 4)}/${length}`)));
const items = fc.array(cidr, { maxLength: 8 }).map((cidrs) => cidrs.map((each, index) => ({ each, index })));

describe('overlapping', () => {
  test('names pairs that overlap, the later one first', () => {
    fc.assert(
      fc.property(items, (list) => {
        for (const [later, earlier] of overlapping(list, ({ each }) => each)) {
          expect(later.index).toBeGreaterThan(earlier.index);
          expect(overlaps(parseCidr(later.each), parseCidr(earlier.each))).toBe(true);
        }
      }),
    );
  });

  test('names every item that overlaps another, in one pair at least', () => {
    fc.assert(
      fc.property(items, (list) => {
        const named = overlapping(list, ({ each }) => each).flat();
        const has = (one: (typeof list)[number]): boolean =>
          list.some((other) => other !== one && overlaps(parseCidr(other.each), parseCidr(one.each)));
        expect(list.filter(has).every((one) => named.includes(one))).toBe(true);
      }),
    );
  });
});

test('repeated leaves the first of a key out, and what has no key', () => {
  expect(repeated(['a1', 'a2', 'b1', '', 'a3', ''], (text) => text[0])).toEqual(['a2', 'a3']);
});

test('grouped keeps the order', () => {
  expect(grouped(['a1', 'b1', 'a2'], ([key]) => key ?? '')).toEqual([['a1', 'a2'], ['b1']]);
});
