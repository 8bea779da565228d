import type { Timers } from './socket';

export interface HeartbeatOptions {
  readonly timers: Timers;
  readonly random: () => number;
  readonly ping: () => void;
  /** Nothing was heard although a ping was sent. */
  readonly onSilence: () => void;
}

/** How long an answer to a ping may take, in milliseconds. */
export const SILENCE_MS = 10_000;

/** Pings at a pace, and notices when nothing comes back: a connection may be gone without anybody having said so. */
export class Heartbeat {
  private next: unknown;
  private deadline: unknown;
  private deadlineAt = Number.POSITIVE_INFINITY;

  constructor(private readonly options: HeartbeatOptions) {}

  /** The first ping is somewhere within the interval: who connected together does not ping together. */
  start(seconds: number): void {
    this.stop();
    const interval = seconds * 1000;
    this.next = this.options.timers.setTimeout(() => this.beat(interval), this.options.random() * interval);
  }

  /** Something came. */
  heard(): void {
    this.options.timers.clearTimeout(this.deadline);
    this.deadlineAt = Number.POSITIVE_INFINITY;
  }

  /** Pings now. @param patience how long the answer may take, in milliseconds */
  ping(patience = SILENCE_MS): void {
    const { timers, ping, onSilence } = this.options;
    const at = timers.now() + patience;
    // The oldest ping without an answer counts: a later one does not buy time.
    if (at < this.deadlineAt) {
      timers.clearTimeout(this.deadline);
      this.deadlineAt = at;
      this.deadline = timers.setTimeout(onSilence, patience);
    }
    ping();
  }

  stop(): void {
    this.options.timers.clearTimeout(this.next);
    this.heard();
  }

  private beat(interval: number): void {
    this.ping();
    this.next = this.options.timers.setTimeout(() => this.beat(interval), interval);
  }
}
