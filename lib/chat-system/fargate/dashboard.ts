import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { chatMetrics } from '../../../services/chat-system/telemetry';
import { serverMetric } from '../metrics';
import { cacheMetric, type MonitoringProps } from './monitoring';

/** As often as the servers write. */
const minute = { period: Duration.minutes(1) };

/** The chat at a glance: who is there, what they say, what the store and the cache do. */
export function createDashboard(scope: Construct, id: string, props: MonitoringProps): Dashboard {
  const { loadBalancer, cache, service, tables } = props;
  const server = (metricName: string, statistic: string): IMetric =>
    serverMetric(scope, metricName, { ...minute, statistic, label: `${metricName}, ${statistic}` });
  const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget =>
    new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 6 });
  return new Dashboard(scope, id, {
    defaultInterval: Duration.hours(3),
    widgets: [
      [
        graph(
          'Connections; servers that are healthy',
          [server(chatMetrics.connections, Stats.SUM), server(chatMetrics.connections, Stats.MAXIMUM)],
          [loadBalancer.targetGroup.metrics.healthyHostCount({ ...minute, statistic: Stats.MINIMUM })],
        ),
        graph(
          'Messages a minute: stored; delivered',
          [server(chatMetrics.stored, Stats.SUM)],
          [server(chatMetrics.delivered, Stats.SUM)],
        ),
        graph('Refused; read too slowly', [
          server(chatMetrics.refused, Stats.SUM),
          server(chatMetrics.slowConsumers, Stats.SUM),
        ]),
      ],
      [
        graph(
          'Store: milliseconds; errors',
          [
            server(chatMetrics.storeLatency, Stats.percentile(50)),
            server(chatMetrics.storeLatency, Stats.percentile(99)),
          ],
          [server(chatMetrics.storeErrors, Stats.SUM)],
        ),
        graph('Tables: write units a minute', [
          tables.messages.metricConsumedWriteCapacityUnits({ ...minute, statistic: Stats.SUM, label: 'messages' }),
          tables.rooms.metricConsumedWriteCapacityUnits({ ...minute, statistic: Stats.SUM, label: 'rooms' }),
        ]),
        graph('Servers: CPU and memory, %', [
          service.service.metricCpuUtilization(minute),
          service.service.metricMemoryUtilization(minute),
        ]),
      ],
      [
        graph(
          'Cache: units a minute; throttled',
          [cacheMetric(cache, 'ElastiCacheProcessingUnits', Stats.SUM).with(minute)],
          [cacheMetric(cache, 'ThrottledCmds', Stats.SUM).with(minute)],
        ),
        graph('Servers without the cache', [server(chatMetrics.busDisconnected, Stats.SUM)]),
        graph('Load balancer: connections; new ones a minute', [
          loadBalancer.loadBalancer.metrics.activeConnectionCount(minute),
          loadBalancer.loadBalancer.metrics.newConnectionCount(minute),
        ]),
      ],
    ],
  });
}
