import type { Failed } from '../protocol/events';
import type { Timers } from './socket';

/** How long an answer may take before a request is sent again on the same connection, in milliseconds. */
export const ANSWER_MS = 10_000;

/** How long to wait where a refusal does not say, in milliseconds. */
const RETRY_MS = 1_000;

/** Whether the same request may be taken a moment later. */
export function isPassing({ code }: Pick<Failed, 'code'>): boolean {
  return code === 'unavailable' || code === 'rate-limited';
}

export interface ResenderOptions {
  readonly timers: Timers;
  readonly random: () => number;
  /** Sends what is to be sent. @returns whether something waits for an answer now */
  readonly onFlush: () => boolean;
  /** What was not answered is to be sent again. */
  readonly onOverdue: () => void;
}

/** Says when requests are sent: at once, after the pause that the server asked for, or again where no answer comes. */
export class Resender {
  private pause: unknown;
  private patience: unknown;

  constructor(private readonly options: ResenderOptions) {}

  /** There is something to send. */
  flush(): void {
    if (this.pause !== undefined) return;
    if (!this.options.onFlush() || this.patience !== undefined) return;
    this.patience = this.options.timers.setTimeout(() => {
      this.patience = undefined;
      this.options.onOverdue();
    }, ANSWER_MS);
  }

  /** The server asks for a pause. Clients that were refused together do not come back together. */
  hold({ retryAfterMs = RETRY_MS }: Pick<Failed, 'retryAfterMs'>): void {
    this.options.timers.clearTimeout(this.pause);
    this.pause = this.options.timers.setTimeout(
      () => {
        this.pause = undefined;
        this.flush();
      },
      retryAfterMs * (1 + this.options.random()),
    );
  }

  /** The connection is gone, and with it whatever was waited for. */
  stop(): void {
    this.options.timers.clearTimeout(this.pause);
    this.options.timers.clearTimeout(this.patience);
    this.pause = undefined;
    this.patience = undefined;
  }
}
