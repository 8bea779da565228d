import { type Alarm, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { expanderMetrics, senderMetrics, serviceNames } from '../../lambda/mass-messaging/telemetry';
import { ALARM_PERIOD, RunbookAlarm } from '../constructs/alarm';
import { tellByEmail } from '../constructs/alarm-topic';
import type { Campaign } from './campaign';
import { createDashboard } from './dashboard';
import { count, share } from './metrics';
import type { Results } from './results';
import type { Sender } from './sender';
import type { RecordTransport } from './transport';
import type { WaitingQueues } from './waiting-queues';

export interface MonitoringProps {
  readonly campaign: Campaign;
  readonly transport: RecordTransport;
  readonly waiting: WaitingQueues;
  readonly sender: Sender;
  readonly results: Results;

  /** @default - nobody is told */
  readonly alarmEmail?: string;
}

/** Seconds: what 100,000 messages a minute make of six million recipients. A campaign that is larger alarms, and should. */
const LONGEST_WAIT = 3_600;

/** Alarms, which tell by e-mail, and a dashboard. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const alarms = [
      ...this.aboutRecords(props),
      ...this.aboutTheProvider(),
      ...this.aboutFunctions(props),
      ...this.aboutResults(props.results),
      ...props.transport.alarms(),
    ];
    tellByEmail(this, alarms, 'Mass messaging', props.alarmEmail);
    createDashboard(this, 'Dashboard', props);
  }

  private aboutRecords({ campaign, transport, waiting }: MonitoringProps): readonly Alarm[] {
    const { stateMachine } = campaign;
    return [
      new RunbookAlarm(this, 'CampaignFailed', {
        description: 'A campaign was refused, or its audience could not be expanded',
        article: 'campaign-failed',
        metric: new MathExpression({
          label: 'failed or aborted',
          expression: 'FILL(failed, 0) + FILL(aborted, 0)',
          usingMetrics: { failed: stateMachine.metricFailed(), aborted: stateMachine.metricAborted() },
          period: ALARM_PERIOD,
        }),
      }),
      new RunbookAlarm(this, 'RecordsWait', {
        description: 'A record has waited for more than an hour',
        article: 'records-wait',
        metric: transport.age.metric,
        threshold: transport.age.unit === 'seconds' ? LONGEST_WAIT : 1_000 * LONGEST_WAIT,
      }),
      new RunbookAlarm(this, 'DeadLetters', {
        description: 'Recipients were given up',
        article: 'dead-letters',
        metric: waiting.deadLetters.metricApproximateNumberOfMessagesVisible({
          statistic: Stats.MAXIMUM,
          period: ALARM_PERIOD,
        }),
      }),
      new RunbookAlarm(this, 'PutsThrottled', {
        description: 'For 15 minutes the transport refused more records than it took',
        article: 'puts-throttled',
        metric: share({
          label: 'refused',
          part: count(serviceNames.expander, expanderMetrics.putRetries),
          whole: count(serviceNames.expander, expanderMetrics.records),
          least: 100,
        }),
        threshold: 100,
        evaluationPeriods: 3,
      }),
    ];
  }

  private aboutTheProvider(): readonly Alarm[] {
    const requests = count(serviceNames.sender, senderMetrics.providerRequests);
    const part = (name: string) => ({ part: count(serviceNames.sender, name), whole: requests, least: 100 });
    return [
      new RunbookAlarm(this, 'ProviderErrors', {
        description: 'For 10 minutes the provider failed more than 5 % of the requests',
        article: 'provider-errors',
        metric: share({ label: 'failed', ...part(senderMetrics.providerErrors) }),
        threshold: 5,
        evaluationPeriods: 2,
      }),
      new RunbookAlarm(this, 'ProviderThrottles', {
        description: 'The provider answers more than 1 % of the requests with 429, below its own limit',
        article: 'provider-throttles',
        metric: share({ label: 'throttled', ...part(senderMetrics.providerThrottles) }),
        threshold: 1,
        evaluationPeriods: 2,
      }),
      new RunbookAlarm(this, 'RateLimiterStarved', {
        description: 'For 15 minutes a fifth of the recipients found no slot of the rate limiter',
        article: 'rate-limiter-starved',
        metric: share({ label: 'starved', ...part(senderMetrics.starved) }),
        threshold: 20,
        evaluationPeriods: 3,
      }),
    ];
  }

  private aboutFunctions({ sender }: MonitoringProps): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'SenderErrors', {
        description: 'The sender failed as a whole',
        article: 'sender-errors',
        metric: sender.handler.metricErrors({ period: ALARM_PERIOD }),
      }),
      new RunbookAlarm(this, 'SenderThrottles', {
        description: 'For 15 minutes Lambda had no room for the sender',
        article: 'sender-throttles',
        metric: sender.handler.metricThrottles({ period: ALARM_PERIOD }),
        evaluationPeriods: 3,
      }),
    ];
  }

  private aboutResults({ deliveryStream }: Results): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'ResultsLate', {
        description: 'The oldest outcome has waited for S3 for more than 20 minutes',
        article: 'results-late',
        metric: deliveryStream.metric('DeliveryToS3.DataFreshness', {
          statistic: Stats.MAXIMUM,
          period: ALARM_PERIOD,
        }),
        threshold: 1_200,
      }),
      new RunbookAlarm(this, 'ResultsUnreadable', {
        description: 'Firehose could not make rows of outcomes',
        article: 'results-unreadable',
        metric: deliveryStream.metric('FailedConversion.Records', { statistic: Stats.SUM, period: ALARM_PERIOD }),
      }),
    ];
  }
}
