import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TagPolicy } from '../../lambda/auto-tagging/policy/tag-policy';
import { BundledFunction } from '../constructs/bundled-function';
import { buildCreateIndex } from './create-index';
import { TaggerEnvironment } from './environment';
import { MEMBER_ROLE_NAME } from './event-patterns';
import { TaggingPermissions } from './tagging-permissions';

/** The least that an event source mapping allows. More would only share the same five calls a second. */
const CONCURRENCY = 2;

/**
 * TagResources calls a second that an account and Region may make.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html
 */
const TAG_CALLS_PER_SECOND = 5;

const TIMEOUT = Duration.minutes(5);

export interface TaggingProps {
  readonly tagPolicy: TagPolicy;

  /** How long a new resource is left alone, up to 15 minutes: people tag in the console after they created. */
  readonly gracePeriod: Duration;

  /** Accounts whose resources are tagged besides those of this account. */
  readonly memberAccounts: readonly string[];
}

/** A queue that holds creating calls for the grace period, and the function that tags what they created. */
export class Tagging extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly tagger: BundledFunction;

  constructor(scope: Construct, id: string, props: TaggingProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.queue = new Queue(this, 'Queue', {
      deliveryDelay: props.gracePeriod,
      // A batch that timed out comes back after its function has ended. AWS advises six times the timeout, to bridge
      // throttling; the mapping's maximum concurrency keeps that away, and a crash shall not cost half an hour.
      visibilityTimeout: TIMEOUT.plus(Duration.minutes(1)),
      // A resource that does not exist yet is tried every 30 s for 10 minutes: 20 receives, and some to spare.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 25 },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { memberAccounts, tagPolicy } = props;
    this.tagger = new BundledFunction(this, 'Tagger', {
      description: 'Tags what was created',
      entry: 'lambda/auto-tagging/tagger.ts',
      chunks: 'lambda/auto-tagging/tagging/native',
      files: {
        'tag-policy.json': JSON.stringify(tagPolicy),
        'create-index.json': JSON.stringify(buildCreateIndex()),
      },
      environment: {
        [TaggerEnvironment.queueUrl]: this.queue.queueUrl,
        [TaggerEnvironment.eventBusName]: 'default',
        [TaggerEnvironment.tagCallsPerSecond]: `${TAG_CALLS_PER_SECOND / CONCURRENCY}`,
        [TaggerEnvironment.memberRoleName]: memberAccounts.length > 0 ? MEMBER_ROLE_NAME : '',
      },
      timeout: TIMEOUT,
    });
    // What has equal tags shares a call, and calls are what is scarce: so batches are large. How large, and gathered for
    // how long, was tried out: docs/decisions/0007-concurrency-two-and-a-share-of-the-limit.md
    this.tagger.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1_500,
        maxBatchingWindow: Duration.seconds(1),
        maxConcurrency: CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
    new TaggingPermissions(this, 'Permissions', { role: this.tagger.executionRole, tagPolicy });
    EventBus.fromEventBusName(this, 'Bus', 'default').grantPutEventsTo(this.tagger);
    if (memberAccounts.length > 0) {
      const resources = memberAccounts.map((account) => memberRoleArn(this, account));
      this.tagger.addToRolePolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }));
    }
  }
}

const memberRoleArn = (scope: Construct, account: string): string =>
  `arn:${Stack.of(scope).partition}:iam::${account}:role/${MEMBER_ROLE_NAME}`;
