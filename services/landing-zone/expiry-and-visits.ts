/** Days that a link may last. The longest is a year: a link that nobody renews is a link that nobody checks. */
export const DAYS = { least: 1, most: 365, default: 90 } as const;

/** Days after the expiry for which the visits are still told, and 410 Gone is answered instead of 404 Not Found. */
export const AFTERLIFE_DAYS = 30;

const SECONDS_A_DAY = 86_400;

/** Days in UTC and the visits on them, such as `{ '2026-11-21': 3 }`. A day without visits has no entry. */
export type VisitsByDay = Readonly<Record<string, number>>;

/** One day of a report. */
export interface DayOfVisits {
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  readonly visits: number;
}

/**
 * When a link stops redirecting.
 *
 * @param now in milliseconds since 1970
 * @returns in seconds since 1970
 */
export function expiryOf(now: number, days: number): number {
  return Math.floor(now / 1000) + days * SECONDS_A_DAY;
}

/** Whether a link does not redirect any more: from the second of its expiry on. */
export function isExpired(expiresAt: number, now: number): boolean {
  return now / 1000 >= expiresAt;
}

/**
 * When the table may delete what belongs to a link, in seconds since 1970. DynamoDB deletes some time after that, within
 * a few days, so that the expiry itself is decided on every read.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export function deletionOf(expiresAt: number): number {
  return expiresAt + AFTERLIFE_DAYS * SECONDS_A_DAY;
}

/** The day of a moment, `YYYY-MM-DD`, in UTC: a day must not depend on where a pod runs. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/**
 * The last days up to a moment, the oldest first, also those on which nobody came.
 *
 * @param days how many, today among them
 */
export function lastDays(visits: VisitsByDay, now: number, days: number): readonly DayOfVisits[] {
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(now - (days - 1 - index) * SECONDS_A_DAY * 1000);
    return { day, visits: visits[day] ?? 0 };
  });
}

/** All visits together. */
export function total(visits: VisitsByDay): number {
  return Object.values(visits).reduce((sum, one) => sum + one, 0);
}
