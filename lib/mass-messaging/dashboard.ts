import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { expanderMetrics, outcomeMetrics, senderMetrics, serviceNames } from '../../lambda/mass-messaging/telemetry';
import { count } from './metrics';
import type { MonitoringProps } from './monitoring';

/** A minute: what the target rate counts. */
const PERIOD = Duration.minutes(1);

/** A campaign at a glance: how fast, how it ends, what waits and what the provider says. */
export function createDashboard(scope: Construct, id: string, props: MonitoringProps): Dashboard {
  const { transport, waiting, sender } = props;
  const sent = (name: string): IMetric => count(serviceNames.sender, name).with({ period: PERIOD });
  const expanded = (name: string): IMetric => count(serviceNames.expander, name).with({ period: PERIOD });
  const waits = (label: string, queue: MonitoringProps['waiting']['later']): IMetric =>
    queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: PERIOD, label });
  const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget =>
    new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 8 });
  const { later, deadLetters } = waiting;
  return new Dashboard(scope, id, {
    defaultInterval: Duration.hours(3),
    widgets: [
      [
        graph('Recipients by outcome, a minute', [
          ...Object.values(outcomeMetrics).map(sent),
          expanded(outcomeMetrics.invalid),
        ]),
        graph('Requests of the provider, a minute', [
          sent(senderMetrics.providerRequests),
          sent(senderMetrics.providerThrottles),
          sent(senderMetrics.providerErrors),
          sent(senderMetrics.starved),
        ]),
        graph('Records, a minute', [expanded(expanderMetrics.records), expanded(expanderMetrics.putRetries)]),
      ],
      [
        graph(`Age of the oldest record, ${transport.age.unit}`, [transport.age.metric]),
        graph('Records that wait', [
          waits('later', later),
          later.metricApproximateNumberOfMessagesDelayed({
            statistic: Stats.MAXIMUM,
            period: PERIOD,
            label: 'delayed',
          }),
          waits('dead letters', deadLetters),
        ]),
        graph(
          'Sender: longest call, ms, and how many at once',
          [sender.handler.metricDuration({ statistic: Stats.MAXIMUM, period: PERIOD })],
          [sender.handler.metric('ConcurrentExecutions', { statistic: Stats.MAXIMUM, period: PERIOD })],
        ),
      ],
    ],
  });
}
