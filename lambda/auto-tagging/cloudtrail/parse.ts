import type { CreatedResource } from '../derivation/derivation';
import { FINDING_SOURCE } from '../notification/finding';
import type { CloudTrailEvent } from './event';

/** `detail-type` of the message with which the sweep hands over a resource that was never tagged. */
export const FOUND_DETAIL_TYPE = 'Never Tagged Resource Found';

/** The value is not a CloudTrail record, nor a message that holds one; the message says what is missing. */
export class NotCloudTrailError extends Error {
  override readonly name = 'NotCloudTrailError';
}

/** What a message on the tagger's queue holds. */
export type QueueMessage =
  | { readonly kind: 'created'; readonly event: CloudTrailEvent }
  | { readonly kind: 'found'; readonly resource: CreatedResource; readonly event?: CloudTrailEvent };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** An object, or JSON text of one, as some deliveries write payloads; anything else is empty. */
function payload(value: unknown): Fields {
  if (isFields(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isFields(parsed) ? parsed : {};
  } catch {
    // Text that only looks like JSON says nothing about the resource, just as null does not.
    return {};
  }
}

/**
 * Reads a CloudTrail record. Tolerant of what real records lack: only the source and the name of the call are needed.
 *
 * The result of a service event (`serviceEventDetails`) stands in for the response that it does not have.
 *
 * @throws NotCloudTrailError saying what is missing
 */
export function parseEvent(value: unknown): CloudTrailEvent {
  if (!isFields(value)) throw new NotCloudTrailError('not a CloudTrail record: not a JSON object');
  const missing = ['eventSource', 'eventName'].filter((name) => text(value[name]) === '');
  if (missing.length > 0) throw new NotCloudTrailError(`not a CloudTrail record: ${missing.join(' and ')} missing`);
  const userIdentity = payload(value.userIdentity);
  const response = payload(value.responseElements);
  const failure = text(value.errorCode) || text(value.errorMessage);
  return {
    eventID: text(value.eventID),
    eventSource: text(value.eventSource).trim(),
    eventName: text(value.eventName),
    eventTime: text(value.eventTime),
    awsRegion: text(value.awsRegion),
    accountId: text(value.recipientAccountId) || text(userIdentity.accountId),
    userIdentity,
    userAgent: text(value.userAgent),
    requestParameters: payload(value.requestParameters),
    responseElements: Object.keys(response).length > 0 ? response : payload(value.serviceEventDetails),
    resources: Array.isArray(value.resources) ? value.resources.filter(isFields) : [],
    ...(failure === '' ? {} : { errorCode: failure }),
    readOnly: value.readOnly === true || value.readOnly === 'true',
  };
}

/**
 * Reads the body of a message on the tagger's queue: an EventBridge event whose `detail` is a CloudTrail record, a bare
 * record, or a resource that the sweep found.
 *
 * @throws NotCloudTrailError for everything else, and nothing but that
 */
export function parseMessage(body: string): QueueMessage {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new NotCloudTrailError('not a CloudTrail record: not JSON');
  }
  if (!isFields(value) || value['detail-type'] === undefined) return { kind: 'created', event: parseEvent(value) };
  const { detail, source, 'detail-type': type } = value;
  const isFound = source === FINDING_SOURCE && type === FOUND_DETAIL_TYPE && isFields(detail);
  return isFound ? found(detail) : { kind: 'created', event: parseEvent(detail) };
}

function found(detail: Fields): QueueMessage {
  const missing = ['arn', 'resourceType', 'accountId', 'region'].filter((name) => text(detail[name]) === '');
  if (missing.length > 0) throw new NotCloudTrailError(`not a found resource: ${missing.join(' and ')} missing`);
  const arn = text(detail.arn);
  const resource: CreatedResource = {
    arn,
    type: text(detail.resourceType),
    name: arn.split(/[/:]/).findLast(Boolean) ?? arn,
    accountId: text(detail.accountId),
    region: text(detail.region),
  };
  return detail.event === undefined || detail.event === null
    ? { kind: 'found', resource }
    : { kind: 'found', resource, event: parseEvent(detail.event) };
}
