import type { MessageRecord } from '../record';
import { type InvalidRecipient, parseRecipient, type Recipient } from './recipient';

/** An item of the audience, with its position from 0. */
export interface AudienceItem {
  readonly index: number;
  readonly value: unknown;
}

/** A recipient, with the position in the audience. */
export interface PlacedRecipient {
  readonly index: number;
  readonly recipient: Recipient;
}

/** What a batch of the audience holds. */
export interface SiftedItems {
  readonly recipients: readonly PlacedRecipient[];
  readonly invalid: readonly (InvalidRecipient & { readonly index: number })[];
}

/**
 * Reads a batch of the audience. Whoever is in it twice is written to once; across batches the idempotency key sees to
 * that.
 */
export function siftItems(items: readonly AudienceItem[]): SiftedItems {
  const recipients: PlacedRecipient[] = [];
  const invalid: (InvalidRecipient & { readonly index: number })[] = [];
  const ids = new Set<string>();
  for (const { index, value } of items) {
    const parsed = parseRecipient(value);
    if (parsed.kind === 'invalid') {
      invalid.push({ index, id: parsed.id, reason: parsed.reason });
    } else if (ids.has(parsed.recipient.id)) {
      invalid.push({ index, id: parsed.recipient.id, reason: 'id: is in the audience before' });
    } else {
      ids.add(parsed.recipient.id);
      recipients.push({ index, recipient: parsed.recipient });
    }
  }
  return { recipients, invalid };
}

/**
 * Packs recipients into records. The same batch gives the same records, however often it is expanded.
 *
 * @param recipientsPerRecord the most in one record, from 1
 */
export function packRecords(
  campaignId: string,
  recipients: readonly PlacedRecipient[],
  recipientsPerRecord: number,
): readonly MessageRecord[] {
  const records: MessageRecord[] = [];
  for (let start = 0; start < recipients.length; start += recipientsPerRecord) {
    const packed = recipients.slice(start, start + recipientsPerRecord);
    const [first] = packed;
    if (!first) break;
    const record = { campaignId, record: first.index, redrive: 0 };
    records.push({ ...record, recipients: packed.map(({ recipient }) => recipient) });
  }
  return records;
}
