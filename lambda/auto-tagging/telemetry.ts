import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Outcome } from './outcome';

/** CloudWatch namespace of every metric that the handlers of this exercise write. */
export const METRIC_NAMESPACE = 'AutoTagging';

/** Value of the metric dimension `service` (and of `service` in a log line) for each function. */
export const serviceNames = { tagger: 'tagger', notifier: 'notifier', sweeper: 'sweeper' } as const;
export type ServiceName = (typeof serviceNames)[keyof typeof serviceNames];

/** Metric that counts the records which the tagger left with an outcome. */
export const outcomeMetrics = {
  tagged: 'Tagged',
  compliant: 'Compliant',
  skipped: 'Skipped',
  pending: 'Pending',
  unmapped: 'Unmapped',
  refused: 'Refused',
  failed: 'Failed',
} as const satisfies Record<Outcome, string>;

/** Metric that counts the records which the tagger gave back to its queue. */
export const RETRIED_METRIC = 'Retried';

/** A logger that writes one JSON line an entry to standard output. */
export function createLogger(serviceName: ServiceName): Logger {
  return new Logger({ serviceName });
}

/**
 * Metrics in the embedded metric format, written to standard output by `publishStoredMetrics()`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(serviceName: ServiceName): Metrics {
  return new Metrics({ namespace: METRIC_NAMESPACE, serviceName });
}

/** Adds counts under their names; a zero is written too, so that an alarm has data. */
export function addCounts(metrics: Metrics, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
}
