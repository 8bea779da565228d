import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { NotCloudTrailError, parseEvent } from '../../lambda/auto-tagging/cloudtrail/parse';
import { FINDING_SOURCE } from '../../lambda/auto-tagging/notification/finding';
import { envelopeOf } from '../../lib/auto-tagging/local-run';
import type { SourceRecord } from '../../lib/auto-tagging/read-records';
import { callersEndpoint, firstLine, isOfAws } from './account';
import { assertReachable } from './endpoint';
import { readInput } from './input';
import { note, print } from './output';

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
 * @throws InputError, EndpointError; SendError when no record can be sent, or the bus does not take one
 */
export async function send(path: string | undefined): Promise<void> {
  await assertReachable(callersEndpoint());
  const entries = path === undefined ? [entryOf(sample())] : readInput(path).flatMap(readEntry);
  if (entries.length === 0) throw new SendError(`${path}: no CloudTrail record`);
  for (let start = 0; start < entries.length; start += ENTRIES) await put(entries.slice(start, start + ENTRIES));
}

async function put(Entries: PutEventsRequestEntry[]): Promise<void> {
  const answer = await new EventBridgeClient({}).send(new PutEventsCommand({ Entries })).catch((error: unknown) => {
    const isMissing = error instanceof Error && error.message === 'Region is missing';
    if (isMissing || isOfAws(error)) throw new SendError(`the bus cannot be reached: ${firstLine(error)}`);
    throw error;
  });
  for (const { EventId } of answer.Entries ?? []) if (EventId !== undefined) print(`sent ${EventId}`);
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (refused) throw new SendError(`the bus refused an event: ${refused.ErrorCode} ${refused.ErrorMessage ?? ''}`);
}

function readEntry({ where, value, problem }: SourceRecord): readonly PutEventsRequestEntry[] {
  try {
    if (problem !== undefined) throw new NotCloudTrailError(problem);
    const { detail = value } = (value ?? {}) as { readonly detail?: unknown };
    parseEvent(detail);
    return [entryOf(detail as Readonly<Record<string, unknown>>)];
  } catch (error) {
    if (!(error instanceof NotCloudTrailError)) throw error;
    note(`${where}: ${error.message}`);
    return [];
  }
}

function entryOf(record: Readonly<Record<string, unknown>>): PutEventsRequestEntry {
  // Only AWS may put events with a source that begins with `aws.`; the rule takes this one as well.
  return {
    Source: FINDING_SOURCE,
    DetailType: String(envelopeOf(record)['detail-type']),
    Detail: JSON.stringify(record),
  };
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
