import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { ApiKey } from './api-key';
import { Campaigns } from './campaign';
import { type Environment, readEnvironment, SenderEnvironment, wholeNumber } from './environment';
import { Ledger } from './ledger/ledger';
import { Provider } from './provider';
import { parseQuietHours, QuietClock } from './quiet-hours';
import { Pacer } from './rate/pacer';
import { SlotTable } from './rate/slot-table';
import { paceOf } from './rate/slots';
import type { SenderAnswer, SenderEvent } from './sender/deliveries';
import { Invocation } from './sender/invocation';
import type { SenderParts } from './sender/parts';
import { createLogger, createMetrics, serviceNames } from './telemetry';

export type Sender = (event: SenderEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SenderAnswer>;

let sender: Sender | undefined;

/**
 * Sends to the recipients of the records of a batch, whichever transport it came over. A record that cannot be read fails
 * alone. What happens when the process dies is told at `Ledger`.
 *
 * @throws MissingEnvironmentError, InvalidEnvironmentError, InvalidQuietHoursError, EntriesLeftError, or what DynamoDB
 * answers: then the whole batch comes again
 */
export const handler: Sender = async (event, context) => {
  sender ??= createSender(readEnvironment(SenderEnvironment, process.env));
  return sender(event, context);
};

/**
 * A client whose middlewares are put together once and not for each call, without those that serve AWS's statistics, mark
 * calls for the detection of loops, none of which goes over a table, or copy what each call asks and gets for a logger that
 * drops it: a tenth of a sender's time.
 *
 * @see https://aws.amazon.com/blogs/developer/middleware-stack-modular-aws-sdk-js/
 */
function dynamoDbClient(): DynamoDBClient {
  const client = new DynamoDBClient({ cacheMiddleware: true });
  const unneeded = ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'];
  for (const name of unneeded) client.middlewareStack.remove(name);
  return client;
}

/** A sender with its clients, connections and pace, which live as long as the execution environment. */
export function createSender(environment: Environment<typeof SenderEnvironment>): Sender {
  const { maxReceives, requestsPerSecond, sendsAtOnce } = SenderEnvironment;
  const lanes = wholeNumber(sendsAtOnce, environment.sendsAtOnce, 1, 1_000);
  const pace = paceOf(wholeNumber(requestsPerSecond, environment.requestsPerSecond, 1));
  const dynamoDb = dynamoDbClient();
  const slots = new SlotTable(dynamoDb, environment.rateTableName, environment.providerUrl, pace);
  const parts: SenderParts = {
    environment,
    maxReceives: wholeNumber(maxReceives, environment.maxReceives, 1),
    sendsAtOnce: lanes,
    dynamoDb,
    firehose: new FirehoseClient({ cacheMiddleware: true }),
    // The queues are in the own Region; without this the client would look past AWS_ENDPOINT_URL at the host of the URL.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    apiKey: new ApiKey(new SecretsManagerClient(), environment.providerSecretName),
    campaigns: new Campaigns(dynamoDb, environment.campaignTableName),
    ledger: new Ledger(dynamoDb, environment.ledgerTableName),
    provider: new Provider(environment.providerUrl, lanes),
    quietClock: new QuietClock(parseQuietHours(environment.quietHours)),
    pacer: new Pacer(pace, (request) => slots.reserve(request)),
    logger: createLogger(serviceNames.sender),
    metrics: createMetrics(serviceNames.sender),
  };
  return (event, context) => new Invocation(parts, Date.now() + context.getRemainingTimeInMillis()).run(event);
}
