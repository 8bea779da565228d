import type { Batch } from './batch';

/** How much of a room is kept in memory. */
export interface WindowBounds {
  readonly windowMessages: number;
  readonly windowLength: number;
}

/**
 * What a server knows of the history of one room: everything up to `known`, the newest of it in memory. Every message
 * passes through `take`, in order, once, wherever it comes from.
 */
export class RoomLog {
  private batches: Batch[] = [];
  private length = 0;
  /** Batches whose predecessor has not come yet, by their first number. */
  private ahead: Map<number, Batch> | undefined;

  constructor(
    /** The last number that has passed. */
    public known: number,
    private readonly bounds: WindowBounds,
  ) {}

  /** The number before the first one in memory. */
  get base(): number {
    return this.batches[0] === undefined ? this.known : this.batches[0].first - 1;
  }

  /** Whether something came whose predecessor is missing. */
  get gap(): boolean {
    return this.ahead !== undefined && this.ahead.size > 0;
  }

  /** @returns what is new in it, and what it made whole: in order, without a gap; nothing if it is old or too early */
  take(batch: Batch): readonly Batch[] {
    if (batch.last <= this.known) return [];
    if (batch.first > this.known + 1) {
      this.ahead ??= new Map();
      if (this.ahead.size < aheadMost) this.ahead.set(batch.first, batch);
      return [];
    }
    const taken = [this.append(batch.above(this.known))];
    if (this.ahead === undefined) return taken;
    for (const [first, next] of [...this.ahead].sort(([a], [b]) => a - b)) {
      if (first > this.known + 1) break;
      this.ahead.delete(first);
      if (next.last > this.known) taken.push(this.append(next.above(this.known)));
    }
    if (this.ahead.size === 0) this.ahead = undefined;
    return taken;
  }

  /** Batches in memory that have numbers above `after`, or nothing if some of them are not in memory any more. */
  since(after: number): readonly Batch[] | undefined {
    if (after >= this.known) return [];
    if (after < this.base) return undefined;
    let from = this.batches.length;
    while (from > 0 && (this.batches[from - 1]?.last ?? 0) > after) from--;
    return this.batches.slice(from);
  }

  /** Puts what is known already before the window, where there is room for it. */
  fill(batch: Batch): void {
    if (batch.last !== this.base) return;
    this.batches.unshift(batch);
    this.length += batch.text.length;
  }

  /** Lets go of what is delivered and more than the window holds, or of all of it. */
  trim(delivered: number, all = false): void {
    let drop = 0;
    for (const batch of this.batches) {
      const small = this.known - batch.first < this.bounds.windowMessages && this.length <= this.bounds.windowLength;
      if (batch.last > delivered || (small && !all)) break;
      this.length -= batch.text.length;
      drop++;
    }
    if (drop > 0) this.batches = this.batches.slice(drop);
  }

  private append(batch: Batch): Batch {
    this.batches.push(batch);
    this.length += batch.text.length;
    this.known = batch.last;
    return batch;
  }
}

/** Batches that wait for a predecessor; the store has the rest. */
const aheadMost = 64;
