import { createHash } from 'node:crypto';
import { tableKeys } from '../../lambda/mass-messaging/keys';
import { seededRandom } from '../local/seeded-random';
import { readAudience } from './audience-reader';
import { fill, type MapState, type Retrier, readCampaignDefinition } from './campaign-definition';
import type { Pipeline } from './pipeline';

/** Input of a state may have 256 KiB. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_INPUT_BYTES = 256 * 1024;

/** A request for a campaign, as the execution of the state machine gets it. */
export interface CampaignRequest {
  readonly campaignId: string;
  /** An object of the audience's bucket whose name ends in `.csv` or `.jsonl`. */
  readonly audience: { readonly key: string; readonly object: Buffer };
  readonly text: string;
}

export interface ExpansionOptions {
  /** Whether a batch runs twice although it succeeded, by its number from 0. @default - none */
  readonly isRepeated?: (batch: number) => boolean;
}

/** What an expansion has put on the transport. */
export interface Expansion {
  readonly batches: number;
  /** Batches that ran more than once. */
  readonly repeated: number;
  readonly items: number;
}

/**
 * Runs a campaign as its state machine does: claims it, reads the audience and hands it to the bundled expander in batches,
 * with the batch size, concurrency and retries of the template's Distributed Map.
 *
 * @throws Error when the campaign's id is taken, or a batch fails more often than it is retried
 */
export async function expand(
  pipeline: Pipeline,
  { campaignId, audience: { key, object }, text }: CampaignRequest,
  { isRepeated = () => false }: ExpansionOptions = {},
): Promise<Expansion> {
  const { claim, maps } = readCampaignDefinition(pipeline.template);
  const version = createHash('sha256').update(object).digest('hex');
  const values = {
    '$request.campaignId': campaignId,
    '$request.text': text,
    '$request.audience.key': key,
    $version: version,
    $content: createHash('sha256')
      .update(JSON.stringify([text, key, version]))
      .digest('hex'),
    '$states.context.Execution.StartTime': new Date(pipeline.options.clock.now()).toISOString(),
  };
  await pipeline.callDynamoDb('UpdateItem', fill(claim, values) as Readonly<Record<string, unknown>>);
  const format = key.endsWith('.csv') ? 'CSV' : 'JSONL';
  const map = maps.find(({ ItemReader }) => ItemReader.ReaderConfig.InputType === format);
  if (!map) throw new Error(`no state reads ${format}`);
  return runMap(pipeline, map, readAudience(object, format), values, isRepeated);
}

/** Stops a campaign as a person does, on the command line or in the console. */
export async function stopCampaign(pipeline: Pipeline, campaignId: string): Promise<void> {
  await pipeline.callDynamoDb('UpdateItem', {
    TableName: pipeline.tableName('Campaigns'),
    Key: { [tableKeys.campaigns]: { S: campaignId } },
    UpdateExpression: 'SET #status = :stopped',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':stopped': { S: 'stopped' } },
  });
}

/** Notes somebody who wants no messages. */
export async function optOut(pipeline: Pipeline, recipientId: string): Promise<void> {
  const Item = { [tableKeys.optOuts]: { S: recipientId } };
  const TableName = pipeline.tableName('OptOuts');
  await pipeline.callDynamoDb('PutItem', { TableName, Item });
}

async function runMap(
  pipeline: Pipeline,
  map: MapState,
  audience: Generator<unknown>,
  values: Readonly<Record<string, unknown>>,
  isRepeated: (batch: number) => boolean,
): Promise<Expansion> {
  const { ItemProcessor, ItemBatcher, ItemSelector, MaxConcurrency } = map;
  const { Retry = [] } = ItemProcessor.States[ItemProcessor.StartAt] ?? {};
  const BatchInput = fill(ItemBatcher.BatchInput, values);
  const counts = { batches: 0, repeated: 0, items: 0 };
  const next = (): string | undefined => {
    const Items: unknown[] = [];
    while (Items.length < ItemBatcher.MaxItemsPerBatch) {
      const { value, done } = audience.next();
      if (done) break;
      const item = { '$states.context.Map.Item.Index': counts.items++, '$states.context.Map.Item.Value': value };
      Items.push(fill(ItemSelector, item));
    }
    if (Items.length === 0) return undefined;
    const input = JSON.stringify({ BatchInput, Items });
    if (Buffer.byteLength(input) > MOST_INPUT_BYTES) throw new Error('the input of a batch is over 256 KiB');
    return input;
  };
  const lane = async () => {
    for (let input = next(); input !== undefined; input = next()) {
      const number = counts.batches++;
      const tries = await invokeWithRetries(pipeline, input, Retry, `batch ${number}`);
      if (isRepeated(number)) await invokeWithRetries(pipeline, input, Retry, `batch ${number} again`);
      if (tries > 1 || isRepeated(number)) counts.repeated++;
    }
  };
  await Promise.all(Array.from({ length: MaxConcurrency }, lane));
  return counts;
}

/** @returns how often it was invoked */
async function invokeWithRetries(
  pipeline: Pipeline,
  input: string,
  [retrier = {}]: readonly Retrier[],
  seed: string,
): Promise<number> {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxAttempts = 0, MaxDelaySeconds = 31_622_400 } = retrier;
  const random = seededRandom(seed);
  for (let tries = 1; ; tries++) {
    try {
      await pipeline.function('Expander').invoke(input);
      return tries;
    } catch (error) {
      if (tries > MaxAttempts) throw error;
      const most = Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** (tries - 1));
      await new Promise<void>((resolve) => pipeline.options.clock.setTimeout(() => resolve(), random() * most * 1_000));
    }
  }
}
