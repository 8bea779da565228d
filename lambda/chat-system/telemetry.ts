import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE } from '../../services/chat-system/telemetry';
import type { FunctionName } from './environment';

/** Value of the metric dimension `service`, and of `service` in a log line, for each function. */
export const serviceNames = {
  authorize: 'chat-authorize',
  connection: 'chat-connection',
  request: 'chat-request',
  fanOut: 'chat-fan-out',
} as const satisfies Readonly<Record<FunctionName, string>>;

/** What the functions count. */
export const functionMetrics = {
  authorize: {
    /** Handshakes without a token that is good. Lambda counts each as an error as well: it is how 401 is said. */
    unauthorized: 'UnauthorizedHandshakes',
    /** Handshakes from a page of an origin that is not on the list. */
    foreign: 'ForeignHandshakes',
  },
  request: {
    stored: 'StoredMessages',
    /** Batches that somebody else had written first, so that a message was tried once more. */
    conflicts: 'SequenceConflicts',
    /** Requests that were refused because their sender is too fast. */
    rateLimited: 'RateLimited',
    /** Requests that failed here, not by their sender's fault. */
    failed: 'FailedRequests',
  },
  fanOut: {
    /** Frames that a connection has taken. */
    delivered: 'DeliveredFrames',
    /** Connections that were gone without `$disconnect`. */
    gone: 'GoneConnections',
    /** Posts that were tried once more. */
    retries: 'PostRetries',
    /** Records that come again. */
    failed: 'FailedRecords',
  },
} as const;

/** A logger that writes one JSON line an entry to standard output. */
export function createLogger(name: FunctionName): Logger {
  return new Logger({ serviceName: serviceNames[name] });
}

/**
 * Metrics in the embedded metric format.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(name: FunctionName): Metrics {
  return new Metrics({ namespace: METRIC_NAMESPACE, serviceName: serviceNames[name] });
}

/** Writes counts that are not zero, under their names. */
export function writeCounts(metrics: Metrics, counts: Readonly<Record<string, number>>): void {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  if (some.length === 0) return;
  for (const [name, count] of some) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}
