import type { Clock } from '../../../../services/chat-system/rooms/clock';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** Time that passes only when it is told to, and chance that is the same for the same seed. */
export class VirtualClock implements Clock {
  private time = 1_000_000_000_000;
  private order = 0;
  private timers: Timer[] = [];
  private state: number;

  constructor(seed = 1) {
    this.state = seed >>> 0 || 1;
  }

  now = (): number => this.time;

  after = (milliseconds: number, task: () => void): (() => void) => {
    const timer = { at: this.time + Math.max(0, milliseconds), order: this.order++, task };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  };

  soon = (task: () => void): void => void this.after(0, task);

  /** mulberry32 */
  random = (): number => {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.after(milliseconds, resolve));
  }

  /** Lets so many milliseconds pass, and everything happen that is due in them. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settled();
      const next = this.timers.reduce<Timer | undefined>(
        (best, timer) => (before(timer, best) ? timer : best),
        undefined,
      );
      if (next === undefined || next.at > end) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.time = next.at;
      next.task();
    }
    this.time = end;
  }

  /** Lets time pass until the promise is settled. */
  async until<Result>(promise: Promise<Result>, most = 120_000): Promise<Result> {
    let done = false;
    const mark = () => {
      done = true;
    };
    promise.then(mark, mark);
    for (let passed = 0; !done && passed < most; passed += 5) await this.pass(5);
    if (!done) throw new Error(`not settled after ${most} ms`);
    return await promise;
  }
}

/** Everything that was to be done at once is done. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const before = (one: Timer, other: Timer | undefined): boolean =>
  other === undefined || one.at < other.at || (one.at === other.at && one.order < other.order);
