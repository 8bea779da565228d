import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A message that goes back to the queue, and after how many seconds it shall come again. */
export interface Redelivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly delaySeconds: number;
}

/** The most entries of one call: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
const ENTRIES_PER_CALL = 10;
const CALLS_AT_A_TIME = 8;

/**
 * Lets messages come again sooner than the queue's visibility timeout would. A message for which this fails comes
 * again all the same, only later.
 *
 * @returns what failed, one line for each call or entry
 */
export async function redeliver(
  sqs: SQSClient,
  queueUrl: string,
  messages: readonly Redelivery[],
): Promise<readonly string[]> {
  const failures: string[] = [];
  const starts = Array.from({ length: Math.ceil(messages.length / ENTRIES_PER_CALL) }, (_, i) => i * ENTRIES_PER_CALL);
  const worker = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const Entries = messages.slice(start, start + ENTRIES_PER_CALL).map((message, index) => ({
        Id: String(index),
        ReceiptHandle: message.receiptHandle,
        VisibilityTimeout: message.delaySeconds,
      }));
      try {
        const answer = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
        for (const { Code, Message } of answer.Failed ?? []) failures.push(`${Code}: ${Message ?? ''}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, worker));
  return failures;
}
