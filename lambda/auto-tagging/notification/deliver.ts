import type { AlertLedger } from './alert-ledger';
import { Pace } from './pace';
import type { SlackUrl } from './slack-url';
import type { DigestMessage, SlackPayload } from './split';
import { type PostResult, post } from './webhook';

/** Slack has not taken the message; its alerts are free to be told by another one. */
export class SlackNotReachedError extends Error {
  override readonly name = 'SlackNotReachedError';
}

/** Slack refuses the message, or the URL: trying again does not help unless somebody changes something. */
export class SlackRefusedError extends Error {
  override readonly name = 'SlackRefusedError';
}

/** Slack may have taken the message; its alerts stay claimed. */
export class SlackUncertainError extends Error {
  override readonly name = 'SlackUncertainError';
}

/** Slack has the message, but the ledger could not be told. */
export class AlertsNotRecordedError extends Error {
  override readonly name = 'AlertsNotRecordedError';
}

/** Milliseconds between messages. @see https://docs.slack.dev/apis/web-api/rate-limits */
const INTERVAL = 1000;

/** Posts of one message that Slack answers with 5xx, or that find no connection. The others wait for the same Slack. */
const ATTEMPTS = 4;

/** Milliseconds of real time that Slack has for an answer. */
const ANSWER_TIMEOUT = 10_000;

/** Answers that mean the URL: revoked, unknown, or of an archived channel. */
const urlStatuses: readonly number[] = [403, 404, 410];

/** One for the environment: the interval and a Retry-After hold from one invocation to the next. */
const pace = new Pace(INTERVAL);

/** The id under which the ledger knows that an interrupted message has been told. */
export const toldId = (digest: string): string => `told:${digest}`;

/** Brings messages to Slack, each at most once. */
export class Delivery {
  /**
   * @param remaining milliseconds that may still be spent
   */
  constructor(
    private readonly ledger: AlertLedger,
    private readonly slackUrl: SlackUrl,
    private readonly remaining: () => number,
  ) {}

  /**
   * Claims the alerts, posts, and records what became of it.
   *
   * @throws SlackNotReachedError, SlackRefusedError, SlackUncertainError, AlertAlreadyClaimedError,
   * AlertsNotRecordedError, InvalidSlackUrlError, SlackUrlUnavailableError
   */
  async deliver(message: DigestMessage): Promise<void> {
    const ids = message.alerts.map(({ id }) => id);
    const url = await this.slackUrl.get();
    if (!this.isTimeForAnother()) throw new SlackNotReachedError('no time is left');
    await pace.ready();
    await this.ledger.claim(ids, message.id);
    await this.ledger.start(message.id);
    const result = await this.postUntilDecided(url, message.payload).catch(async (error: unknown) => {
      await this.ledger.failed(ids, message.id);
      throw error;
    });
    if (result.kind === 'unknown') throw new SlackUncertainError(result.reason);
    if (result.kind !== 'posted') {
      await this.ledger.failed(ids, message.id);
      throw errorOf(result);
    }
    await this.record(message, ids).catch((error: unknown) => {
      throw new AlertsNotRecordedError(error instanceof Error ? error.name : 'unknown');
    });
  }

  /** A refused URL is read anew once: it may have been rotated. */
  private async postUntilDecided(first: string, payload: SlackPayload): Promise<PostResult> {
    let url = first;
    for (let attempt = 1; ; attempt++) {
      const result = await post(url, payload, Math.min(ANSWER_TIMEOUT, Math.max(INTERVAL, this.remaining())));
      pace.called(result.kind === 'limited' ? result.retryAfterSeconds * 1000 : undefined);
      if (result.kind === 'posted' || result.kind === 'unknown') return result;
      if (result.kind === 'refused') {
        if (url !== first || !urlStatuses.includes(result.status)) return result;
        url = await this.slackUrl.reread();
        if (url === first) return result;
      }
      if (result.kind === 'unavailable') {
        if (attempt >= ATTEMPTS) return result;
        pace.called(INTERVAL * 2 ** (attempt - 1));
      }
      if (!this.isTimeForAnother()) return result;
      await pace.ready();
    }
  }

  private isTimeForAnother(): boolean {
    return pace.readyIn() < this.remaining();
  }

  private async record({ id, interrupted }: DigestMessage, ids: readonly string[]): Promise<void> {
    await this.ledger.posted(ids, id);
    for (const { id: earlier, alerts } of interrupted) {
      await this.ledger.posted([...alerts.map((alert) => alert.id), toldId(earlier)], earlier);
    }
  }
}

function errorOf(result: Exclude<PostResult, { readonly kind: 'posted' | 'unknown' }>): Error {
  switch (result.kind) {
    case 'limited':
      return new SlackNotReachedError(`HTTP 429, to be tried again after ${result.retryAfterSeconds} s`);
    case 'unavailable':
      return new SlackNotReachedError(result.reason);
    case 'refused':
      return new SlackRefusedError(result.reason);
  }
}
