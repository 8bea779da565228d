/**
 * Keeps an interval between calls across the invocations of an execution environment.
 * It reads the time through the global Date and waits by the global setTimeout, which a virtual clock can replace.
 */
export class Pace {
  private since: number | undefined;
  private hold: number;

  /**
   * @param interval milliseconds from one call to the next. The first call waits as well: the environment before
   * this one may have called a moment ago.
   */
  constructor(private readonly interval: number) {
    this.hold = interval;
  }

  /** Milliseconds until the next call may be made. */
  readyIn(): number {
    const now = Date.now();
    this.since ??= now;
    // A clock that was set back shall not hold for ever.
    if (now < this.since) this.since = now;
    return Math.max(0, this.since + this.hold - now);
  }

  /** Resolves when the next call may be made. */
  async ready(): Promise<void> {
    // Timers may fire a millisecond early.
    for (let wait = this.readyIn(); wait > 0; wait = this.readyIn()) await sleep(wait);
  }

  /** A call was just made. */
  called(hold = this.interval): void {
    this.since = Date.now();
    this.hold = Math.max(hold, this.interval);
  }
}

/** @param milliseconds by the global setTimeout, looked up when it is called */
export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
