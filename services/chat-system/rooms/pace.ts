import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import type { Clock } from './clock';

/** Share of the time above which messages are gathered more, and below which they are gathered less. */
const busy = 0.85;
const calm = 0.7;
const everyMs = 100;

/**
 * For how long the messages of a room are gathered. Not at all while the process has time to spare; when it has not,
 * longer and longer up to the most, since a frame of ten messages costs little more than a frame of one. A room that was
 * quiet for that long is delivered at once in any case.
 */
export class Pace {
  /** Milliseconds. */
  gather = 0;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly load: () => number = eventLoopLoad(),
  ) {
    if (most > 0) this.plan();
  }

  /** Looks at the load once. */
  look(): void {
    const load = this.load();
    if (load > busy) this.gather = Math.min(this.most, Math.max(2, this.gather * 1.5));
    else if (load < calm) this.gather = this.gather < 2 ? 0 : this.gather * 0.7;
  }

  stop(): void {
    this.cancel?.();
  }

  private plan(): void {
    this.cancel = this.clock.after(everyMs, () => {
      this.look();
      this.plan();
    });
  }
}

/** Share of the time since the last call in which the event loop was not idle. */
function eventLoopLoad(): () => number {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
