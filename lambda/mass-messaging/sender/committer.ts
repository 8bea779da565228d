import type { Logger } from '@aws-lambda-powertools/logger';
import { hasChanged, isClosed, type LedgerEntry } from '../ledger/entry';
import { CLOSED_AT_ONCE } from '../ledger/ledger';
import type { ResultLine } from '../outcome';
import type { MessageRecord } from '../record';
import { inLanes, inParts } from '../retry';
import type { RecordMessage } from '../transport/send-messages';
import type { Settlement, Work } from './work';

/** What a commit needs of others; each throws when it did not happen. */
export interface CommitPorts {
  readonly putResults: (lines: readonly ResultLine[]) => Promise<void>;
  readonly sendLater: (messages: readonly RecordMessage[]) => Promise<unknown>;
  readonly sendDeadLetters: (messages: readonly RecordMessage[]) => Promise<unknown>;
  readonly writeLedger: (record: MessageRecord, before: LedgerEntry, now: LedgerEntry) => Promise<void>;
  /** For records of which everybody was delivered to. */
  readonly closeLedger: (records: readonly (readonly [MessageRecord, LedgerEntry])[]) => Promise<void>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Records that are committed together. */
const TOGETHER = 500;

/** Milliseconds that a record which has ended waits for others, so that they share calls. Until then a crash undoes it. */
const LINGER = 200;
const LEDGER_WRITES_AT_ONCE = 50;

interface Settled {
  readonly work: Work;
  readonly settlement: Settlement;
}

/**
 * Commits records as they end, in the order of effects that `Ledger` tells. Records that end at about the same time share a
 * commit. One that fails lets its records come again.
 */
export class Committer {
  /** Ids of deliveries that have to come again. */
  readonly failed = new Set<string>();
  private readonly outcomes = new Map<string, number>();
  private readonly waiting: Work[] = [];
  private committing: Promise<void> | undefined;
  private isFinishing = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly ports: CommitPorts,
    private readonly maxReceives: number,
  ) {}

  /** Recipients who ended so, and were committed. */
  outcomeCount(outcome: string): number {
    return this.outcomes.get(outcome) ?? 0;
  }

  /** The work on a record has ended. */
  add(work: Work): void {
    this.waiting.push(work);
    this.committing ??= this.commitAll();
    if (this.waiting.length >= TOGETHER) this.wake();
  }

  /** Waits until everything is committed, or has failed. */
  async finish(): Promise<void> {
    this.isFinishing = true;
    this.wake();
    await this.committing;
  }

  private async commitAll(): Promise<void> {
    while (this.waiting.length > 0) {
      if (!this.isFinishing && this.waiting.length < TOGETHER) await this.linger();
      await this.commit(this.waiting.splice(0, TOGETHER));
    }
    this.committing = undefined;
  }

  private linger(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), LINGER);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async commit(works: readonly Work[]): Promise<void> {
    const settled = works.map((work) => ({ work, settlement: work.settle(this.maxReceives, Date.now()) }));
    const { putResults, sendLater, sendDeadLetters } = this.ports;
    try {
      const settlements = settled.map(({ settlement }) => settlement);
      const lines = settlements.flatMap((settlement) => settlement.lines);
      const later = settlements.flatMap((settlement) => settlement.later ?? []);
      const deadLetters = settlements.flatMap(({ deadLetter }) => (deadLetter ? [{ record: deadLetter }] : []));
      if (lines.length > 0) await putResults(lines);
      if (later.length > 0) await sendLater(later);
      if (deadLetters.length > 0) await sendDeadLetters(deadLetters);
    } catch (error) {
      for (const { work } of settled) this.fail(work, error);
      return;
    }
    const isToClose = ({ work, settlement: { entry } }: Settled) => isClosed(entry) && hasChanged(work.before, entry);
    const closed = inParts(settled.filter(isToClose), CLOSED_AT_ONCE);
    const others = settled.filter((one) => !isToClose(one)).map((one) => [one]);
    await inLanes([...closed, ...others], LEDGER_WRITES_AT_ONCE, (part) => this.note(part));
  }

  /** @param settled one record, or some of which everybody was delivered to */
  private async note(settled: readonly Settled[]): Promise<void> {
    const { closeLedger, writeLedger } = this.ports;
    const [first, ...others] = settled;
    try {
      if (first && others.length === 0) await writeLedger(first.work.record, first.work.before, first.settlement.entry);
      else await closeLedger(settled.map(({ work, settlement }) => [work.record, settlement.entry]));
      for (const { outcome } of settled.flatMap(({ settlement }) => settlement.lines)) {
        this.outcomes.set(outcome, this.outcomeCount(outcome) + 1);
      }
    } catch (error) {
      for (const { work } of settled) this.fail(work, error);
    }
  }

  private fail({ record, delivered }: Work, error: unknown): void {
    for (const id of delivered.deliveryIds) this.failed.add(id);
    this.ports.logger.error('commit', { campaign: record.campaignId, record: record.record, error: String(error) });
  }
}
