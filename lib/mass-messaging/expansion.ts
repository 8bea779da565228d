import { createHash } from 'node:crypto';
import { tableKeys } from '../../lambda/mass-messaging/keys';
import { seededRandom } from '../local/seeded-random';
import { type EvaluateWith, execute } from '../local/state-machine';
import { readAudience } from './audience-reader';
import { type MapState, type Retrier, readCampaignDefinition } from './campaign-definition';
import type { Pipeline } from './pipeline';

/** Input of a state may have 256 KiB. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_INPUT_BYTES = 256 * 1024;

/** A request for a campaign, as the execution of the state machine gets it. */
export interface CampaignRequest {
  readonly campaignId: string;
  /** An object of the audience's bucket whose name ends in `.csv` or `.jsonl`. */
  readonly audience: { readonly key: string; readonly object: Buffer };
  readonly text: string;
  /** ISO 8601. @default - now */
  readonly sendAt?: string;
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
 * Runs a campaign as its state machine does: every state of the template from the first to the last, with its JSONata, the
 * batch size, the concurrency and the retries of its Distributed Map, and the bundled expander.
 *
 * @throws ExecutionFailedError as the execution would fail
 */
export async function expand(
  pipeline: Pipeline,
  { campaignId, audience: { key, object }, text, sendAt }: CampaignRequest,
  { isRepeated = () => false }: ExpansionOptions = {},
): Promise<Expansion> {
  const definition = readCampaignDefinition(pipeline.template);
  const version = createHash('sha256').update(object).digest('hex');
  let expansion: Expansion = { batches: 0, repeated: 0, items: 0 };
  await execute(
    definition,
    { campaignId, audience: { key }, text, ...(sendAt !== undefined && { sendAt }) },
    {
      clock: pipeline.options.clock,
      tasks: {
        'aws-sdk:s3:headObject': () => Promise.resolve({ VersionId: version }),
        'dynamodb:updateItem': (input) => updateItem(pipeline, input as Input),
      },
      map: async (state, evaluateWith) => {
        const map = state as MapState;
        const read = (await evaluateWith(map.ItemReader.Arguments)) as Input;
        if (read.Key !== key || read.VersionId !== version)
          throw new Error(`${key} in its version is not what is read`);
        const items = readAudience(object, map.ItemReader.ReaderConfig.InputType);
        expansion = await runMap(pipeline, map, items, evaluateWith, isRepeated);
        return expansion;
      },
    },
  );
  return expansion;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * An error of the optimized integration is named after the service and the exception.
 *
 * @see https://github.com/aws-samples/aws-stepfunctions-examples/blob/main/sam/app-control-concurrency-with-dynamodb/statemachines/dynamodb-semaphore.asl.json
 */
async function updateItem(pipeline: Pipeline, input: Input): Promise<unknown> {
  return pipeline.callDynamoDb('UpdateItem', input).catch((error: unknown) => {
    const [, exception] = /#(\w+Exception)/.exec(String(error)) ?? [];
    throw exception === undefined ? error : Object.assign(new Error(String(error)), { name: `DynamoDB.${exception}` });
  });
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
  evaluateWith: EvaluateWith,
  isRepeated: (batch: number) => boolean,
): Promise<Expansion> {
  const { ItemProcessor, ItemBatcher, ItemSelector, MaxConcurrency } = map;
  const { Retry = [] } = ItemProcessor.States[ItemProcessor.StartAt] ?? {};
  const BatchInput = await evaluateWith(ItemBatcher.BatchInput);
  const counts = { batches: 0, repeated: 0, items: 0 };
  const next = async (): Promise<string | undefined> => {
    const selected: Promise<unknown>[] = [];
    while (selected.length < ItemBatcher.MaxItemsPerBatch) {
      const { value, done } = audience.next();
      if (done) break;
      selected.push(evaluateWith(ItemSelector, { Map: { Item: { Index: counts.items++, Value: value } } }));
    }
    if (selected.length === 0) return undefined;
    const input = JSON.stringify({ BatchInput, Items: await Promise.all(selected) });
    if (Buffer.byteLength(input) > MOST_INPUT_BYTES) throw new Error('the input of a batch is over 256 KiB');
    return input;
  };
  const lane = async () => {
    for (let input = await next(); input !== undefined; input = await next()) {
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
