/** A timer may fire this late (milliseconds) without the rate suffering: the next slot counts from when this was due. */
const LATENESS = 50;

/**
 * Spaces calls evenly. One pacer per account, Region and API, kept as long as the execution environment lives: the
 * limit does not start anew with each batch.
 */
export class Pacer {
  private next = 0;
  private readonly interval: number;

  constructor(callsPerSecond: number) {
    this.interval = 1_000 / callsPerSecond;
  }

  /** Milliseconds until the next call may start; 0 when it may now. */
  wait(now: number): number {
    return Math.max(0, this.next - now);
  }

  /** Takes the slot: a call starts now. */
  use(now: number): void {
    this.next = Math.max(this.next, now - LATENESS) + this.interval;
  }

  /** Lets no call start for so many milliseconds. */
  pause(now: number, milliseconds: number): void {
    this.next = Math.max(this.next, now + milliseconds);
  }
}

/**
 * Full jitter: a random time up to an exponentially growing limit.
 *
 * @param attempt 1 for the first retry
 * @returns milliseconds, at most 20,000
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(attempt: number): number {
  return Math.random() * Math.min(20_000, 500 * 2 ** attempt);
}
