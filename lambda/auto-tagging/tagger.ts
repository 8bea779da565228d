import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readEnvironment, TaggerEnvironment } from '../../lib/auto-tagging/environment';
import { loadCreateIndex } from './derivation/create-index';
import { derive } from './derivation/derive';
import { OUTCOME_KEY, OUTCOME_MESSAGE } from './outcome';
import { loadTagPolicy } from './policy/load';
import { PublishError, publish, type TypedFinding } from './publish';
import { Access } from './tagging/access';
import { itemsOf, prepareAll, type RecordResult, resultOf } from './tagging/batch';
import type { Rules } from './tagging/prepare';
import { TagReader } from './tagging/read-tags';
import { redeliver } from './tagging/redeliver';
import { settleAll } from './tagging/settle';
import { Pacers, TagExecutor } from './tagging/tag-resources';
import { NOT_YET_DELAY } from './tagging/task';
import { addCounts, createLogger, createMetrics, outcomeMetrics, RETRIED_METRIC, serviceNames } from './telemetry';

/** A variable of the environment has a value that cannot be meant. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

type Environment = Readonly<Record<keyof typeof TaggerEnvironment, string>>;
export type Tagger = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Kept free at the end of an invocation for publishing and giving back; milliseconds. */
const RESERVE = 15_000;

let tagger: Tagger | undefined;

/**
 * Tags what the records of a batch created. In this order: tag, publish, acknowledge; whatever breaks in between, the
 * record comes again and ends the same. A record that cannot be read fails alone; it is the only kind that ends in the
 * dead-letter queue.
 *
 * @throws MissingEnvironmentError, InvalidEnvironmentError, or what reading the files beside the bundle throws
 */
export const handler: Tagger = async (event, context) => {
  tagger ??= createTagger(readEnvironment(TaggerEnvironment, process.env), rulesBeside(__dirname));
  return tagger(event, context);
};

/** A tagger with its clients and paces, which live as long as the execution environment. */
export function createTagger(environment: Environment, rules: Rules): Tagger {
  const tagCallsPerSecond = Number(environment.tagCallsPerSecond);
  if (!(tagCallsPerSecond > 0)) {
    throw new InvalidEnvironmentError(
      `${TaggerEnvironment.tagCallsPerSecond}: a number above 0, got: '${environment.tagCallsPerSecond}'`,
    );
  }
  const logger = createLogger(serviceNames.tagger);
  const metrics = createMetrics(serviceNames.tagger);
  const eventBridge = new EventBridgeClient();
  // The queue is in the own Region; without this the client would look past AWS_ENDPOINT_URL at the host of the URL.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const pacers = new Pacers(tagCallsPerSecond);
  let access: Access | undefined;
  let reader: TagReader | undefined;

  return async ({ Records: records }, context) => {
    access ??= new Access(context.invokedFunctionArn, environment.memberRoleName);
    reader ??= new TagReader(access, tagCallsPerSecond);
    const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE;
    try {
      const entries = prepareAll(rules, records);
      const items = itemsOf(entries);
      const executor = new TagExecutor(access, pacers, deadline);
      const outcomes = await settleAll(rules.policy, [...items.values()], reader, executor, deadline);
      const results = entries.map((entry) => resultOf(entry, items, outcomes));
      const unpublished = await publishAll(results.flatMap(({ findings }) => findings));
      const left = results.map((result) => withPublication(result, unpublished));

      const counts: Record<string, number> = { [RETRIED_METRIC]: 0 };
      for (const name of Object.values(outcomeMetrics)) counts[name] = 0;
      for (const { record, outcome, retry } of left) {
        const name = outcome === undefined ? RETRIED_METRIC : outcomeMetrics[outcome.outcome];
        counts[name] = (counts[name] ?? 0) + 1;
        if (outcome !== undefined)
          logger.info(OUTCOME_MESSAGE, { [OUTCOME_KEY]: outcome, messageId: record.messageId });
        if (retry === undefined) continue;
        const { eventId, eventName, arns } = retry.outcome;
        logger.info('retried', { messageId: record.messageId, eventId, eventName, arns, reason: retry.reason });
      }
      addCounts(metrics, counts);
      // What cannot be read now never can: it passes through its receives at once, to the dead-letter queue.
      const back = left.flatMap(({ record, retry, isPoison }) => {
        const delaySeconds = isPoison ? 0 : retry?.delaySeconds;
        return delaySeconds === undefined ? [] : [{ ...record, delaySeconds }];
      });
      const late = await redeliver(sqs, environment.queueUrl, back);
      if (late.length > 0) logger.warn('not given back at once', { count: late.length, first: late[0] });
      const failed = left.filter(({ isPoison, retry }) => isPoison || retry !== undefined);
      return { batchItemFailures: failed.map(({ record }) => ({ itemIdentifier: record.messageId })) };
    } finally {
      metrics.publishStoredMetrics();
    }
  };

  /** The findings that EventBridge did not take. */
  async function publishAll(findings: readonly TypedFinding[]): Promise<PublishError | undefined> {
    try {
      await publish(eventBridge, environment.eventBusName, findings);
      return undefined;
    } catch (error) {
      if (!(error instanceof PublishError)) throw error;
      logger.error(error.message, { ids: error.findings.slice(0, 10).map(({ finding }) => finding.id) });
      return error;
    }
  }
}

/** A record whose findings were not all published has to come again. */
function withPublication(result: RecordResult, error: PublishError | undefined): RecordResult {
  const { outcome, findings } = result;
  if (outcome === undefined || !findings.some((finding) => error?.findings.includes(finding))) return result;
  const retry = { reason: error?.message ?? '', delaySeconds: NOT_YET_DELAY, outcome };
  return { ...result, outcome: undefined, retry };
}

function rulesBeside(directory: string): Rules {
  const index = loadCreateIndex(directory);
  return { policy: loadTagPolicy(directory), derive: (event) => derive(event, index) };
}
