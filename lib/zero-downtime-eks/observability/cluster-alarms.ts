import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ALARM_PERIOD, RunbookAlarm } from '../../constructs/alarm';
import type { Severities } from './severities';

export interface ClusterAlarmsProps {
  readonly clusterName: string;
  readonly namespace: string;
  /** Of the Deployment. */
  readonly name: string;
}

/** What Container Insights tells about the pods of the payment server. */
export class ClusterAlarms extends Construct implements Severities {
  readonly pages: readonly RunbookAlarm[] = [];
  readonly tickets: readonly RunbookAlarm[];

  constructor(scope: Construct, id: string, props: ClusterAlarmsProps) {
    super(scope, id);
    this.tickets = [
      new RunbookAlarm(this, 'PodRestarts', {
        description: 'A container of the payment server was restarted',
        article: 'pod-restarts',
        // The agent sends what has been added since it last looked.
        metric: podMetric(props, 'pod_number_of_container_restarts', Stats.SUM),
      }),
      new RunbookAlarm(this, 'PendingPods', {
        description: 'For 15 minutes a pod of the payment server has found no node',
        article: 'pending-pods',
        metric: podMetric(props, 'pod_status_pending', Stats.MAXIMUM),
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'CpuUsedUp', {
        description:
          'For 15 minutes a pod of the payment server has used more CPU than it asked for, and no more pods came',
        article: 'cpu-used-up',
        metric: cpuOfRequest(props),
        threshold: 100,
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'MemoryUsedUp', {
        description: 'A pod of the payment server uses more than 85 % of its memory limit, and is killed at 100 %',
        article: 'memory-used-up',
        metric: podMetric(props, 'pod_memory_utilization_over_pod_limit', Stats.MAXIMUM),
        threshold: 85,
      }),
    ];
  }
}

/**
 * A metric of Container Insights. Its dimension PodName is the name of the Deployment; FullPodName is that of one pod.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/container-insights-eks-classic-metrics.html
 */
export const podMetric = (
  { clusterName, namespace, name }: ClusterAlarmsProps,
  metricName: string,
  statistic: string,
): Metric =>
  new Metric({
    namespace: 'ContainerInsights',
    metricName,
    dimensionsMap: { ClusterName: clusterName, Namespace: namespace, PodName: name },
    statistic,
    period: ALARM_PERIOD,
  });

/** CPU that the busiest pod uses, in per cent of its request. The pods have no limit, which the usual metric is about. */
export const cpuOfRequest = (props: ClusterAlarmsProps): MathExpression =>
  new MathExpression({
    label: 'CPU, % of the request',
    expression: '100 * used / requested',
    usingMetrics: {
      used: podMetric(props, 'pod_cpu_usage_total', Stats.MAXIMUM),
      requested: podMetric(props, 'pod_cpu_request', Stats.MAXIMUM),
    },
    period: ALARM_PERIOD,
  });
