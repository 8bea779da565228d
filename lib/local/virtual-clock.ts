import { createClock } from '@sinonjs/fake-timers';
import { type Clock, type IoOperation, Operations, settled } from './clock';

/**
 * A clock that jumps from timer to timer while nothing else happens, so that an hour passes in a blink.
 * It stands still while a request is under way: real HTTP on loopback takes no virtual time.
 */
export class VirtualClock implements Clock {
  readonly Date: DateConstructor;
  private readonly timers;
  private wake: () => void = () => {};
  private readonly operations = new Operations(() => this.wake());

  /** @param start milliseconds since 1970 */
  constructor(start: number = Date.UTC(2026, 0, 5, 9)) {
    this.timers = createClock(start);
    this.Date = this.timers.Date as unknown as DateConstructor;
  }

  now(): number {
    return this.timers.now;
  }

  setTimeout(callback: (...values: never[]) => void, milliseconds = 0, ...values: unknown[]): unknown {
    return this.timers.setTimeout(callback as () => void, milliseconds, ...values);
  }

  clearTimeout(timer: unknown): void {
    if (typeof timer === 'object' && timer !== null) this.timers.clearTimeout(timer as never);
  }

  setInterval(callback: (...values: never[]) => void, milliseconds = 0, ...values: unknown[]): unknown {
    return this.timers.setInterval(callback as () => void, milliseconds, ...values);
  }

  clearInterval(timer: unknown): void {
    if (typeof timer === 'object' && timer !== null) this.timers.clearInterval(timer as never);
  }

  begin(): IoOperation {
    return this.operations.begin();
  }

  async run(until: () => boolean = () => false): Promise<void> {
    for (;;) {
      await settled();
      if (this.operations.inFlight > 0) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      if (until() || this.timers.countTimers() === 0) return;
      this.timers.next();
    }
  }
}
