import { randomUUID } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { NotifierEnvironment, readEnvironment } from '../../lib/auto-tagging/environment';
import { AlertLedger } from './notification/alert-ledger';
import { AlertsNotRecordedError, Delivery } from './notification/deliver';
import { digestsByOwner } from './notification/digest';
import { readInbox, sortAlerts } from './notification/inbox';
import { notifierMetrics } from './notification/metrics';
import { SlackUrl } from './notification/slack-url';
import { type DigestMessage, split } from './notification/split';
import { addCounts, createLogger, createMetrics, serviceNames } from './telemetry';

/** Milliseconds kept back to write down what became of the last message. */
const MARGIN = 5000;

const environment = readEnvironment(NotifierEnvironment, process.env);
const logger = createLogger(serviceNames.notifier);
const metrics = createMetrics(serviceNames.notifier);
const ledger = new AlertLedger(environment.alertTableName);
const slackUrl = new SlackUrl(environment.slackUrlSource);

/**
 * Tells Slack what a batch holds, one digest an owner. A record is acknowledged when Slack has its alert; a record that
 * holds no alert goes back alone, until it lies in the dead-letter queue.
 *
 * @throws AlertLedgerError, or what DynamoDB throws, before anything is posted: the whole batch comes again
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const inbox = readInbox(event.Records);
  for (const { messageId, error } of inbox.poison) logger.error('no alert', { messageId, error: describe(error) });
  const { fresh, posted, interrupted, told } = await sortAlerts(inbox.alerts, ledger);
  for (const { id, alerts } of told)
    await ledger.posted(
      alerts.map((alert) => alert.id),
      id,
    );

  const delivery = new Delivery(ledger, slackUrl, () => context.getRemainingTimeInMillis() - MARGIN);
  const messages = digestsByOwner(fresh, interrupted).flatMap((digest) => split(digest, newId));
  const delivered: DigestMessage[] = [];
  for (const message of messages) if (await isDelivered(message, delivery)) delivered.push(message);

  const done = [...posted, ...told.flatMap(({ alerts }) => alerts), ...delivered.flatMap(alertsOf)];
  const doneIds = new Set(done.map(({ id }) => id));
  const failed = [...inbox.messageIds].flatMap(([id, messageIds]) => (doneIds.has(id) ? [] : messageIds));
  const uncertain = [...told, ...delivered.flatMap((message) => message.interrupted)];
  addCounts(metrics, {
    [notifierMetrics.posted]: delivered.length,
    [notifierMetrics.failed]: messages.length - delivered.length,
    [notifierMetrics.deduplicated]: event.Records.length - inbox.poison.length - inbox.alerts.length + posted.length,
    [notifierMetrics.uncertain]: uncertain.flatMap(({ alerts }) => alerts).length,
  });
  metrics.publishStoredMetrics();
  const itemIdentifiers = [...inbox.poison.map(({ messageId }) => messageId), ...failed];
  return { batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Slack has the message. One that fails stops no other. */
async function isDelivered(message: DigestMessage, delivery: Delivery): Promise<boolean> {
  const { id: digest, owner } = message;
  const findings = message.alerts.map(({ id }) => id);
  const interrupted = message.interrupted.map(({ id }) => id);
  logger.info('digest', { digest, owner, findings, interrupted });
  try {
    await delivery.deliver(message);
    return true;
  } catch (error) {
    logger.error('digest', { digest, error: describe(error) });
    return error instanceof AlertsNotRecordedError;
  }
}

const alertsOf = ({ alerts, interrupted }: DigestMessage) => [
  ...alerts,
  ...interrupted.flatMap((message) => message.alerts),
];

const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 12);

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');
