import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FINDING_SOURCE, findingTypes } from '../../lambda/auto-tagging/notification/finding';
import { BundledFunction } from '../constructs/bundled-function';
import { NotifierEnvironment } from './environment';
import type { SlackUrl } from './slack-url';

const TIMEOUT = Duration.minutes(5);

export interface NotificationProps {
  readonly slackUrl: SlackUrl;

  /** How long alerts are gathered into one digest, up to 5 minutes. */
  readonly window: Duration;

  /** Keep exactly one execution of the notifier. */
  readonly reserveConcurrency: boolean;
}

/** The queue of what Slack shall hear, and the function that tells it: apart from tagging, so that Slack delays nothing. */
export class Notification extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly notifier: BundledFunction;
  /** The queue as the target of a rule; what cannot be delivered to it goes to the dead-letter queue. */
  readonly target: SqsQueue;

  constructor(scope: Construct, id: string, props: NotificationProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: TIMEOUT.plus(Duration.minutes(1)),
      // Every 6 minutes for a day: an outage of Slack is waited out.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 240 },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.target = new SqsQueue(this.queue, { deadLetterQueue: this.deadLetterQueue });
    const alerts = this.alertTable();
    this.notifier = new BundledFunction(this, 'Notifier', {
      description: 'Tells Slack',
      entry: 'lambda/auto-tagging/notifier.ts',
      chunks: 'lambda/auto-tagging/notification/native',
      environment: {
        [NotifierEnvironment.alertTableName]: alerts.tableName,
        [NotifierEnvironment.slackUrlSource]: props.slackUrl.source,
      },
      timeout: TIMEOUT,
      reservedConcurrentExecutions: props.reserveConcurrency ? 1 : undefined,
    });
    this.notifier.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1_000,
        maxBatchingWindow: props.window,
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
    alerts.grant(this.notifier, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem');
    props.slackUrl.grantRead(this.notifier);
    new Rule(this, 'Findings', {
      description: 'The tagger found something that Slack shall hear',
      // Samples that `takehome send` puts on the bus have the same source, and are no findings.
      eventPattern: { source: [FINDING_SOURCE], detailType: [...findingTypes] },
      targets: [this.target],
    });
  }

  /** Which alerts Slack has, so that a second delivery of the same event is not a second message. */
  private alertTable(): Table {
    const table = new Table(this, 'Alerts', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'Entries expire by themselves; losing them costs no more than a repeated Slack message.',
    });
    return table;
  }
}
