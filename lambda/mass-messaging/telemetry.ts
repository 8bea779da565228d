import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Outcome } from './outcome';

/** CloudWatch namespace of every metric that the handlers of this exercise write. */
export const METRIC_NAMESPACE = 'MassMessaging';

/** Value of the metric dimension `service` (and of `service` in a log line) for each function. */
export const serviceNames = { expander: 'expander', sender: 'sender' } as const;
export type ServiceName = (typeof serviceNames)[keyof typeof serviceNames];

/** Metric that counts the recipients who ended so; of both functions. */
export const outcomeMetrics = {
  delivered: 'Delivered',
  'opted-out': 'OptedOut',
  refused: 'Refused',
  invalid: 'Invalid',
  stopped: 'Stopped',
  'dead-lettered': 'DeadLettered',
} as const satisfies Record<Outcome, string>;

/** Metrics of the expander besides outcomes. */
export const expanderMetrics = {
  /** Records that were put on the transport. */
  records: 'Records',
  /** Entries of a batch call that the transport did not take at once. */
  putRetries: 'PutRetries',
} as const;

/** Metrics of the sender besides outcomes. */
export const senderMetrics = {
  /** Requests that were made of the provider. */
  providerRequests: 'ProviderRequests',
  /** Of those: answered by 429. */
  providerThrottles: 'ProviderThrottles',
  /** Of those: failed in another way that may pass. */
  providerErrors: 'ProviderErrors',
  /** Recipients who wait for the end of their quiet hours. */
  held: 'Held',
  /** Recipients who were left over: their record comes again, later. */
  leftOver: 'LeftOver',
  /** Recipients for whom the rate limiter had no slot before the invocation's end. */
  starved: 'RateLimiterStarved',
  /** Records that cannot be read. */
  poison: 'Poison',
} as const;

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
