const DAY = 24 * 60;
const MINUTE = 60_000;

/** Minutes since midnight; `from` later than `to` goes over midnight. */
export interface QuietHours {
  readonly from: number;
  /** The first minute in which messages are sent again. */
  readonly to: number;
}

/** Text that does not tell quiet hours. */
export class InvalidQuietHoursError extends Error {
  override readonly name = 'InvalidQuietHoursError';
}

/**
 * @param text such as `21:00-08:00`; empty where every hour is good
 * @throws InvalidQuietHoursError
 */
export function parseQuietHours(text: string): QuietHours | undefined {
  if (text === '') return undefined;
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || from === to) {
    throw new InvalidQuietHoursError(`two different times such as 21:00-08:00, got: '${text}'`);
  }
  return { from: minutesOf(from), to: minutesOf(to) };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether this minute of the day is quiet. */
export function isQuiet({ from, to }: QuietHours, minuteOfDay: number): boolean {
  return from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * What a clock on the wall shows there.
 *
 * @param time milliseconds since 1970
 * @returns minutes since midnight
 * @throws RangeError for a zone that is none
 */
export function minuteOfDay(time: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(timeZone, clock);
  }
  return minutesOf(clock.format(time));
}

/**
 * The end of the quiet hours that it is in, by a clock on the wall there, also where that is put forward or back in
 * between. Minutes that become good a second time because the clock was put back over `from` are not used.
 *
 * @param now milliseconds since 1970
 * @param timeZone of the recipient, of the IANA database
 * @returns milliseconds since 1970, a whole minute; undefined when the hour is good
 */
export function quietUntil(quiet: QuietHours, now: number, timeZone: string): number | undefined {
  const minute = minuteOfDay(now, timeZone);
  if (!isQuiet(quiet, minute)) return undefined;
  const start = Math.floor(now / MINUTE) * MINUTE;
  const wait = (quiet.to - minute + DAY) % DAY;
  // Where the clock is put forward on the way, the wait is shorter, and where it is put back, longer. So the last hours
  // are looked at minute by minute.
  let time = start + Math.max(1, wait - LARGEST_CHANGE) * MINUTE;
  while (isQuiet(quiet, minuteOfDay(time, timeZone))) time += MINUTE;
  return time;
}

/** Minutes. The largest change of a year is that of Antarctica/Troll: two hours. */
const LARGEST_CHANGE = 3 * 60;

/** Remembers for the present minute what {@link quietUntil} said of each zone. */
export class QuietClock {
  private readonly ends = new Map<string, number | undefined>();
  private minute = 0;

  /** @param quiet undefined where every hour is good */
  constructor(private readonly quiet: QuietHours | undefined) {}

  /** As {@link quietUntil}. */
  until(now: number, timeZone: string): number | undefined {
    if (!this.quiet) return undefined;
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.minute) this.ends.clear();
    this.minute = minute;
    if (!this.ends.has(timeZone)) this.ends.set(timeZone, quietUntil(this.quiet, now, timeZone));
    return this.ends.get(timeZone);
  }
}
