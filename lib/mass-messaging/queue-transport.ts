import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ALARM_PERIOD, type RunbookAlarm } from '../constructs/alarm';
import type { BundledFunction } from '../constructs/bundled-function';
import { MAX_DELIVERIES } from './attempts';
import type { Capacity } from './capacity';
import { feedFromQueue, visibilityTimeout } from './feed-from-queue';
import type { RecordTransport } from './transport';

export interface QueueTransportProps {
  readonly capacity: Capacity;
  /** For records that were delivered too often. */
  readonly deadLetters: Queue;
}

/** SQS: each record is acknowledged, delayed, retried and given up by itself, and nothing is paid for while idle. */
export class QueueTransport extends Construct implements RecordTransport {
  readonly streamName = '';
  readonly queueUrl: string;
  readonly age: RecordTransport['age'];
  private readonly queue: Queue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueTransportProps,
  ) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: visibilityTimeout(props.capacity),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: props.deadLetters, maxReceiveCount: MAX_DELIVERIES },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.queueUrl = this.queue.queueUrl;
    const metric = this.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: ALARM_PERIOD });
    this.age = { metric, unit: 'seconds' };
  }

  grantPut(grantee: IGrantable): void {
    // grantSendMessages would add reading the queue's attributes.
    const statement = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }

  feed(sender: BundledFunction): void {
    feedFromQueue(sender, this.queue, this.props.capacity);
  }

  alarms(): readonly RunbookAlarm[] {
    return [];
  }
}
