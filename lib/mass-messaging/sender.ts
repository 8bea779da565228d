import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SenderEnvironment } from '../../lambda/mass-messaging/environment';
import { BundledFunction } from '../constructs/bundled-function';
import { MAX_RECEIVES } from './attempts';
import type { Capacity } from './capacity';
import type { ProviderConfig, QuietHours } from './config';
import type { Results } from './results';
import type { Tables } from './tables';
import type { RecordTransport } from './transport';
import type { WaitingQueues } from './waiting-queues';

export interface SenderProps {
  readonly capacity: Capacity;
  readonly transport: RecordTransport;
  readonly waiting: WaitingQueues;
  readonly tables: Tables;
  readonly results: Results;
  readonly provider: ProviderConfig;
  readonly quietHours: QuietHours;
}

/** The function that gives messages to the provider: each once, at the provider's rate, and not at night. */
export class Sender extends Construct {
  readonly handler: BundledFunction;

  constructor(scope: Construct, id: string, props: SenderProps) {
    super(scope, id);
    const { capacity, provider, quietHours, tables, results, transport, waiting } = props;
    this.handler = new BundledFunction(this, 'Function', {
      description: 'Gives messages to the provider',
      entry: 'lambda/mass-messaging/sender.ts',
      environment: {
        [SenderEnvironment.campaignTableName]: tables.campaigns.tableName,
        [SenderEnvironment.ledgerTableName]: tables.ledger.tableName,
        [SenderEnvironment.optOutTableName]: tables.optOuts.tableName,
        [SenderEnvironment.rateTableName]: tables.rateLimits.tableName,
        [SenderEnvironment.deliveryStreamName]: results.deliveryStream.name,
        [SenderEnvironment.laterQueueUrl]: waiting.later.queueUrl,
        [SenderEnvironment.deadLetterQueueUrl]: waiting.deadLetters.queueUrl,
        [SenderEnvironment.providerUrl]: provider.url,
        [SenderEnvironment.providerSecretName]: provider.secretName ?? '',
        [SenderEnvironment.requestsPerSecond]: `${provider.requestsPerSecond}`,
        [SenderEnvironment.quietHours]: `${quietHours.from}-${quietHours.to}`,
        [SenderEnvironment.maxReceives]: `${MAX_RECEIVES}`,
        [SenderEnvironment.sendsAtOnce]: `${capacity.sendsAtOnce}`,
      },
      timeout: Duration.seconds(capacity.timeout),
      memorySize: capacity.memorySize,
      // A record hops through the later queue until morning, far more often than Lambda lets a loop turn by itself.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    transport.feed(this.handler);
    waiting.feed(this.handler);
    // No grant* of CDK: those of a table would add scans and deletions.
    tables.campaigns.grant(this.handler, 'dynamodb:GetItem');
    tables.optOuts.grant(this.handler, 'dynamodb:BatchGetItem');
    tables.ledger.grant(this.handler, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem');
    tables.rateLimits.grant(this.handler, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    results.deliveryStream.grantPut(this.handler);
    if (provider.secretName !== undefined) this.grantReadSecret(provider.secretName);
  }

  private grantReadSecret(name: string): void {
    const { partition, region, account } = Stack.of(this);
    // Secrets Manager appends a hyphen and six characters to the name, which nobody knows before.
    const resources = [`arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????`];
    this.handler.addToRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }));
  }
}
