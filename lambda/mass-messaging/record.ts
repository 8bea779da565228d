import { hash } from 'node:crypto';
import { parseRecipient, type Recipient } from './audience/recipient';

/** What the transport carries: recipients of one campaign, by their places. JSON in UTF-8. */
export interface MessageRecord {
  readonly campaignId: string;
  /** Position in the audience of the first recipient, which makes it unique in its campaign. */
  readonly record: number;
  /** How often its dead letters were redriven. */
  readonly redrive: number;
  /** 1 to 100. */
  readonly recipients: readonly Recipient[];
}

/** What came over the transport is no record. */
export class InvalidRecordError extends Error {
  override readonly name = 'InvalidRecordError';
}

const LONGEST_CAMPAIGN_ID = 128;
const MOST_RECIPIENTS = 100;

/**
 * Reads a record.
 *
 * @throws InvalidRecordError that says what is wrong, but repeats nothing of it
 */
export function parseRecord(text: string): MessageRecord {
  const { campaignId, record, redrive, recipients } = parseObject(text);
  if (typeof campaignId !== 'string' || campaignId === '' || campaignId.length > LONGEST_CAMPAIGN_ID) {
    throw new InvalidRecordError(`campaignId: 1 to ${LONGEST_CAMPAIGN_ID} characters`);
  }
  if (!isCount(record)) throw new InvalidRecordError('record: a whole number from 0');
  if (!isCount(redrive)) throw new InvalidRecordError('redrive: a whole number from 0');
  if (!Array.isArray(recipients) || recipients.length === 0 || recipients.length > MOST_RECIPIENTS) {
    throw new InvalidRecordError(`recipients: 1 to ${MOST_RECIPIENTS}`);
  }
  const read = recipients.map((value: unknown, place): Recipient => {
    const parsed = parseRecipient(value);
    if (parsed.kind === 'invalid') throw new InvalidRecordError(`recipient ${place}: ${parsed.reason}`);
    return parsed.recipient;
  });
  return { campaignId, record, redrive, recipients: read };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidRecordError('not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new InvalidRecordError('not an object');
  return value as Readonly<Record<string, unknown>>;
}

/** It is asked for at every step, and costs a hash. */
const ids = new WeakMap<MessageRecord, string>();

/**
 * The same for every copy of a record, and for no other: it holds a hash of the recipients, so that another audience, or
 * another count in a record, is never taken for what was worked on before. It is the partition key on a stream, too.
 */
export function recordId(record: MessageRecord): string {
  const known = ids.get(record);
  if (known !== undefined) return known;
  const { campaignId, record: position, recipients } = record;
  const fingerprint = hash('sha256', JSON.stringify(recipients.map(({ id }) => id)), 'base64url');
  const id = `${campaignId}#${position}#${fingerprint.slice(0, 16)}`;
  ids.set(record, id);
  return id;
}
