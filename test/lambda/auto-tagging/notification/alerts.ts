import type { Finding, FindingType } from '../../../../lambda/auto-tagging/notification/finding';
import type { Alert } from '../../../../lambda/auto-tagging/notification/parse';
import type { SlackPayload } from '../../../../lambda/auto-tagging/notification/split';

const ACCOUNT = '111122223333';

export function findingOf(name: string, more: Partial<Finding> = {}): Finding {
  const arn = `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`;
  return {
    id: `ResourceTagged ${arn}`,
    arn,
    resourceType: 'sqs:queue',
    resourceName: name,
    accountId: ACCOUNT,
    region: 'eu-west-1',
    owner: 'ada',
    creator: `arn:aws:iam::${ACCOUNT}:user/ada`,
    tool: 'Terraform',
    eventId: `event-${name}`,
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    eventTime: '2026-01-02T03:04:05Z',
    tags: { Owner: 'ada' },
    reason: 'Owner was missing',
    ...more,
  };
}

export const findingEnvelope = (finding: unknown, type: FindingType | string = 'ResourceTagged') => ({
  id: 'envelope',
  source: 'takehome.auto-tagging',
  'detail-type': type,
  detail: finding,
});

export const removedEnvelope = {
  id: 'removed-1',
  source: 'aws.tag',
  'detail-type': 'Tag Change on Resource',
  account: ACCOUNT,
  region: 'eu-west-1',
  resources: [`arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0abc`],
  detail: {
    'changed-tag-keys': ['Owner', 'Name'],
    service: 'ec2',
    'resource-type': 'instance',
    tags: { Name: 'web' },
    version: 3,
  },
};

export const alarmEnvelope = {
  id: 'alarm-1',
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: ACCOUNT,
  region: 'eu-west-1',
  resources: [`arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:DeadLetters`],
  detail: {
    alarmName: 'DeadLetters',
    state: { value: 'ALARM', reason: 'Threshold Crossed: 1 datapoint', timestamp: '2026-01-02T03:04:05.000+0000' },
    configuration: { description: 'Records were given up. Runbook: https://example.com/runbook#dead-letters' },
  },
};

export const alertOf = (name: string, more: Partial<Alert> = {}): Alert => {
  const { creator, eventId, eventSource, eventTime, ...finding } = findingOf(name);
  return { ...finding, kind: 'tagged', id: `tagged ${name}`, ...more };
};

/** Every text of a message, as Slack reads it. */
export const textsOf = (
  payload: Pick<SlackPayload, 'text' | 'blocks'> = { text: '', blocks: [] },
): readonly string[] => [
  payload.text,
  ...payload.blocks.flatMap((block) =>
    'elements' in block ? block.elements.map((one) => one.text) : [block.text.text],
  ),
];
