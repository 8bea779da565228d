import type { Log } from './log';
import { chatMetrics, METRIC_NAMESPACE, SERVICE_NAME } from './telemetry';

/** Values that the embedded metric format takes for one metric. */
const VALUES_MOST = 100;

/** Counts what happens on a server between two reports. */
export class Counters {
  stored = 0;
  delivered = 0;
  slowConsumers = 0;
  refused = 0;
  storeErrors = 0;
  /** Milliseconds: a fair sample of the calls of the store. */
  latencies: number[] = [];
  private calls = 0;

  storeTook(milliseconds: number): void {
    this.calls++;
    const place = this.calls <= VALUES_MOST ? this.calls - 1 : Math.floor(Math.random() * this.calls);
    if (place < VALUES_MOST) this.latencies[place] = Math.round(milliseconds * 10) / 10;
  }

  /** Begins anew. @returns what was counted until now */
  take(): Counters {
    const taken = Object.assign(new Counters(), this);
    Object.assign(this, new Counters());
    return taken;
  }
}

/** What holds at the time of a report. */
export interface Gauges {
  /** @default - not reported: of a server that ends it would say that the others have few */
  readonly connections?: number;
  readonly isBusConnected: boolean;
  /** Value of the dimension `service`. @default SERVICE_NAME */
  readonly service?: string | undefined;
}

/**
 * Writes one line in the embedded metric format, out of which CloudWatch Logs makes metrics.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function reportMetrics(log: Log, counters: Counters, gauges: Gauges): void {
  const { connections, isBusConnected, service = SERVICE_NAME } = gauges;
  const { stored, delivered, slowConsumers, refused, storeErrors, latencies } = counters.take();
  const values = {
    ...(connections !== undefined && { [chatMetrics.connections]: connections }),
    [chatMetrics.busDisconnected]: isBusConnected ? 0 : 1,
    [chatMetrics.storeErrors]: storeErrors,
    [chatMetrics.stored]: stored,
    [chatMetrics.delivered]: delivered,
    [chatMetrics.slowConsumers]: slowConsumers,
    [chatMetrics.refused]: refused,
    // A metric without a value is not written: it would be a latency of 0.
    ...(latencies.length > 0 && { [chatMetrics.storeLatency]: latencies }),
  };
  log.write({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [['service']],
          Metrics: Object.keys(values).map((name) => ({
            Name: name,
            Unit: name === chatMetrics.storeLatency ? 'Milliseconds' : 'Count',
          })),
        },
      ],
    },
    service,
    ...values,
  });
}
