import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { FINDING_SOURCE } from '../../lambda/auto-tagging/notification/finding';
import { readRecords } from '../../lib/auto-tagging/read-records';
import { assertReachable } from './endpoint';
import { print } from './output';

/** PutEvents takes this many entries: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES = 10;

/** What `send` could not do; one line for the person who called it. */
export class SendError extends Error {
  override readonly name = 'SendError';
}

/**
 * Sends creating calls to the default bus of the deployed stack: those of a file, or one of a service that does not
 * exist, which has to come out on Slack as "not mapped" once the grace period and the window have passed.
 *
 * @throws SendError when the bus refuses an event
 */
export async function send(path: string | undefined): Promise<void> {
  await assertReachable(process.env.AWS_ENDPOINT_URL);
  const records = path === undefined ? [sample()] : readRecords(path).flatMap(({ value }) => value ?? []);
  const client = new EventBridgeClient({});
  for (let start = 0; start < records.length; start += ENTRIES) {
    const entries = records.slice(start, start + ENTRIES).map((record) => ({
      // Only AWS may put events with a source that starts with `aws.`.
      Source: FINDING_SOURCE,
      DetailType: 'AWS API Call via CloudTrail',
      Detail: JSON.stringify(record),
    }));
    const { Entries } = await client.send(new PutEventsCommand({ Entries: entries }));
    const refused = Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused !== undefined)
      throw new SendError(`the bus refused an event: ${refused.ErrorCode} ${refused.ErrorMessage}`);
    for (const { EventId } of Entries ?? []) print(`sent ${EventId}`);
  }
}

function sample(): Readonly<Record<string, unknown>> {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', accountId: '111122223333', userName: process.env.USER ?? 'takehome' },
    eventTime: new Date().toISOString(),
    eventSource: 'sample.amazonaws.com',
    eventName: 'CreateSample',
    awsRegion: process.env.AWS_REGION ?? 'us-east-1',
    requestParameters: { sampleName: 'takehome' },
    responseElements: null,
    eventID: crypto.randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
  };
}
