import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

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
  return createHash('sha256')
    .update(JSON.stringify([campaignId, recipientId]))
    .digest('base64url');
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
  private readonly agent: http.Agent;
  private readonly module: typeof http | typeof https;
  private readonly url: URL;

  /**
   * @param baseUrl without a slash at its end
   * @param sendsAtOnce connections that are kept open
   */
  constructor(baseUrl: string, sendsAtOnce: number) {
    this.url = new URL(`${baseUrl}/messages`);
    this.module = this.url.protocol === 'https:' ? https : http;
    this.agent = new this.module.Agent({ keepAlive: true, maxSockets: sendsAtOnce });
  }

  /**
   * Makes one request. Whatever goes wrong on the way is an answer, too.
   *
   * @param apiKey undefined where the provider asks for none
   * @param timeout milliseconds
   */
  send(message: Message, apiKey: string | undefined, timeout: number): Promise<ProviderAnswer> {
    const body = JSON.stringify({ to: message.to, text: message.text });
    return new Promise((resolve) => {
      const settle = (answer: ProviderAnswer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      const fail = (error: Error) => settle({ kind: 'transient', reason: error.message, throttled: false });
      const request = this.module.request(
        this.url,
        {
          method: 'POST',
          agent: this.agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'idempotency-key': message.idempotencyKey,
            ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
          },
        },
        (response) => {
          // The body is read so that the connection can be used again; nothing in it is needed.
          response.resume();
          response.on('error', fail);
          response.on('end', () => {
            settle(answerOf(response.statusCode ?? 0, response.headers['retry-after'], Date.now()));
          });
        },
      );
      const timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeout} ms`)), timeout);
      request.on('error', fail);
      request.end(body);
    });
  }
}
