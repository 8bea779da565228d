import type { LedgerEntry } from '../ledger/entry';
import type { Outcome, ResultLine } from '../outcome';
import type { MessageRecord } from '../record';
import { LONGEST_DELAY } from '../transport/send-messages';
import type { Delivered } from './deliveries';

/** What is to be done about a record at the end, in this order. */
export interface Settlement {
  readonly lines: readonly ResultLine[];
  /** To the later queue, with seconds of delay: somebody is in quiet hours, was tried in vain, or had no turn. */
  readonly later?: { readonly record: MessageRecord; readonly delaySeconds: number };
  /** To the dead-letter queue: somebody was given up. As it is to be redriven. */
  readonly deadLetter?: MessageRecord;
  /** For the ledger. */
  readonly entry: LedgerEntry;
}

/** A record while it is worked on. */
export class Work {
  /** Requests that have not ended. */
  pending = 0;
  private readonly ends: (Outcome | undefined)[];
  private readonly lines: ResultLine[] = [];
  /** Places of those who are left over, with the requests that were made for them. */
  private readonly left = new Map<number, number>();
  private held = 0;
  private heldUntil = Number.POSITIVE_INFINITY;

  /** @param before what the ledger knows of it */
  constructor(
    readonly delivered: Delivered,
    readonly before: LedgerEntry,
  ) {
    this.ends = [...before.ends];
  }

  get record(): MessageRecord {
    return this.delivered.record;
  }

  /** Places of those who have not ended. */
  get open(): readonly number[] {
    return this.ends.flatMap((end, place) => (end === undefined ? [place] : []));
  }

  get heldCount(): number {
    return this.held;
  }

  get leftCount(): number {
    return this.left.size;
  }

  /** @param attempts requests that were made for it */
  end(place: number, outcome: Outcome, attempts = 0, reason = ''): void {
    const { campaignId, record, recipients } = this.record;
    const recipient = recipients[place]?.id ?? '';
    this.ends[place] = outcome;
    this.lines.push({ campaign: campaignId, recipient, outcome, at: timeText(), attempts, position: record, reason });
  }

  /** @param until milliseconds since 1970 */
  hold(until: number): void {
    this.held += 1;
    this.heldUntil = Math.min(this.heldUntil, until);
  }

  /** @param attempts requests that were made for it in vain */
  leave(place: number, attempts: number): void {
    this.left.set(place, attempts);
  }

  /**
   * Ends the work. Who was tried in vain is tried again later, after a growing time, and given up after the last time. Who
   * had no turn has one later, too, and is never given up for it. So a provider that fails one recipient holds up no shard,
   * an outage of minutes makes no dead letters, and the transport's own attempts are left for crashes.
   *
   * @param maxReceives invocations that may try in vain
   * @param now milliseconds since 1970
   */
  settle(maxReceives: number, now: number): Settlement {
    const tried = [...this.left].filter(([, attempts]) => attempts > 0);
    const receives = this.before.receives + (tried.length > 0 ? 1 : 0);
    const givenUp = receives >= maxReceives ? tried : [];
    for (const [place, attempts] of givenUp) {
      this.end(place, 'dead-lettered', attempts, `tried in vain by ${receives} invocations`);
      this.left.delete(place);
    }
    const { record, before } = this;
    const again = this.left.size > 0 ? now + backoff(Math.max(1, receives)) : Number.POSITIVE_INFINITY;
    const next = Math.min(this.heldUntil, again);
    const delaySeconds = Math.min(LONGEST_DELAY, Math.max(0, Math.ceil((next - now) / 1_000)));
    const redrive = Math.max(record.redrive, before.redrive) + 1;
    return {
      lines: this.lines,
      ...(Number.isFinite(next) && { later: { record, delaySeconds } }),
      ...(givenUp.length > 0 && { deadLetter: { ...record, redrive } }),
      entry: { ...before, ends: this.ends, receives },
    };
  }
}

let [lastTime, lastText] = [Number.NaN, ''];

/** Now, in ISO 8601. Dozens of recipients end within a millisecond, and it is written once for them. */
function timeText(): string {
  const now = Date.now();
  if (now !== lastTime) [lastTime, lastText] = [now, new Date(now).toISOString()];
  return lastText;
}

/** Milliseconds of the first wait of a record, at most; each further one is twice as long. */
const FIRST_WAIT = 30_000;

/** Half of it is sure, and half is jitter. */
function backoff(receives: number): number {
  const longest = Math.min(LONGEST_DELAY * 1_000, FIRST_WAIT * 2 ** (receives - 1));
  return (longest * (1 + Math.random())) / 2;
}
