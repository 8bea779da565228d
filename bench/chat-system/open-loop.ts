/**
 * Moments at a fixed rate that do not wait for anything: what is due while a system stalls is due all the same, and its
 * latency counts from then. Otherwise a stall of a second would be one slow message instead of a second full of them.
 */
export class OpenLoop {
  private taken = 0;

  /** @param start in microseconds, as all moments */
  constructor(
    private readonly perSecond: number,
    private readonly start: number,
  ) {}

  /** The moments up to now that were not taken yet, in order. */
  *due(now: number): Generator<number, void, void> {
    for (;;) {
      const moment = this.start + (this.taken * 1_000_000) / this.perSecond;
      if (!(moment <= now)) return;
      this.taken++;
      yield Math.trunc(moment);
    }
  }
}

/** Microseconds of the machine's clock that never goes back, the same in all its processes. */
export function microseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000_000 + Math.trunc(nanoseconds / 1_000);
}
