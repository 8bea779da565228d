import { type IMetric, MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../../../lambda/chat-system/environment';
import { serviceNames } from '../../../lambda/chat-system/telemetry';
import { METRIC_NAMESPACE } from '../../../services/chat-system/telemetry';
import { ALARM_PERIOD } from '../../constructs/alarm';

/** A count that a function writes, summed over the period of an alarm unless another is given. */
export const functionMetric = (name: FunctionName, metricName: string, options: MetricOptions = {}): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service: serviceNames[name] },
    statistic: Stats.SUM,
    period: ALARM_PERIOD,
    ...options,
  });

/** The sum of metrics, of which one that has no data counts as 0. */
export const sumOf = (label: string, metrics: Readonly<Record<string, IMetric>>): MathExpression =>
  new MathExpression({
    label,
    expression: Object.keys(metrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    usingMetrics: { ...metrics },
    period: ALARM_PERIOD,
  });
