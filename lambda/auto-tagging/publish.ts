import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { FINDING_SOURCE, type Finding, type FindingType } from './notification/finding';
import { fullJitter } from './tagging/pacer';
import { sleep } from './tagging/signal';

/** A finding and the `detail-type` that it is published under. */
export interface TypedFinding {
  readonly type: FindingType;
  readonly finding: Finding;
}

/** EventBridge did not take findings; the records that they came from have to be delivered again. */
export class PublishError extends Error {
  override readonly name = 'PublishError';

  constructor(
    readonly findings: readonly TypedFinding[],
    reason: string,
  ) {
    super(`${findings.length} findings were not published: ${reason}`);
  }
}

/**
 * The most entries of one call. Ten findings of a few kB stay far below the call's size limit of 1 MB.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
const ENTRIES_PER_CALL = 10;
const CALLS_AT_A_TIME = 8;
const MAX_ATTEMPTS = 4;

/**
 * Publishes findings. Entries that EventBridge did not take are sent again with backoff, and only those.
 *
 * @throws PublishError naming the count of findings that four attempts did not bring through
 */
export async function publish(
  eventBridge: EventBridgeClient,
  eventBusName: string,
  findings: readonly TypedFinding[],
): Promise<void> {
  let left = findings;
  let reason = '';
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const failed = await attemptAll(eventBridge, eventBusName, left);
    left = failed.map(({ finding }) => finding);
    reason = failed[0]?.reason ?? '';
    if (left.length > 0 && attempt === MAX_ATTEMPTS) throw new PublishError(left, reason);
    if (left.length > 0) await sleep(fullJitter(attempt));
  }
}

interface Failed {
  readonly finding: TypedFinding;
  readonly reason: string;
}

async function attemptAll(
  eventBridge: EventBridgeClient,
  eventBusName: string,
  findings: readonly TypedFinding[],
): Promise<readonly Failed[]> {
  const calls: (readonly TypedFinding[])[] = [];
  for (let start = 0; start < findings.length; start += ENTRIES_PER_CALL) {
    calls.push(findings.slice(start, start + ENTRIES_PER_CALL));
  }
  const failed: Failed[] = [];
  const worker = async () => {
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      failed.push(...(await attemptCall(eventBridge, eventBusName, call)));
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, worker));
  return failed;
}

async function attemptCall(
  eventBridge: EventBridgeClient,
  EventBusName: string,
  findings: readonly TypedFinding[],
): Promise<readonly Failed[]> {
  const Entries = findings.map(
    ({ type, finding }): PutEventsRequestEntry => ({
      EventBusName,
      Source: FINDING_SOURCE,
      DetailType: type,
      Detail: JSON.stringify(finding),
      Resources: finding.arn === undefined ? [] : [finding.arn],
    }),
  );
  try {
    const answer = await eventBridge.send(new PutEventsCommand({ Entries }));
    if (!answer.FailedEntryCount) return [];
    return findings.flatMap((finding, index) => {
      const { ErrorCode, ErrorMessage = '' } = answer.Entries?.[index] ?? {};
      return ErrorCode === undefined ? [] : [{ finding, reason: `${ErrorCode}: ${ErrorMessage}` }];
    });
  } catch (error) {
    return findings.map((finding) => ({ finding, reason: String(error) }));
  }
}
