import { type Clock, type IoOperation, Operations, settled } from './clock';

/** The clock on the wall, with the interface of the virtual one. */
export class RealClock implements Clock {
  readonly Date = Date;
  private readonly timers = new Set<unknown>();
  private wake: () => void = () => {};
  private readonly operations = new Operations(() => this.wake());

  now(): number {
    return Date.now();
  }

  setTimeout(callback: (...values: never[]) => void, milliseconds = 0, ...values: unknown[]): unknown {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      (callback as (...all: unknown[]) => void)(...values);
      this.wake();
    }, milliseconds);
    this.timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    clearTimeout(timer as NodeJS.Timeout);
    if (this.timers.delete(timer)) this.wake();
  }

  setInterval(callback: (...values: never[]) => void, milliseconds = 0, ...values: unknown[]): unknown {
    const timer = setInterval(() => {
      (callback as (...all: unknown[]) => void)(...values);
      this.wake();
    }, milliseconds);
    this.timers.add(timer);
    return timer;
  }

  clearInterval(timer: unknown): void {
    clearInterval(timer as NodeJS.Timeout);
    if (this.timers.delete(timer)) this.wake();
  }

  begin(): IoOperation {
    return this.operations.begin();
  }

  /** Cancels every timer, so that nothing keeps the process alive. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer as NodeJS.Timeout);
    this.timers.clear();
    this.wake();
  }

  async run(until: () => boolean = () => false): Promise<void> {
    for (;;) {
      await settled();
      if (until() || (this.operations.count === 0 && this.timers.size === 0)) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
