import fc from 'fast-check';
import { portRanges } from '../../../lib/packet-lab/port-ranges';

const all = { from: 100, to: 200 };

test.each([
  ['nothing', [], [all]],
  ['the ends alone', [100, 200], [all]],
  [
    'a range that begins and ends inside',
    [119, 120, 130, 131],
    [
      [100, 119],
      [120, 130],
      [131, 200],
    ],
  ],
  [
    'a single port',
    [149, 150, 151],
    [
      [100, 149],
      [150, 150],
      [151, 200],
    ],
  ],
  ['what lies outside', [1, 2, 300, 301], [all]],
])('%s', (_, edges, expected) => {
  const ranges = expected.map((one) => (Array.isArray(one) ? { from: one[0], to: one[1] } : one));
  expect(portRanges(edges, all)).toEqual(ranges);
});

test('ranges follow each other and leave nothing out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 90, max: 210 })), (edges) => {
      const ranges = portRanges(edges, all);
      expect(ranges[0]?.from).toBe(all.from);
      expect(ranges.at(-1)?.to).toBe(all.to);
      for (const [index, { from, to }] of ranges.entries()) {
        expect(from).toBeLessThanOrEqual(to);
        if (index > 0) expect(from).toBe((ranges[index - 1]?.to ?? 0) + 1);
      }
    }),
  );
});
