import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  MathExpression,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ApplicationLoadBalancer,
  type ApplicationTargetGroup,
  HttpCodeElb,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { PaymentDatabase } from '../database';
import { AVAILABILITY, errorBudget } from '../slo';
import { type ClusterAlarmsProps, cpuOfRequest, podMetric } from './cluster-alarms';
import { proxyMetric } from './database-alarms';

export interface PaymentDashboardProps {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly stable: ApplicationTargetGroup;
  readonly canary: ApplicationTargetGroup;
  readonly pods: ClusterAlarmsProps;
  readonly database: PaymentDatabase;
  readonly alarms: readonly IAlarm[];
}

/** From the top: what goes off, what clients see, what the pods do, what the ledger does. The first three are free. */
export function paymentDashboard(scope: Construct, id: string, props: PaymentDashboardProps): Dashboard {
  const { loadBalancer, stable, canary, pods, database, alarms } = props;
  const { metrics } = loadBalancer;
  const dashboard = new Dashboard(scope, id, { defaultInterval: Duration.days(1) });
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 }));
  dashboard.addWidgets(
    graph('Requests and failures a minute', [
      metrics.requestCount(minute),
      metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, minute),
      metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, minute),
    ]),
    graph('Response time, s', [
      metrics.targetResponseTime({ ...minute, statistic: Stats.percentile(50) }),
      metrics.targetResponseTime({ ...minute, statistic: Stats.percentile(99) }),
    ]),
    graph('Error budget burnt in an hour, times what is allowed', [
      new MathExpression({
        label: 'burn rate',
        expression: `(FILL(target, 0) + FILL(balancer, 0)) / (requests + FILL(balancer, 0)) / ${errorBudget(AVAILABILITY).toFixed(6)}`,
        usingMetrics: {
          target: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT),
          balancer: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT),
          requests: metrics.requestCount(),
        },
        period: Duration.hours(1),
      }),
    ]),
  );
  dashboard.addWidgets(
    graph('Healthy targets', [
      stable.metrics.healthyHostCount({ ...minute, statistic: Stats.MINIMUM, label: 'stable' }),
      canary.metrics.healthyHostCount({ ...minute, statistic: Stats.MINIMUM, label: 'canary' }),
    ]),
    graph('Pods: CPU, % of the request; memory, % of the limit', [
      cpuOfRequest(pods),
      podMetric(pods, 'pod_memory_utilization_over_pod_limit', Stats.MAXIMUM),
    ]),
    graph('Pods: restarts, pending', [
      podMetric(pods, 'pod_number_of_container_restarts', Stats.SUM),
      podMetric(pods, 'pod_status_pending', Stats.MAXIMUM),
    ]),
  );
  dashboard.addWidgets(
    graph('Ledger: capacity used, %', [database.cluster.metricACUUtilization({ statistic: Stats.MAXIMUM })]),
    graph('Ledger: lag of the reader, ms', [
      database.cluster.metric('AuroraReplicaLagMaximum', { statistic: Stats.MAXIMUM }),
    ]),
    graph('RDS Proxy: connections', [
      proxyMetric(database.proxy.dbProxyName, 'ClientConnections'),
      proxyMetric(database.proxy.dbProxyName, 'DatabaseConnections'),
    ]),
  );
  return dashboard;
}

const minute = { period: Duration.minutes(1) };

const graph = (title: string, left: readonly IMetric[]): GraphWidget =>
  new GraphWidget({ title, left: [...left], width: 8, height: 6 });
