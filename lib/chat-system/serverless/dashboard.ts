import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { functionMetrics } from '../../../lambda/chat-system/telemetry';
import { functionMetric } from './metrics';
import { apiMetric, type MonitoringProps } from './monitoring';

const PERIOD = Duration.minutes(1);
const minute = { period: PERIOD };

/** The chat at a glance: who comes, what is said, how fast it arrives, and what is refused. */
export function createDashboard(scope: Construct, id: string, props: MonitoringProps): Dashboard {
  const { socketApi, functions, fanOut, tables, sessions } = props;
  const { authorize, request, fanOut: told } = functionMetrics;
  const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget =>
    new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 6 });
  const api = (name: string): IMetric => apiMetric(socketApi, name, PERIOD);
  const written = (label: string, table: MonitoringProps['tables']['rooms']): IMetric =>
    table.metricConsumedWriteCapacityUnits({ ...minute, statistic: Stats.SUM, label });
  return new Dashboard(scope, id, {
    defaultInterval: Duration.hours(3),
    widgets: [
      [
        graph('Connections begun and frames, a minute', [api('ConnectCount')], [api('MessageCount')]),
        graph(
          'Messages a minute: stored; frames posted',
          [functionMetric('request', request.stored, minute)],
          [functionMetric('fanOut', told.delivered, minute)],
        ),
        graph('Age of the oldest message that waits, ms', [
          fanOut.handler.metric('IteratorAge', { ...minute, statistic: Stats.MAXIMUM }),
        ]),
      ],
      [
        graph('Handshakes refused', [
          functionMetric('authorize', authorize.unauthorized, minute),
          functionMetric('authorize', authorize.foreign, minute),
        ]),
        graph('Requests refused and failed, races lost', [
          functionMetric('request', request.rateLimited, minute),
          functionMetric('request', request.failed, minute),
          functionMetric('request', request.conflicts, minute),
        ]),
        graph('Posts tried again, connections gone', [
          functionMetric('fanOut', told.retries, minute),
          functionMetric('fanOut', told.gone, minute),
        ]),
      ],
      [
        graph('Functions: longest call, ms', [
          functions.request.metricDuration({ ...minute, statistic: Stats.percentile(99), label: 'request, p99' }),
          fanOut.handler.metricDuration({ ...minute, statistic: Stats.MAXIMUM, label: 'fan-out' }),
        ]),
        graph('API Gateway: errors', [api('IntegrationError'), api('ExecutionError'), api('ClientError')]),
        graph('Tables: write units a minute', [
          written('messages', tables.messages),
          written('rooms', tables.rooms),
          written('sessions', sessions),
        ]),
      ],
    ],
  });
}
