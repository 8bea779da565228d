import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { BundledFunction } from '../constructs/bundled-function';
import type { Capacity } from './capacity';

/**
 * How long a message stays with an invocation: as AWS advises, six times the timeout and the batching window, so that
 * throttled retries of Lambda do not overlap with a second delivery.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const visibilityTimeout = ({ timeout, batchingWindow }: Capacity): Duration =>
  Duration.seconds(6 * timeout + batchingWindow);

/** Hands messages of a queue to the sender in batches of which single records may fail. */
export function feedFromQueue(sender: BundledFunction, queue: Queue, capacity: Capacity): void {
  sender.addEventSource(
    new SqsEventSource(queue, {
      batchSize: capacity.batchSize,
      maxBatchingWindow: Duration.seconds(capacity.batchingWindow),
      // Without a maximum Lambda adds environments while messages wait, of which the provider's limit starves most.
      maxConcurrency: capacity.concurrency,
      reportBatchItemFailures: true,
    }),
  );
}
