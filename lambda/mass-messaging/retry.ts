/** Milliseconds of the longest first wait, and of any wait. */
const BASE = 100;
const LONGEST = 10_000;

/** Attempts after which whatever refuses entries is taken for broken. */
const MOST_ATTEMPTS = 8;

/** A service did not take entries again and again, or there was no time left to try. */
export class EntriesLeftError extends Error {
  override readonly name = 'EntriesLeftError';

  constructor(count: number, reason: string) {
    super(`${count} entries were not taken: ${reason}`);
  }
}

/** An entry that a service did not take, and why. */
export interface LeftEntry<Entry> {
  readonly entry: Entry;
  readonly reason: string;
}

/**
 * Full jitter: a random time up to an exponentially growing limit.
 *
 * @param attempt 1 for the first retry
 * @returns milliseconds, at most 10,000
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(attempt: number): number {
  return Math.random() * Math.min(LONGEST, BASE * 2 ** attempt);
}

/** Waits so many milliseconds; a part of a millisecond counts as a whole, so that time is over after it. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.ceil(milliseconds));
  });
}

/**
 * Hands entries over, and those that were not taken again, and only those, with full jitter in between.
 *
 * @param attempt makes one call and returns what it left; what it throws leaves all of its entries
 * @param deadline milliseconds since 1970 after which no further attempt begins
 * @returns how many entries were left, counting every attempt
 * @throws EntriesLeftError
 */
export async function untilNoneLeft<Entry>(
  entries: readonly Entry[],
  deadline: number,
  attempt: (entries: readonly Entry[]) => Promise<readonly LeftEntry<Entry>[]>,
): Promise<number> {
  let left = entries;
  let count = 0;
  for (let number = 1; left.length > 0; number += 1) {
    const tried = left;
    const failed = await attempt(tried).catch((error: unknown) => leaveAll(tried, error));
    count += failed.length;
    if (failed.length === 0) break;
    left = failed.map(({ entry }) => entry);
    const wait = fullJitter(number);
    if (number === MOST_ATTEMPTS || Date.now() + wait >= deadline) {
      throw new EntriesLeftError(left.length, failed[0]?.reason ?? '');
    }
    await sleep(wait);
  }
  return count;
}

/** Every entry, left for the reason of the error. */
function leaveAll<Entry>(entries: readonly Entry[], error: unknown): readonly LeftEntry<Entry>[] {
  return entries.map((entry) => ({ entry, reason: String(error) }));
}

/** Parts of at most `count` entries and, unless one entry alone is larger, at most `bytes`. */
export function inParts<Entry>(
  entries: readonly Entry[],
  count: number,
  bytes = Number.POSITIVE_INFINITY,
  bytesOf: (entry: Entry) => number = () => 0,
): readonly (readonly Entry[])[] {
  const parts: Entry[][] = [];
  let size = 0;
  for (const entry of entries) {
    const own = bytesOf(entry);
    const last = parts.at(-1);
    if (last && last.length < count && size + own <= bytes) {
      last.push(entry);
      size += own;
    } else {
      parts.push([entry]);
      size = own;
    }
  }
  return parts;
}

/** Works on all entries, `atOnce` at the same time; the first error ends it. */
export async function inLanes<Entry>(
  entries: readonly Entry[],
  atOnce: number,
  work: (entry: Entry) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < entries.length) await work(entries[next++] as Entry);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, lane));
}
