import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EXPIRY_ATTRIBUTE, tableKeys } from '../keys';
import { type MessageRecord, recordId } from '../record';
import { decodeEnds, encodeEnds } from './ends';
import type { LedgerEntry } from './entry';

/** Longer than any queue or stream keeps a record: 14 days in a dead-letter queue, after 14 in another. */
const KEPT_SECONDS = 60 * 24 * 3600;

/** An entry as the table holds it. */
export function toItem(
  record: MessageRecord,
  { version, ends, receives, redrive }: LedgerEntry,
): Record<string, AttributeValue> {
  const expiry = Math.floor(Date.now() / 1_000) + KEPT_SECONDS;
  return {
    [tableKeys.ledger]: { S: recordId(record) },
    version: { N: `${version}` },
    ends: { B: encodeEnds(ends) },
    receives: { N: `${receives}` },
    redrive: { N: `${redrive}` },
    [EXPIRY_ATTRIBUTE]: { N: `${expiry}` },
  };
}

/** @returns undefined for an item that the ledger did not write */
export function fromItem(item: Record<string, AttributeValue>, { recipients }: MessageRecord): LedgerEntry | undefined {
  const [version, receives, redrive] = [item.version, item.receives, item.redrive].map((value) => Number(value?.N));
  const ends = item.ends?.B && decodeEnds(item.ends.B, recipients.length);
  if (!ends || !version || receives === undefined || redrive === undefined) return undefined;
  return Number.isInteger(version + receives + redrive) ? { version, ends, receives, redrive } : undefined;
}
