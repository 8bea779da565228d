import { Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { METRIC_NAMESPACE } from '../../services/chat-system/telemetry';
import { ALARM_PERIOD } from '../constructs/alarm';

/** Under which the servers of a stack write: its name, so that two chats in one account do not steer each other. */
export const serviceNameOf = (scope: IConstruct): string => Stack.of(scope).stackName;

/**
 * A metric that the servers write.
 *
 * @param scope of the stack whose servers they are
 * @param options its statistic at least; its period is that of an alarm where none is given
 */
export const serverMetric = (scope: IConstruct, metricName: string, options: MetricOptions): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service: serviceNameOf(scope) },
    period: ALARM_PERIOD,
    ...options,
  });
