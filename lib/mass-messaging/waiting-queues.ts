import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BundledFunction } from '../constructs/bundled-function';
import { MAX_DELIVERIES } from './attempts';
import type { Capacity } from './capacity';
import { feedFromQueue, visibilityTimeout } from './feed-from-queue';

export interface WaitingQueuesProps {
  readonly capacity: Capacity;
}

/** Where records wait that are not for now: for the end of quiet hours, or for a person. Whatever the transport is. */
export class WaitingQueues extends Construct {
  /** Feeds the sender too, so that it is also where dead letters are redriven to. */
  readonly later: Queue;

  /** Records whose recipients were given up, by the sender or by a queue. */
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WaitingQueuesProps,
  ) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.later = new Queue(this, 'Later', {
      visibilityTimeout: visibilityTimeout(props.capacity),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_DELIVERIES },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Hands what has waited to the sender, which may put records into both queues. */
  feed(sender: BundledFunction): void {
    feedFromQueue(sender, this.later, this.props.capacity);
    sender.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [this.later.queueArn, this.deadLetters.queueArn],
      }),
    );
  }
}
