/** What the first wait after a lost connection is drawn from, in milliseconds. */
export const FIRST_WAIT_MS = 3_000;

/** What a wait is drawn from at most, in milliseconds. */
export const LONGEST_WAIT_MS = 20_000;

/**
 * How long to wait before the next attempt: exponential, with full jitter. The clients of a server that was killed come
 * back spread over seconds, not all at once.
 *
 * @param attempt failures in a row before this one
 * @param random a number from 0 to 1
 * @returns milliseconds
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
}
