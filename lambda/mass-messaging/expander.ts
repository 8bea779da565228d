import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { type AudienceItem, packRecords, siftItems } from './audience/pack';
import { Campaigns } from './campaign';
import {
  type Environment,
  ExpanderEnvironment,
  InvalidEnvironmentError,
  readEnvironment,
  wholeNumber,
} from './environment';
import type { ResultLine } from './outcome';
import type { MessageRecord } from './record';
import { putResults } from './results';
import { addCounts, createLogger, createMetrics, expanderMetrics, outcomeMetrics, serviceNames } from './telemetry';
import { putRecords } from './transport/put-records';
import { sendMessages } from './transport/send-messages';

/**
 * Input of one batch of the Distributed Map: `Items` are what its ItemSelector made of rows of CSV, by header, or of lines
 * of JSON Lines.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export interface ExpanderEvent {
  readonly BatchInput: { readonly campaignId: string };
  readonly Items: readonly AudienceItem[];
}

/** Output of one batch: counts. */
export interface ExpanderOutput {
  readonly records: number;
  readonly recipients: number;
  readonly invalid: number;
  /** Recipients for whom the campaign was stopped before they were on the transport. */
  readonly stopped: number;
}

export type Expander = (
  event: ExpanderEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<ExpanderOutput>;

/** Kept free at the end of an invocation, so that an error is thrown and not a timeout; milliseconds. */
const RESERVE = 2_000;

/** Records between two looks at whether the campaign was stopped. */
const RECORDS_AT_ONCE = 500;

let expander: Expander | undefined;

/**
 * Reads a batch of the audience, tells what is invalid, and puts the rest on the transport. A batch that comes again
 * gives the same records, which the sender knows by their ids.
 *
 * @throws MissingEnvironmentError, InvalidEnvironmentError, UnknownCampaignError, EntriesLeftError
 */
export const handler: Expander = async (event, context) => {
  expander ??= createExpander(readEnvironment(ExpanderEnvironment, process.env));
  return expander(event, context);
};

/** An expander with its clients, which live as long as the execution environment. */
export function createExpander(environment: Environment<typeof ExpanderEnvironment>): Expander {
  const size = wholeNumber(ExpanderEnvironment.recipientsPerRecord, environment.recipientsPerRecord, 1, 100);
  const put = transportOf(environment);
  const logger = createLogger(serviceNames.expander);
  const metrics = createMetrics(serviceNames.expander);
  const firehose = new FirehoseClient();
  const campaigns = new Campaigns(new DynamoDBClient(), environment.campaignTableName);

  return async ({ BatchInput: { campaignId }, Items: items }, context) => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE;
    const { recipients, invalid } = siftItems(items);
    const records = packRecords(campaignId, recipients, size);
    const at = new Date().toISOString();
    const line = { campaign: campaignId, at, attempts: 0 };
    const lines = invalid.map(
      ({ id, index, reason }): ResultLine => ({ ...line, recipient: id, outcome: 'invalid', position: index, reason }),
    );

    let retries = 0;
    let count = 0;
    while (count < records.length && !(await campaigns.get(campaignId)).isStopped) {
      const some = records.slice(count, count + RECORDS_AT_ONCE);
      retries += await put(deadline, some);
      count += some.length;
    }
    const stopped = records.slice(count).flatMap((record) => stoppedLines(record, line));
    await putResults(firehose, environment.deliveryStreamName, deadline, [...lines, ...stopped]);

    const output = {
      records: count,
      recipients: recipients.length - stopped.length,
      invalid: invalid.length,
      stopped: stopped.length,
    };
    addCounts(metrics, {
      [expanderMetrics.records]: count,
      [expanderMetrics.putRetries]: retries,
      [outcomeMetrics.invalid]: output.invalid,
      [outcomeMetrics.stopped]: output.stopped,
    });
    metrics.publishStoredMetrics();
    logger.info('batch', { campaign: campaignId, first: items[0]?.index, ...output });
    return output;
  };
}

function stoppedLines(
  { record, recipients }: MessageRecord,
  line: Pick<ResultLine, 'campaign' | 'at' | 'attempts'>,
): readonly ResultLine[] {
  return recipients.map(({ id }) => ({ ...line, recipient: id, outcome: 'stopped', position: record, reason: '' }));
}

/** @returns how many records were put again */
type Put = (deadline: number, records: readonly MessageRecord[]) => Promise<number>;

function transportOf({ streamName, queueUrl }: Environment<typeof ExpanderEnvironment>): Put {
  if ((streamName === '') === (queueUrl === '')) {
    const { streamName: stream, queueUrl: queue } = ExpanderEnvironment;
    throw new InvalidEnvironmentError(`exactly one of ${stream} and ${queue}, got: '${streamName}' and '${queueUrl}'`);
  }
  if (queueUrl === '') return putRecords.bind(undefined, new KinesisClient(), streamName);
  // The queue is in the own Region; without this the client would look past AWS_ENDPOINT_URL at the host of the URL.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const toMessages = (records: readonly MessageRecord[]) => records.map((record) => ({ record }));
  return (deadline, records) => sendMessages(sqs, queueUrl, deadline, toMessages(records));
}
