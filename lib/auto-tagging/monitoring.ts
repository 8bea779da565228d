import { Duration } from 'aws-cdk-lib';
import { type Alarm, Dashboard, GraphWidget, type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { notifierMetrics } from '../../lambda/auto-tagging/notification/metrics';
import { METRIC_NAMESPACE, outcomeMetrics, serviceNames } from '../../lambda/auto-tagging/telemetry';
import { ALARM_PERIOD, RunbookAlarm } from '../constructs/alarm';
import { alarmTopic } from '../constructs/alarm-topic';
import type { Notification } from './notification';
import type { Sweep } from './sweep';
import type { Tagging } from './tagging';

export interface MonitoringProps {
  readonly tagging: Tagging;
  readonly gracePeriod: Duration;
  readonly notification: Notification;

  /** @default - no sweep */
  readonly sweep?: Sweep;

  /** @default - nobody is told by e-mail */
  readonly alarmEmail?: string;
}

/** Alarms, which reach Slack through the notifier, and by e-mail where it is Slack that fails; and a dashboard. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { notification, alarmEmail } = props;
    const aboutSlack = this.alarmsAboutSlack(notification);
    const alarms = [...this.alarmsAboutTagging(props), ...aboutSlack];
    new Rule(this, 'AlarmStateChanges', {
      description: 'An alarm of this stack went off, or ended',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources: alarms.map(({ alarmArn }) => alarmArn),
      },
      targets: [notification.target],
    });
    if (alarmEmail) this.sendByEmail(aboutSlack, alarmEmail);
    this.createDashboard(props);
  }

  private alarmsAboutTagging({ tagging, gracePeriod, sweep }: MonitoringProps): readonly Alarm[] {
    const alarms = [
      new RunbookAlarm(this, 'TaggerDeadLetters', {
        description: 'A creating call could not be worked on',
        article: 'tagger-dead-letters',
        metric: visible(tagging.deadLetterQueue),
      }),
      new RunbookAlarm(this, 'TaggerAge', {
        description: 'A creating call has waited for more than 20 minutes after its grace period',
        article: 'tagger-age',
        metric: age(tagging.queue),
        // A resource that does not exist yet is tried for 10 minutes, which is no reason to alarm.
        threshold: gracePeriod.plus(Duration.minutes(20)).toSeconds(),
      }),
      new RunbookAlarm(this, 'TaggerErrors', {
        description: 'The tagger failed',
        article: 'tagger-errors',
        metric: tagging.tagger.metricErrors({ period: ALARM_PERIOD }),
      }),
      new RunbookAlarm(this, 'TaggerThrottles', {
        description: 'Lambda had no room for the tagger',
        article: 'tagger-throttles',
        metric: tagging.tagger.metricThrottles({ period: ALARM_PERIOD }),
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'Refused', {
        description: 'AWS or the tag policy refused a tag',
        article: 'refused',
        metric: count(serviceNames.tagger, outcomeMetrics.refused),
      }),
      new RunbookAlarm(this, 'Unmapped', {
        description: 'Something was created, but what cannot be told from the event',
        article: 'unmapped',
        metric: count(serviceNames.tagger, outcomeMetrics.unmapped),
      }),
    ];
    if (!sweep) return alarms;
    const metric = sweep.stateMachine.metricFailed({ period: ALARM_PERIOD });
    const description = 'A sweep failed';
    return [...alarms, new RunbookAlarm(this, 'SweepFailed', { description, article: 'sweep-failed', metric })];
  }

  private alarmsAboutSlack(notification: Notification): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'NotifierDeadLetters', {
        description: 'Slack was not told for a whole day',
        article: 'notifier-dead-letters',
        metric: visible(notification.deadLetterQueue),
      }),
      new RunbookAlarm(this, 'NotifierErrors', {
        description: 'The notifier failed',
        article: 'notifier-errors',
        metric: notification.notifier.metricErrors({ period: ALARM_PERIOD }),
      }),
      new RunbookAlarm(this, 'SlackFailed', {
        description: 'Slack did not take a message',
        article: 'slack-failed',
        metric: count(serviceNames.notifier, notifierMetrics.failed),
        evaluationPeriods: 3,
      }),
    ];
  }

  private sendByEmail(alarms: readonly Alarm[], address: string): void {
    const topic = alarmTopic(this, 'SlackFails', { displayName: 'Auto-tagging cannot reach Slack', email: address });
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }

  private createDashboard({ tagging, notification }: MonitoringProps): void {
    const outcomes = Object.values(outcomeMetrics).map((name) => count(serviceNames.tagger, name));
    const ages = [age(tagging.queue, 'tagger'), age(notification.queue, 'notifier')];
    const durations = [
      tagging.tagger.metricDuration({ statistic: Stats.MAXIMUM, label: 'tagger' }),
      notification.notifier.metricDuration({ statistic: Stats.MAXIMUM, label: 'notifier' }),
    ];
    const graph = (title: string, left: readonly IMetric[]): GraphWidget =>
      new GraphWidget({ title, left: [...left], width: 8, height: 8 });
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        [
          graph('Records by outcome', outcomes),
          graph('Age of the oldest message, s', ages),
          graph('Longest call, ms', durations),
        ],
      ],
    });
  }
}

const count = (service: string, metricName: string): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service },
    statistic: Stats.SUM,
    period: ALARM_PERIOD,
  });

const visible = (queue: IQueue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: ALARM_PERIOD });

const age = (queue: IQueue, label?: string): Metric =>
  queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: ALARM_PERIOD, label });
