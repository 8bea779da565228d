import type { Shard, Stream, StreamRecord } from './kinesis';

/** Bytes around the records of an event. */
export const envelope = 20;
/** Bytes around the data of one record, at most. */
const recordEnvelope = 700;

/** Bytes of a record in an event, rounded up. */
export function bytesOf({ partitionKey, data }: StreamRecord): number {
  return recordEnvelope + partitionKey.length + Math.ceil(data.length / 3) * 4;
}

/**
 * The event that a function gets, as JSON.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export function kinesisEvent({ arn }: Stream, { id }: Shard, records: readonly StreamRecord[]): string {
  const awsRegion = arn.split(':')[3] ?? '';
  return JSON.stringify({
    Records: records.map(({ sequenceNumber, partitionKey, data, arrivedAt }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber,
        data: data.toString('base64'),
        approximateArrivalTimestamp: arrivedAt / 1_000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${id}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/local',
      awsRegion,
      eventSourceARN: arn,
    })),
  });
}
