import fc from 'fast-check';
import {
  InvalidQuietHoursError,
  isQuiet,
  minuteOfDay,
  parseQuietHours,
  QuietClock,
  type QuietHours,
  quietUntil,
} from '../../../lambda/mass-messaging/quiet-hours';

const night: QuietHours = { from: 21 * 60, to: 8 * 60 };
const at = (text: string): number => Date.parse(text);
const iso = (time: number | undefined) => time && new Date(time).toISOString();

describe('parseQuietHours', () => {
  it('reads times', () => {
    expect(parseQuietHours('21:00-08:00')).toEqual(night);
    expect(parseQuietHours('')).toBeUndefined();
  });

  test.each(['21:00', '21-08', '24:00-08:00', '21:60-08:00', '08:00-08:00', '21:00-8:00'])('refuses %s', (text) => {
    expect(() => parseQuietHours(text)).toThrow(InvalidQuietHoursError);
  });
});

test.each([
  ['the last good minute', night, '20:59', false],
  ['the first quiet minute', night, '21:00', true],
  ['midnight', night, '00:00', true],
  ['the last quiet minute', night, '07:59', true],
  ['the first good minute', night, '08:00', false],
  ['noon of a siesta', { from: 12 * 60, to: 14 * 60 }, '12:00', true],
  ['night of a siesta', { from: 12 * 60, to: 14 * 60 }, '00:00', false],
])('%s', (_name, quiet, time, is) => {
  expect(isQuiet(quiet, minuteOfDay(at(`2026-01-01T${time}:00Z`), 'UTC'))).toBe(is);
});

describe('quietUntil', () => {
  test.each([
    ['a good hour', '2026-01-01T12:00:00Z', 'UTC', undefined],
    ['the evening', '2026-01-01T21:00:30Z', 'UTC', '2026-01-02T08:00:00.000Z'],
    ['the morning', '2026-01-01T07:59:59Z', 'UTC', '2026-01-01T08:00:00.000Z'],
    ['Seoul at noon in UTC', '2026-01-01T12:00:00Z', 'Asia/Seoul', '2026-01-01T23:00:00.000Z'],
    ['a zone of three quarters', '2026-01-01T16:00:00Z', 'Asia/Kathmandu', '2026-01-02T02:15:00.000Z'],
    [
      'the clock put forward at night: an hour less',
      '2026-03-08T02:00:00Z',
      'America/New_York',
      '2026-03-08T12:00:00.000Z',
    ],
    [
      'the clock put back at night: an hour more',
      '2026-11-01T01:00:00Z',
      'America/New_York',
      '2026-11-01T13:00:00.000Z',
    ],
    ['half an hour put forward', '2026-10-03T12:00:00Z', 'Australia/Lord_Howe', '2026-10-03T21:00:00.000Z'],
  ])('%s', (_name, now, zone, until) => {
    expect(iso(quietUntil(night, at(now), zone))).toBe(until);
  });

  it('ends where the end itself is skipped by the clock', () => {
    const quiet = { from: 22 * 60, to: 2 * 60 + 30 };
    // At 02:00 it is 03:00.
    expect(iso(quietUntil(quiet, at('2026-03-08T04:00:00Z'), 'America/New_York'))).toBe('2026-03-08T07:00:00.000Z');
  });

  const zones = ['UTC', 'Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe', 'Antarctica/Troll', 'Africa/Cairo'];
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  // Days around every change of a clock in 2026, and any others.
  const time = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') });
  const near = fc
    .tuple(fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'), minute)
    .map(([day, minutes]) => at(`${day}T00:00:00Z`) + minutes * 60_000);

  it('is good at the end, and quiet in the hours before, in every zone, also where clocks change', () => {
    fc.assert(
      fc.property(fc.oneof(time, near), fc.constantFrom(...zones), minute, minute, (now, zone, from, to) => {
        fc.pre(from !== to);
        const quiet = { from, to };
        const until = quietUntil(quiet, now, zone);
        expect(until === undefined).toBe(!isQuiet(quiet, minuteOfDay(now, zone)));
        if (until === undefined) return;
        expect(until).toBeGreaterThan(now);
        expect(until - now).toBeLessThanOrEqual(27 * 3_600_000);
        expect(isQuiet(quiet, minuteOfDay(until, zone))).toBe(false);
        for (let before = 1; before <= 60 && until - before * 60_000 > now; before += 1) {
          expect(isQuiet(quiet, minuteOfDay(until - before * 60_000, zone))).toBe(true);
        }
      }),
    );
  });
});

describe('QuietClock', () => {
  it('says the same as quietUntil, also when the minute is over', () => {
    const clock = new QuietClock(night);
    const last = at('2026-01-01T07:59:59Z');
    for (const now of [last, last, last + 1_000, last]) {
      expect(clock.until(now, 'UTC')).toBe(quietUntil(night, now, 'UTC'));
    }
  });

  it('knows no quiet hours where there are none', () => {
    expect(new QuietClock(undefined).until(0, 'UTC')).toBeUndefined();
  });
});
