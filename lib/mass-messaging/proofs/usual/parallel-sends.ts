import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { post, read } from './post';

/** All at the same time, and what failed is reported: Lambda sends everything from the lowest of them on again. */
export async function handler({ Records }: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const results = await Promise.allSettled(Records.map(async (record) => post(read(record))));
  const failed = Records.filter((_, index) => results[index]?.status === 'rejected');
  return { batchItemFailures: failed.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
}
