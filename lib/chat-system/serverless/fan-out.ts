import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BundledFunction } from '../../constructs/bundled-function';
import type { SessionsTable, Tables } from '../tables';
import { chatFunction } from './chat-function';
import type { SocketApi } from './socket-api';

export interface FanOutProps {
  readonly tables: Tables;
  readonly sessions: SessionsTable;
  readonly socketApi: SocketApi;
}

/** Attempts after the first; a batch that cannot be told from its neighbours is halved before they count. */
const RETRIES = 5;

/**
 * Follows the stream of messages and tells the connections. One batch a shard at a time: several would be in order for
 * an item only, and a room is many items. Speed comes with shards, which are as many as the table's partitions.
 *
 * A batch that is given up is lost for nobody: its messages are stored, and clients notice the gap at the next one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class FanOut extends Construct {
  readonly handler: BundledFunction;

  /** Where the batches lie in the stream that Lambda gave up. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { tables, sessions, socketApi }: FanOutProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the queue of dead letters.',
    });
    this.handler = chatFunction(this, 'FanOut', {
      name: 'fanOut',
      description: 'Brings what was stored to the connections that have its room open',
      environment: {
        roomsTable: tables.rooms.tableName,
        sessionsTable: sessions.tableName,
        managementEndpoint: socketApi.managementEndpoint,
      },
      timeout: Duration.seconds(60),
      memorySize: 1_024,
    });
    this.handler.addEventSource(
      new DynamoEventSource(tables.messages, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        parallelizationFactor: 1,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: RETRIES,
        maxRecordAge: Duration.hours(1),
        onFailure: new SqsDlq(this.deadLetters),
      }),
    );
    tables.rooms.grant(this.handler, 'dynamodb:GetItem');
    sessions.grant(this.handler, 'dynamodb:Query', 'dynamodb:DeleteItem');
    socketApi.grantConnections(this.handler, 'POST');
  }
}
