import type { SQSRecord } from 'aws-lambda';
import type { AlertLedger } from './alert-ledger';
import { toldId } from './deliver';
import { groupBy, type InterruptedMessage } from './digest';
import { type Alert, NotAnAlertError, parseAlert } from './parse';

/** A record that holds no alert. */
export interface PoisonRecord {
  readonly messageId: string;
  readonly error: NotAnAlertError;
}

/** The alerts of a batch, each once, and the records that brought them. */
export interface Inbox {
  readonly alerts: readonly Alert[];
  /** By id of the alert: ids of the SQS messages, all of which are done or failed with it. */
  readonly messageIds: ReadonlyMap<string, readonly string[]>;
  readonly poison: readonly PoisonRecord[];
}

/** Reads the records of a batch; throws nothing. */
export function readInbox(records: readonly Pick<SQSRecord, 'messageId' | 'body'>[]): Inbox {
  const alerts = new Map<string, Alert>();
  const messageIds = new Map<string, string[]>();
  const poison: PoisonRecord[] = [];
  for (const { messageId, body } of records) {
    try {
      const alert = parseAlert(body);
      if (!alerts.has(alert.id)) alerts.set(alert.id, alert);
      messageIds.set(alert.id, [...(messageIds.get(alert.id) ?? []), messageId]);
    } catch (error) {
      if (!(error instanceof NotAnAlertError)) throw error;
      poison.push({ messageId, error });
    }
  }
  return { alerts: [...alerts.values()], messageIds, poison };
}

/** The alerts of a batch by what the ledger knows of them. */
export interface SortedAlerts {
  readonly fresh: readonly Alert[];
  readonly posted: readonly Alert[];
  /** Slack may have them, and has not heard of the interruption. */
  readonly interrupted: readonly InterruptedMessage[];
  /** Slack may have them and has heard of the interruption already, from another batch. */
  readonly told: readonly InterruptedMessage[];
}

/** Asks the ledger, and frees what a message claimed that was never posted. */
export async function sortAlerts(alerts: readonly Alert[], ledger: AlertLedger): Promise<SortedAlerts> {
  const entries = await ledger.read(alerts.map(({ id }) => id));
  const statusOf = ({ id }: Alert): string => entries.get(id)?.status ?? 'fresh';
  const claimed = alerts.filter((alert) => statusOf(alert) === 'claimed');
  const messages: InterruptedMessage[] = [];
  const freed: Alert[] = [];
  for (const [id, members] of groupBy(claimed, (alert) => entries.get(alert.id)?.digest ?? '')) {
    if (await ledger.giveUp(id)) {
      await ledger.release(members.map((alert) => alert.id));
      freed.push(...members);
    } else {
      const [first] = members;
      messages.push({ id, size: (first && entries.get(first.id)?.size) ?? members.length, alerts: members });
    }
  }
  const known = await ledger.read(messages.map(({ id }) => toldId(id)));
  return {
    fresh: [...alerts.filter((alert) => statusOf(alert) === 'fresh'), ...freed],
    posted: alerts.filter((alert) => statusOf(alert) === 'posted'),
    interrupted: messages.filter(({ id }) => !known.has(toldId(id))),
    told: messages.filter(({ id }) => known.has(toldId(id))),
  };
}
