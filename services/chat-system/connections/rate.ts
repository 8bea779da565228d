/** A token bucket: so many at once, and then one each interval. */
export interface Rate {
  readonly burst: number;
  /** Milliseconds. */
  readonly interval: number;
}

/**
 * A bucket is one number, as 50,000 connections have one each: the time at which it will be full again. Taking a token
 * moves that by an interval, and an empty bucket is `burst` intervals from being full. (The field calls it the generic
 * cell rate algorithm.)
 *
 * @param fullAt of the bucket; 0 for a new one
 * @param now milliseconds
 * @returns milliseconds until there is a token, 0 when there is one
 */
export function waitFor(fullAt: number, now: number, { burst, interval }: Rate): number {
  return Math.max(0, Math.ceil(Math.max(fullAt, now) + interval - burst * interval - now));
}

/** @returns `fullAt` after a token was taken */
export function take(fullAt: number, now: number, { interval }: Rate): number {
  return Math.max(fullAt, now) + interval;
}
