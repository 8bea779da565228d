import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';

export type SenderEvent = KinesisStreamEvent | SQSEvent;
export type SenderAnswer = KinesisStreamBatchResponse | SQSBatchResponse;

export async function handler(_event: SenderEvent, _context: Context): Promise<SenderAnswer> {
  throw new Error('not written yet');
}
