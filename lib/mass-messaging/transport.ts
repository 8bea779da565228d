import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { RunbookAlarm } from '../constructs/alarm';
import type { BundledFunction } from '../constructs/bundled-function';

/** Carries records from the expander to the sender: a queue or a stream. */
export interface RecordTransport {
  /** Name of the stream, or ''. */
  readonly streamName: string;
  /** URL of the queue, or ''. */
  readonly queueUrl: string;
  /** How long the oldest record has waited. */
  readonly age: { readonly metric: IMetric; readonly unit: 'seconds' | 'milliseconds' };
  /** Lets somebody put records. */
  grantPut(grantee: IGrantable): void;
  /** Hands batches of records to the sender; once. */
  feed(sender: BundledFunction): void;
  /** Alarms about what only this transport has; after it feeds. */
  alarms(): readonly RunbookAlarm[];
}
