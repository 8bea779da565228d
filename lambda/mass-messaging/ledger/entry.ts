import type { MessageRecord } from '../record';
import { type Ends, mergeEnds, reopened } from './ends';

/** What is remembered of a record. */
export interface LedgerEntry {
  /** Grows by one with each write; 0 for what was never written. */
  readonly version: number;
  readonly ends: Ends;
  /** Invocations that tried in vain since the last redrive. */
  readonly receives: number;
  /** As in the record. */
  readonly redrive: number;
}

/** Lower than that of no closed entry, and higher than writes could count to. */
export const CLOSED_VERSION = 2 ** 40;

/**
 * Whether everybody was delivered to: of two ends that is the one that holds, so whatever another invocation knows, both
 * together know no more.
 */
export const isClosed = ({ ends }: LedgerEntry): boolean => ends.every((end) => end === 'delivered');

/** Of a record that the ledger does not know. */
export function newEntry({ recipients, redrive }: MessageRecord): LedgerEntry {
  return { version: 0, ends: recipients.map(() => undefined), receives: 0, redrive };
}

/**
 * The entry as the copy of a record with this count of redrives sees it. The first copy of a redriven record opens
 * again who was given up; a second copy of it, or an old one, does not.
 */
export function redriven(entry: LedgerEntry, redrive: number): LedgerEntry {
  if (redrive <= entry.redrive) return entry;
  return { ...entry, ends: reopened(entry.ends), receives: 0, redrive };
}

/** What this invocation knows, together with what another one wrote meanwhile. */
export function merged(own: LedgerEntry, written: LedgerEntry): LedgerEntry {
  const redrive = Math.max(own.redrive, written.redrive);
  const one = redriven(own, redrive);
  const other = redriven(written, redrive);
  const ends = mergeEnds(one.ends, other.ends);
  return { version: written.version, ends, receives: Math.max(one.receives, other.receives), redrive };
}

/** Whether there is something in `now` that a reader of `before` would not know. */
export function hasChanged(before: LedgerEntry, now: LedgerEntry): boolean {
  return (
    before.receives !== now.receives ||
    before.redrive !== now.redrive ||
    before.ends.some((end, place) => end !== now.ends[place])
  );
}
