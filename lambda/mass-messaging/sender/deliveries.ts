import type { KinesisStreamBatchResponse, KinesisStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type MessageRecord, parseRecord, recordId } from '../record';

export type SenderEvent = KinesisStreamEvent | SQSEvent;
export type SenderAnswer = KinesisStreamBatchResponse | SQSBatchResponse;

/** What came, of either transport. */
export interface Delivery {
  /** Message id or sequence number, by which the transport is told of a failure. */
  readonly id: string;
  readonly body: string;
}

/** A record with every delivery that holds a copy of it. */
export interface Delivered {
  /** The copy that was redriven most often. */
  readonly record: MessageRecord;
  readonly deliveryIds: readonly string[];
}

/** A delivery that is no record. */
export interface Poison {
  readonly deliveryIds: readonly string[];
  readonly reason: string;
}

/** The deliveries of an event, in its order. */
export function deliveriesOf({ Records: records }: SenderEvent): readonly Delivery[] {
  return records.map((record) =>
    'kinesis' in record
      ? { id: record.kinesis.sequenceNumber, body: Buffer.from(record.kinesis.data, 'base64').toString() }
      : { id: record.messageId, body: record.body },
  );
}

/** Reads the deliveries. Copies of one record are worked on once. */
export function readDeliveries(deliveries: readonly Delivery[]): {
  readonly delivered: readonly Delivered[];
  readonly poison: readonly Poison[];
} {
  const delivered = new Map<string, Delivered>();
  const poison: Poison[] = [];
  for (const { id, body } of deliveries) {
    try {
      const record = parseRecord(body);
      const known = delivered.get(recordId(record));
      const newer = known && known.record.redrive > record.redrive ? known.record : record;
      delivered.set(recordId(record), { record: newer, deliveryIds: [...(known?.deliveryIds ?? []), id] });
    } catch (error) {
      poison.push({ deliveryIds: [id], reason: String(error) });
    }
  }
  return { delivered: [...delivered.values()], poison };
}

/**
 * The answer that makes the transport deliver again what failed. A queue is told every message. A stream goes back to
 * the first that failed and delivers everything from there on again, so it is told that one only; what comes again
 * without need is found in the ledger.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function answerOf({ Records: records }: SenderEvent, failed: ReadonlySet<string>): SenderAnswer {
  const ids = deliveriesOf({ Records: records } as SenderEvent).flatMap(({ id }) => (failed.has(id) ? [id] : []));
  const isStream = records.some((record) => 'kinesis' in record);
  return { batchItemFailures: (isStream ? ids.slice(0, 1) : ids).map((itemIdentifier) => ({ itemIdentifier })) };
}
