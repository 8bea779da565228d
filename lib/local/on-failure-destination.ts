import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import type { DiscardedBatch } from './kinesis-event-source-mapping';

/**
 * The document that an on-failure destination gets. Amazon SQS and SNS get no more than where the records lie in the
 * stream, and only while it keeps them; Amazon S3 gets the event itself too.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function invocationRecord(clock: Clock, streamArn: string, functionArn: string, discarded: DiscardedBatch) {
  const { records, attempts, condition, shardId } = discarded;
  const time = (at: number | undefined) => new Date(at ?? 0).toISOString();
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: time(clock.now()),
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.sequenceNumber ?? '',
      endSequenceNumber: records.at(-1)?.sequenceNumber ?? '',
      approximateArrivalOfFirstRecord: time(records[0]?.arrivedAt),
      approximateArrivalOfLastRecord: time(records.at(-1)?.arrivedAt),
      batchSize: records.length,
      streamArn,
    },
  };
}

/** Writes the document and the whole event into a bucket, under the key that Lambda gives it. */
export function writeInvocationRecord(
  bucket: Map<string, Buffer>,
  clock: Clock,
  mappingId: string,
  record: ReturnType<typeof invocationRecord>,
  payload: string,
): string {
  const [date = '', time = ''] = new Date(clock.now()).toISOString().slice(0, 19).split('T');
  const day = date.replaceAll('-', '/');
  const name = `${date}T${time.replaceAll(':', '.')}-${randomUUID()}`;
  const key = `aws/lambda/${mappingId}/${record.KinesisBatchInfo.shardId}/${day}/${name}`;
  bucket.set(key, Buffer.from(JSON.stringify({ ...record, payload })));
  return key;
}
