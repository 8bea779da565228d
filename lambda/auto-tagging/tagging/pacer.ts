/** A timer may fire this late (milliseconds) without the rate suffering: the next slot counts from when this was due. */
const LATENESS = 50;

/**
 * Spaces calls evenly. One pacer per account, Region and API, kept as long as the execution environment lives: the
 * limit does not start anew with each batch.
 *
 * The environments that share a limit do not know of each other, and evenly spaced calls of two can still meet: at 2.5
 * calls a second each, some seconds hold six. So slots lie on the clock, on one of as many sides as there are shares,
 * and whoever is throttled may change sides, until their calls interleave.
 */
export class Pacer {
  private readonly interval: number;
  private readonly sides: number;
  private side: number;
  private next = 0;

  /**
   * @param callsPerSecond the share of this execution environment
   * @param limit calls a second that AWS allows to all
   */
  constructor(callsPerSecond: number, limit: number) {
    this.interval = 1_000 / callsPerSecond;
    this.sides = Math.max(1, Math.round(limit / callsPerSecond));
    this.side = Math.floor(Math.random() * this.sides);
  }

  /** Milliseconds until the next call may start; 0 when it may now. */
  wait(now: number): number {
    if (this.next < now - LATENESS) this.next = this.slotFrom(now);
    return Math.max(0, this.next - now);
  }

  /** Takes the slot: a call starts now. */
  use(now: number): void {
    this.next = Math.max(this.next, now - LATENESS) + this.interval;
  }

  /** A call was throttled: one time in four the calls move to the next side. */
  throttled(): void {
    if (this.sides === 1 || Math.random() >= 0.25) return;
    this.side = (this.side + 1) % this.sides;
    this.next += this.interval / this.sides;
  }

  /** Lets no call start for so many milliseconds. */
  pause(now: number, milliseconds: number): void {
    this.next = Math.max(this.next, this.slotFrom(now + milliseconds));
  }

  private slotFrom(time: number): number {
    const offset = (this.side * this.interval) / this.sides;
    return Math.ceil((time - offset) / this.interval) * this.interval + offset;
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
