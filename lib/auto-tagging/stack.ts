import { Duration, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { AutoTaggingConfig } from '../config';
import { CostAllocationTags } from './cost-allocation-tags';
import { CreationRules } from './creation-rules';
import { MEMBER_ROLE_NAME } from './event-patterns';
import { MemberEvents } from './member-events';
import { Monitoring } from './monitoring';
import { Notification } from './notification';
import { SlackUrl } from './slack-url';
import { Sweep } from './sweep';
import { Tagging } from './tagging';
import { Trail } from './trail';
import { UntagRules } from './untag-rules';

export interface AutoTaggingStackProps {
  /** As `validateConfig` returned it. */
  readonly config: AutoTaggingConfig;
}

/** Tags what was created without required tags, and tells Slack. */
export class AutoTaggingStack extends Stack {
  constructor(scope: Construct, id: string, { config }: AutoTaggingStackProps) {
    super(scope, id, { description: 'Tags what was created without required tags, and tells Slack' });
    const { tagPolicy, forwarder } = config;
    const memberAccounts = forwarder?.memberAccounts ?? [];
    const requiredKeys = tagPolicy.required.map(({ key }) => key);

    if (config.createTrail) new Trail(this, 'Trail');

    const gracePeriod = Duration.seconds(config.gracePeriod);
    const tagging = new Tagging(this, 'Tagging', { tagPolicy, gracePeriod, memberAccounts });
    new CreationRules(this, 'CreationRules', {
      target: new SqsQueue(tagging.queue, { deadLetterQueue: tagging.deadLetterQueue }),
      taggerRoleNames: [tagging.tagger.executionRole.roleName, MEMBER_ROLE_NAME],
    });
    if (memberAccounts.length > 0) new MemberEvents(this, 'MemberEvents', memberAccounts);

    const notification = new Notification(this, 'Notification', {
      slackUrl: new SlackUrl(this, 'SlackUrlSource', config.slackUrl),
      window: Duration.seconds(config.notificationWindow),
      reserveConcurrency: config.reserveConcurrency,
    });
    new UntagRules(this, 'UntagRules', { target: notification.target, requiredKeys });

    const sweep = config.sweep
      ? new Sweep(this, 'Sweep', { queue: tagging.queue, viewArn: config.sweepViewArn })
      : undefined;
    if (config.costAllocationTags) new CostAllocationTags(this, 'CostAllocationTags', requiredKeys);

    new Monitoring(this, 'Monitoring', { tagging, gracePeriod, notification, sweep, alarmEmail: config.alarmEmail });
  }
}
