import { hash } from 'node:crypto';
import Pool from 'undici/lib/dispatcher/pool.js';
import { Exchange } from './exchange';

/** One message for one recipient. */
export interface Message {
  readonly to: string;
  readonly text: string;
  /** The same for every copy of the message: the provider takes it once. */
  readonly idempotencyKey: string;
}

/** What became of a request. */
export type ProviderAnswer =
  | { readonly kind: 'accepted' }
  /** The provider will never take this message. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may pass, or it has nothing to do with this message. The message may have been taken all the same. */
  | {
      readonly kind: 'transient';
      readonly reason: string;
      readonly throttled: boolean;
      /** Milliseconds that the provider asks to wait. */
      readonly retryAfter?: number;
    };

/** Statuses that tell of the message itself: bad request, gone, too large, unprocessable. */
const refusals: readonly number[] = [400, 410, 413, 422];

/** The same for every copy of a message to this recipient in this campaign, and for no other. */
export function idempotencyKey(campaignId: string, recipientId: string): string {
  return hash('sha256', JSON.stringify([campaignId, recipientId]), 'base64url');
}

/**
 * What an answer means. A wrong key (401, 403) or a wrong path (404) is no fault of the message: it must not end a million
 * recipients as refused.
 *
 * @param retryAfter the header
 * @param now milliseconds since 1970
 */
export function answerOf(status: number, retryAfter: string | undefined, now: number): ProviderAnswer {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const reason = `status ${status}`;
  if (refusals.includes(status)) return { kind: 'refused', reason };
  const wait = parseRetryAfter(retryAfter, now);
  return { kind: 'transient', reason, throttled: status === 429, ...(wait !== undefined && { retryAfter: wait }) };
}

/** @returns milliseconds from now; undefined for a header that is neither seconds nor a date */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * The provider's API, as its documentation would tell it: `POST <url>/messages` with `{ to, text }`. For a real provider
 * only this file changes.
 */
export class Provider {
  private readonly pool: Pool;
  private readonly path: string;

  /**
   * @param baseUrl without a slash at its end
   * @param sendsAtOnce connections that are kept open
   */
  constructor(baseUrl: string, sendsAtOnce: number) {
    const { origin, pathname, search } = new URL(`${baseUrl}/messages`);
    this.path = pathname + search;
    // A limit of undici's own would be a second one, and coarser than ours.
    this.pool = new Pool(origin, { connections: sendsAtOnce, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  }

  /**
   * Makes one request. Whatever goes wrong on the way is an answer, too.
   *
   * @param apiKey undefined where the provider asks for none
   * @param timeout milliseconds
   */
  send(message: Message, apiKey: string | undefined, timeout: number): Promise<ProviderAnswer> {
    const body = JSON.stringify({ to: message.to, text: message.text });
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': message.idempotencyKey,
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    };
    return new Promise((resolve) => {
      const exchange = new Exchange(
        timeout,
        ({ status, retryAfter }) => resolve(answerOf(status, retryAfter, Date.now())),
        ({ message: reason }) => resolve({ kind: 'transient', reason, throttled: false }),
      );
      this.pool.dispatch({ method: 'POST', path: this.path, headers, body }, exchange);
    });
  }
}
