import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FirehoseClient } from '@aws-sdk/client-firehose';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ApiKey } from '../api-key';
import type { Campaigns } from '../campaign';
import type { Environment, SenderEnvironment } from '../environment';
import type { Ledger } from '../ledger/ledger';
import type { Provider } from '../provider';
import type { QuietClock } from '../quiet-hours';
import type { Pacer } from '../rate/pacer';

/** What an execution environment keeps between invocations. */
export interface SenderParts {
  readonly environment: Environment<typeof SenderEnvironment>;
  readonly maxReceives: number;
  readonly sendsAtOnce: number;
  readonly dynamoDb: DynamoDBClient;
  readonly firehose: FirehoseClient;
  readonly sqs: SQSClient;
  readonly apiKey: Pick<ApiKey, 'get'>;
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly ledger: Pick<Ledger, 'read' | 'write' | 'close'>;
  readonly provider: Pick<Provider, 'send'>;
  readonly quietClock: Pick<QuietClock, 'until'>;
  readonly pacer: Pick<Pacer, 'acquire'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
