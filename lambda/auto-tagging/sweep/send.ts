import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { FOUND_DETAIL_TYPE } from '../cloudtrail/parse';
import { FINDING_SOURCE } from '../notification/finding';
import { sleep } from '../notification/pace';
import type { CloudTrailRecord } from './creator';
import type { FoundResource } from './found-resource';

/** SQS did not take what was found; the page is to be swept again. */
export class SweepNotSentError extends Error {
  override readonly name = 'SweepNotSentError';
}

/** Messages a call. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_SIZE = 10;
const ATTEMPTS = 5;

const client = new SQSClient();

/**
 * The message that the tagger's queue gets, shaped like an event of EventBridge. Of the creating event it carries what
 * tells who and when; request and response can be large and the ARN is known already.
 */
export function messageBody(resource: FoundResource, event: CloudTrailRecord | undefined): string {
  const detail = event
    ? { ...resource, event: { ...event, requestParameters: null, responseElements: null } }
    : resource;
  return JSON.stringify({ source: FINDING_SOURCE, 'detail-type': FOUND_DETAIL_TYPE, detail });
}

/** @throws SweepNotSentError when a message is refused, or fails again and again */
export async function sendAll(queueUrl: string, bodies: readonly string[]): Promise<void> {
  for (let start = 0; start < bodies.length; start += BATCH_SIZE) {
    const batch = bodies.slice(start, start + BATCH_SIZE);
    await sendBatch(
      queueUrl,
      batch.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    );
  }
}

async function sendBatch(queueUrl: string, entries: readonly SendMessageBatchRequestEntry[]): Promise<void> {
  let left = entries;
  let reason: string | undefined;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new SweepNotSentError(`${left.length} messages failed: ${reason}`);
    if (attempt > 0) await sleep(100 * 2 ** attempt);
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...left] }));
    const refused = Failed.find(({ SenderFault }) => SenderFault);
    if (refused) throw new SweepNotSentError(`SQS refused a message: ${refused.Code}`);
    reason = Failed[0]?.Code;
    left = left.filter((entry) => Failed.some(({ Id }) => Id === entry.Id));
  }
}
