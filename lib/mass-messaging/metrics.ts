import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, type ServiceName } from '../../lambda/mass-messaging/telemetry';
import { ALARM_PERIOD } from '../constructs/alarm';

/** A count that a handler writes, summed over the period of an alarm. */
export const count = (service: ServiceName, metricName: string): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service },
    statistic: Stats.SUM,
    period: ALARM_PERIOD,
  });

export interface ShareProps {
  readonly label: string;
  readonly part: IMetric;
  readonly whole: IMetric;
  /** A period with fewer is no reason to wake anybody. */
  readonly least: number;
}

/** The per cent of the whole that is the part; 0 where the whole is too small to tell. */
export const share = ({ label, part, whole, least }: ShareProps): MathExpression =>
  new MathExpression({
    label,
    expression: `IF(FILL(whole, 0) >= ${least}, 100 * FILL(part, 0) / whole, 0)`,
    usingMetrics: { part, whole },
    period: ALARM_PERIOD,
  });
