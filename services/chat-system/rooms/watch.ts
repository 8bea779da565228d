import type { DegradedFlag } from '../store/degraded-flag';
import type { HubContext } from './context';
import type { Room } from './room';
import { SharedRead } from './shared-read';

/**
 * Looks after what the bus may not have brought. A server that cannot publish raises a flag in the store; while it
 * stands, every server looks for itself whether its open rooms have something new. When the bus is back, the rooms of
 * which something was not told are told of, and all open rooms are looked at.
 */
export class Watch {
  private flagUntil = 0;
  private raisedAt = Number.NEGATIVE_INFINITY;
  private readonly sweep: SharedRead<void>;
  private stopped = false;
  private readonly cancels = new Map<string, () => void>();

  constructor(
    private readonly context: HubContext,
    private readonly flag: DegradedFlag,
    private readonly open: () => Iterable<Room>,
    /** The bus is back. */
    private readonly onBack: () => void,
  ) {
    this.sweep = new SharedRead(() => this.recoverAll());
    context.bus.onChange((connected) => (connected ? this.back() : this.trouble()));
    this.every('flag', () => this.look(), context.timings.flagCheck);
    this.planCheck();
  }

  /** Something could not be told, or this server hears nothing. */
  trouble(): void {
    const { clock, timings } = this.context;
    if (this.stopped || clock.now() < this.raisedAt + timings.flag / 3) return;
    this.raisedAt = clock.now();
    this.stands(clock.now() + timings.flag);
    this.flag.raise(clock.now() + timings.flag).catch(() => {
      this.raisedAt = Number.NEGATIVE_INFINITY;
    });
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.cancels.values()) cancel();
  }

  private async look(): Promise<void> {
    if (!this.context.publisher.complete) this.trouble();
    if (this.context.bus.connected) await this.context.publisher.tellRest();
    this.stands(await this.flag.until());
  }

  private stands(until: number): void {
    const stood = this.stoodBy;
    this.flagUntil = Math.max(this.flagUntil, until);
    if (!stood && this.stoodBy) this.planCheck();
  }

  private get stoodBy(): boolean {
    return this.flagUntil > this.context.clock.now();
  }

  private back(): void {
    void this.context.publisher.tellRest();
    void this.sweep.ask();
    this.onBack();
  }

  private planCheck(): void {
    const { degradedCheck, tailCheck } = this.context.timings;
    const after = this.stoodBy ? (tailCheck > 0 ? Math.min(tailCheck, degradedCheck) : degradedCheck) : tailCheck;
    this.cancels.get('check')?.();
    if (after > 0) this.plan('check', after, () => void this.sweep.ask().finally(() => this.planCheck()));
  }

  /** Brings every open room up to what is stored. */
  private async recoverAll(): Promise<void> {
    const rooms = [...this.open()].values();
    const worker = async () => {
      for (const room of rooms) await room.recover();
    };
    await Promise.all(Array.from({ length: this.context.bounds.roomReads }, worker));
  }

  private every(name: string, work: () => Promise<void>, milliseconds: number): void {
    const again = () =>
      void work()
        .catch(() => undefined)
        .finally(() => this.plan(name, milliseconds, again));
    this.plan(name, milliseconds, again);
  }

  private plan(name: string, milliseconds: number, task: () => void): void {
    if (!this.stopped) this.cancels.set(name, this.context.clock.after(milliseconds, task));
  }
}
