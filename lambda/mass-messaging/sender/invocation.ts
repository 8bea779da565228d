import { idempotencyKey } from '../provider';
import { putResults } from '../results';
import { inLanes } from '../retry';
import { addCounts, outcomeMetrics, senderMetrics } from '../telemetry';
import { sendMessages } from '../transport/send-messages';
import { Committer } from './committer';
import { answerOf, deliveriesOf, readDeliveries, type SenderAnswer, type SenderEvent } from './deliveries';
import type { SenderParts } from './parts';
import { plan, type Task } from './plan';
import { type SendCounts, send } from './send';
import type { Work } from './work';

/** Kept free at the end for commits: so many milliseconds, at most a quarter of the time; and for the answer. */
const COMMIT_RESERVE = 10_000;
const ANSWER_RESERVE = 500;

/** One batch, from event to answer. */
export class Invocation {
  private readonly sendDeadline: number;
  private readonly committer: Committer;
  private readonly counts: SendCounts = { requests: 0, throttles: 0, errors: 0, starved: 0 };

  /** @param end milliseconds since 1970 at which Lambda ends it */
  constructor(
    private readonly parts: SenderParts,
    end: number,
  ) {
    const remaining = end - Date.now();
    this.sendDeadline = end - Math.min(COMMIT_RESERVE, remaining / 4);
    const deadline = end - Math.min(ANSWER_RESERVE, remaining / 20);
    const { environment, firehose, ledger, logger, maxReceives, sqs } = parts;
    const ports = {
      putResults: putResults.bind(undefined, firehose, environment.deliveryStreamName, deadline),
      sendLater: sendMessages.bind(undefined, sqs, environment.laterQueueUrl, deadline),
      sendDeadLetters: sendMessages.bind(undefined, sqs, environment.deadLetterQueueUrl, deadline),
      writeLedger: ledger.write.bind(ledger, deadline),
      closeLedger: ledger.close.bind(ledger, deadline),
      logger,
    };
    this.committer = new Committer(ports, maxReceives);
  }

  /** @throws EntriesLeftError, or what DynamoDB answers, before anything was sent */
  async run(event: SenderEvent): Promise<SenderAnswer> {
    const { delivered, poison } = readDeliveries(deliveriesOf(event));
    const { works, tasks, unworkable } = await plan(this.parts, delivered, this.sendDeadline);
    const { failed } = this.committer;
    for (const { deliveryIds, reason } of [...poison, ...unworkable]) {
      this.parts.logger.error('record', { deliveryIds, reason });
      for (const id of deliveryIds) failed.add(id);
    }
    for (const work of works) if (work.pending === 0) this.committer.add(work);
    await inLanes(tasks, this.parts.sendsAtOnce, (task) => this.perform(task));
    await this.committer.finish();
    this.report(works, poison.length + unworkable.length);
    return answerOf(event, failed);
  }

  private async perform({ work, place }: Task): Promise<void> {
    const { campaigns, pacer, provider, quietClock } = this.parts;
    const { campaignId, recipients } = work.record;
    const { id = '', address: to = '', timeZone = '' } = recipients[place] ?? {};
    const key = idempotencyKey(campaignId, id);
    let apiKey: string | undefined;
    const result = await send(
      {
        campaign: async () => {
          apiKey = await this.parts.apiKey.get();
          return await campaigns.get(campaignId);
        },
        quietUntil: () => quietClock.until(Date.now(), timeZone),
        acquire: (latest) => pacer.acquire(latest),
        request: ({ text }, timeout) => provider.send({ to, text, idempotencyKey: key }, apiKey, timeout),
      },
      this.sendDeadline,
      this.counts,
    );
    if (result.kind === 'held') work.hold(result.until);
    else if (result.kind === 'left') work.leave(place, result.attempts);
    else work.end(place, result.kind, result.attempts, 'reason' in result ? result.reason : '');
    work.pending -= 1;
    if (work.pending === 0) this.committer.add(work);
  }

  private report(works: readonly Work[], poison: number): void {
    const { logger, metrics } = this.parts;
    const { requests, throttles, errors, starved } = this.counts;
    const sum = (countOf: (work: Work) => number) => works.reduce((total, work) => total + countOf(work), 0);
    const outcomes = Object.entries(outcomeMetrics)
      .filter(([outcome]) => outcome !== 'invalid')
      .map(([outcome, name]) => [name, this.committer.outcomeCount(outcome)] as const);
    const counts = {
      ...Object.fromEntries(outcomes),
      [senderMetrics.providerRequests]: requests,
      [senderMetrics.providerThrottles]: throttles,
      [senderMetrics.providerErrors]: errors,
      [senderMetrics.starved]: starved,
      [senderMetrics.held]: sum((work) => work.heldCount),
      [senderMetrics.leftOver]: sum((work) => work.leftCount),
      [senderMetrics.poison]: poison,
    };
    addCounts(metrics, counts);
    metrics.publishStoredMetrics();
    logger.info('batch', { records: works.length, failed: this.committer.failed.size, ...counts });
  }
}
