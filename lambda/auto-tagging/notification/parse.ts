import { FINDING_SOURCE, type Finding, type FindingType, findingTypes } from './finding';

/** What an alert is about, in the order in which a digest tells it. */
export const alertKinds = ['alarm', 'tagged', 'refused', 'unmapped', 'untagged', 'pending', 'removed'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Something that Slack shall hear, once for each `id`. */
export interface Alert
  extends Pick<
    Finding,
    | 'id'
    | 'arn'
    | 'resourceType'
    | 'resourceName'
    | 'accountId'
    | 'region'
    | 'owner'
    | 'tool'
    | 'eventName'
    | 'tags'
    | 'reason'
  > {
  readonly kind: AlertKind;
  /** Only of an alarm: its text may name a runbook article. */
  readonly description?: string;
}

/** The body is nothing that the notifier knows; the message says why and repeats nothing of the body. */
export class NotAnAlertError extends Error {
  override readonly name = 'NotAnAlertError';
}

const kindOf: Readonly<Record<FindingType, AlertKind>> = {
  ResourceTagged: 'tagged',
  ResourceUntagged: 'untagged',
  ResourcePending: 'pending',
  ResourceNotMapped: 'unmapped',
  TagRefused: 'refused',
};

/** Owner of what has none: nobody knows who removes a tag. */
const UNKNOWN_OWNER = 'unknown';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an EventBridge envelope: a finding of this exercise, a removed tag or a CloudWatch alarm.
 *
 * @throws NotAnAlertError
 */
export function parseAlert(body: string): Alert {
  const envelope = fields(parseJson(body), 'the body');
  const detailType = text(envelope, 'detail-type');
  const detail = fields(envelope.detail, 'detail');
  switch (text(envelope, 'source')) {
    case FINDING_SOURCE: {
      const type = findingTypes.find((known) => known === detailType);
      if (type) return finding(type, detail);
      break;
    }
    case 'aws.tag':
      if (detailType === 'Tag Change on Resource') return removedTag(envelope, detail);
      break;
    case 'aws.cloudwatch':
      if (detailType === 'CloudWatch Alarm State Change') return alarm(envelope, detail);
      break;
  }
  throw new NotAnAlertError('source and detail-type are none that Slack hears of');
}

function finding(type: FindingType, detail: Fields): Alert {
  return {
    kind: kindOf[type],
    id: text(detail, 'id'),
    ...(detail.arn === undefined ? {} : { arn: text(detail, 'arn') }),
    resourceType: text(detail, 'resourceType'),
    resourceName: text(detail, 'resourceName'),
    accountId: text(detail, 'accountId', ''),
    region: text(detail, 'region', ''),
    owner: text(detail, 'owner', UNKNOWN_OWNER),
    tool: text(detail, 'tool', ''),
    eventName: text(detail, 'eventName', ''),
    tags: tags(detail.tags),
    reason: text(detail, 'reason', ''),
  };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-tag.html */
function removedTag(envelope: Fields, detail: Fields): Alert {
  const present = tags(detail.tags);
  const changed = Array.isArray(detail['changed-tag-keys']) ? detail['changed-tag-keys'] : [];
  const removed = changed.filter((key): key is string => typeof key === 'string' && !Object.hasOwn(present, key));
  if (removed.length === 0) throw new NotAnAlertError('a tag change that removes no tag');
  const service = text(detail, 'service', '');
  return {
    kind: 'removed',
    id: `removed:${text(envelope, 'id')}`,
    ...place(envelope),
    resourceType: [service, text(detail, 'resource-type', '')].filter(Boolean).join(':'),
    owner: UNKNOWN_OWNER,
    tool: '',
    eventName: '',
    tags: Object.fromEntries(removed.map((key) => [key, ''])),
    reason: 'a required tag was removed; it is not put back, since two tools would fight for ever',
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
function alarm(envelope: Fields, detail: Fields): Alert {
  const state = fields(detail.state, 'detail.state');
  const configuration = isFields(detail.configuration) ? detail.configuration : {};
  return {
    kind: 'alarm',
    id: `alarm:${text(envelope, 'id')}`,
    ...place(envelope),
    resourceName: text(detail, 'alarmName'),
    resourceType: 'cloudwatch:alarm',
    owner: '',
    tool: '',
    eventName: text(state, 'value'),
    tags: {},
    reason: text(state, 'reason', ''),
    description: text(configuration, 'description', ''),
  };
}

function place(envelope: Fields): Pick<Alert, 'arn' | 'resourceName' | 'accountId' | 'region'> {
  const [arn] = Array.isArray(envelope.resources) ? envelope.resources : [];
  if (typeof arn !== 'string' || arn === '') throw new NotAnAlertError('resources names no ARN');
  const resourceName = arn.split(/[:/]/u).findLast(Boolean) ?? arn;
  return { arn, resourceName, accountId: text(envelope, 'account', ''), region: text(envelope, 'region', '') };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new NotAnAlertError('the body is not JSON');
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new NotAnAlertError(`${name} is not an object`);
  return value;
}

/** Without `otherwise` the text must be there and not be empty. */
function text(from: Fields, name: string, otherwise?: string): string {
  const value = from[name];
  if (typeof value === 'string' && value !== '') return value;
  if (otherwise === undefined || (value !== undefined && value !== '' && value !== null)) {
    throw new NotAnAlertError(`${name} is not a text`);
  }
  return otherwise;
}

function tags(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const entries = Object.entries(fields(value, 'tags'));
  for (const [, tag] of entries) if (typeof tag !== 'string') throw new NotAnAlertError('a tag value is not a text');
  return Object.fromEntries(entries) as Record<string, string>;
}
