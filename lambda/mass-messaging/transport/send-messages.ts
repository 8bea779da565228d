import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageRecord } from '../record';
import { inLanes, inParts, untilNoneLeft } from '../retry';

/**
 * Messages and bytes of one call.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const MESSAGES_PER_CALL = 10;
const BYTES_PER_CALL = 1_048_576;
const CALLS_AT_ONCE = 16;

/**
 * The longest delay of a message, in seconds.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html
 */
export const LONGEST_DELAY = 900;

/** A record as a message. */
export interface RecordMessage {
  readonly record: MessageRecord;
  /** 0 to {@link LONGEST_DELAY}. @default - as the queue says */
  readonly delaySeconds?: number;
}

/**
 * Sends records to a queue; what SQS did not take again, and only that.
 *
 * @param deadline milliseconds since 1970
 * @returns how many were sent again
 * @throws EntriesLeftError
 */
export async function sendMessages(
  client: SQSClient,
  queueUrl: string,
  deadline: number,
  messages: readonly RecordMessage[],
): Promise<number> {
  const entries = messages.map(({ record, delaySeconds }) => ({ body: JSON.stringify(record), delaySeconds }));
  const parts = inParts(entries, MESSAGES_PER_CALL, BYTES_PER_CALL, ({ body }) => Buffer.byteLength(body));
  let retries = 0;
  await inLanes(parts, CALLS_AT_ONCE, async (part) => {
    retries += await untilNoneLeft(part, deadline, async (left) => {
      const Entries = left.map(({ body, delaySeconds }, place) => ({
        Id: `${place}`,
        MessageBody: body,
        ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      return Failed.flatMap(({ Id, Code, Message = '' }) => {
        const entry = left[Number(Id)];
        return entry ? [{ entry, reason: `${Code}: ${Message}` }] : [];
      });
    });
  });
  return retries;
}
