import fc from 'fast-check';
import {
  AFTERLIFE_DAYS,
  DAYS,
  dayOf,
  deletionOf,
  expiryOf,
  isExpired,
  lastDays,
  total,
} from '../../../services/landing-zone/expiry-and-visits';

const moment = fc.integer({ min: Date.UTC(2020), max: Date.UTC(2100) });
const days = fc.integer({ min: DAYS.least, max: DAYS.most });

describe('a link', () => {
  test('leads somewhere until the second of its expiry, and not from it on', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    const expiresAt = expiryOf(now, 1);
    const end = Date.UTC(2026, 10, 22, 12);
    expect([end - 1, end, end + 1].map((time) => isExpired(expiresAt, time))).toEqual([false, true, true]);
  });

  test('of any age is alive when it is created, and expired after its days', () => {
    fc.assert(
      fc.property(moment, days, (now, lasting) => {
        const expiresAt = expiryOf(now, lasting);
        expect(isExpired(expiresAt, now)).toBe(false);
        expect(isExpired(expiresAt, now + lasting * 86_400_000)).toBe(true);
      }),
    );
  });

  test('is deleted only after it has told that it expired', () => {
    expect(deletionOf(100) - 100).toBe(AFTERLIFE_DAYS * 86_400);
  });
});

describe('visits', () => {
  test.each([
    [Date.UTC(2026, 11, 31, 23, 59, 59, 999), '2026-12-31'],
    [Date.UTC(2027, 0, 1), '2027-01-01'],
    [Date.UTC(2028, 1, 29, 5), '2028-02-29'],
  ])('at %i are of %s', (now, day) => expect(dayOf(now)).toBe(day));

  test('are told by day, also on days without any', () => {
    const visits = { '2026-02-27': 2, '2026-03-01': 5, '2025-03-01': 100 };
    expect(lastDays(visits, Date.UTC(2026, 2, 1, 8), 4)).toEqual([
      { day: '2026-02-26', visits: 0 },
      { day: '2026-02-27', visits: 2 },
      { day: '2026-02-28', visits: 0 },
      { day: '2026-03-01', visits: 5 },
    ]);
    expect(total(visits)).toBe(107);
  });

  test('are told for days that follow each other, today last', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 400 }), (now, count) => {
        const told = lastDays({}, now, count).map(({ day }) => Date.parse(day));
        expect(told).toHaveLength(count);
        expect(told.at(-1)).toBe(Date.parse(dayOf(now)));
        expect(told.slice(1).every((day, index) => day - (told[index] ?? 0) === 86_400_000)).toBe(true);
      }),
    );
  });
});
