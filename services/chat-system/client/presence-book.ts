import type { Timers } from './socket';

/** Who is there, aged by the server's clock. */
export class PresenceBook {
  private readonly until = new Map<string, number>();
  /** How far the server's clock is before that of the client, in milliseconds. */
  private ahead = 0;
  private timer: unknown;
  /** When the timer fires, by the server's clock. */
  private firesAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly timers: Timers,
    private readonly onChange: (user: string) => void,
  ) {}

  online(user: string): boolean {
    return (this.until.get(user) ?? 0) > this.now();
  }

  /** @param serverNow the server's clock, milliseconds since 1970 */
  synchronise(serverNow: number): void {
    this.ahead = serverNow - this.timers.now();
    this.age();
  }

  /** @param until milliseconds since 1970 by the server's clock */
  set(user: string, until: number): void {
    const before = this.until.has(user);
    const there = until > this.now();
    if (there) this.until.set(user, until);
    else this.until.delete(user);
    if (there !== before) this.onChange(user);
    if (there && until < this.firesAt) this.fireAt(until);
  }

  stop(): void {
    this.timers.clearTimeout(this.timer);
    this.firesAt = Number.POSITIVE_INFINITY;
  }

  private now(): number {
    return this.timers.now() + this.ahead;
  }

  /** Forgets who is away by now, and comes back when the next one is. */
  private age(): void {
    this.stop();
    const now = this.now();
    const gone = [...this.until].filter(([, until]) => until <= now).map(([user]) => user);
    for (const user of gone) this.until.delete(user);
    for (const user of gone) this.onChange(user);
    let next = Number.POSITIVE_INFINITY;
    for (const until of this.until.values()) next = Math.min(next, until);
    if (next < Number.POSITIVE_INFINITY) this.fireAt(next);
  }

  private fireAt(until: number): void {
    this.stop();
    this.firesAt = until;
    this.timer = this.timers.setTimeout(() => this.age(), Math.max(1, until - this.now()));
  }
}
