import * as fc from 'fast-check';
import { microseconds, OpenLoop } from '../../../bench/chat-system/open-loop';

test('whenever it is asked, the moments are the same: a stall delays none of them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.array(fc.nat(30_000), { maxLength: 20 }),
      fc.nat(1_000_000),
      (rate, steps, start) => {
        const stalling = new OpenLoop(rate, start);
        let now = start;
        const moments = steps.flatMap((step) => {
          now += step;
          return [...stalling.due(now)];
        });
        expect(moments).toEqual([...new OpenLoop(rate, start).due(now)].slice(0, moments.length));
        for (const moment of moments) expect(moment).toBeLessThanOrEqual(now);
      },
    ),
  );
});

test('a second has as many moments as the rate says, evenly spaced', () => {
  const moments = [...new OpenLoop(4, 1_000).due(1_000_999)];
  expect(moments).toEqual([1_000, 251_000, 501_000, 751_000]);
});

test('a rate of nothing is never due', () => expect([...new OpenLoop(0, 0).due(10)]).toEqual([]));

test('the clock does not go back', () => {
  const before = microseconds();
  expect(microseconds()).toBeGreaterThanOrEqual(before);
});
