import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { post, read } from './post';

/** One after the other, and the first failure ends the invocation. */
export async function handler({ Records }: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  for (const record of Records) {
    try {
      await post(read(record));
    } catch {
      return { batchItemFailures: [{ itemIdentifier: record.kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
