import {
  IncomingWebhook,
  type IncomingWebhookDefaultArguments,
  IncomingWebhookHTTPError,
  type IncomingWebhookSendArguments,
} from '@slack/webhook';
import type { SlackPayload } from './split';

/**
 * What became of a message. `reason` never holds the URL, its host or what the HTTP client says.
 *
 * - `posted`: Slack answered 200.
 * - `limited`: 429; Slack has not taken it and wants this much rest.
 * - `unavailable`: 5xx or no connection; Slack has not taken it and may later.
 * - `refused`: another answer; Slack has not taken it and will not.
 * - `unknown`: the request left, no answer came; Slack may have taken it.
 */
export type PostResult =
  | { readonly kind: 'posted' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a 429 means that does not say how long: the limit is one message a second. */
const DEFAULT_RETRY_AFTER = 1;

/** Errors of sockets and name resolution that come before a byte of the request has left. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/**
 * Posts once. The client itself repeats nothing unless told to and hides Retry-After, so the headers are read on the way.
 *
 * @param timeout milliseconds of real time after which the answer is given up
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and https://docs.slack.dev/apis/web-api/rate-limits
 */
export async function post(url: string, payload: SlackPayload, timeout: number): Promise<PostResult> {
  let retryAfter: string | null = null;
  let failure: unknown;
  const fetchAndNote: IncomingWebhookDefaultArguments['fetch'] = async (address, init) => {
    try {
      // A redirect that is followed would carry the message elsewhere; seen as an answer it is a refusal.
      const response = await fetch(address, { ...init, redirect: 'manual' });
      retryAfter = response.headers.get('retry-after');
      return response;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    const webhook = new IncomingWebhook(url, { fetch: fetchAndNote, timeout });
    await webhook.send(payload as SlackPayload & IncomingWebhookSendArguments);
    return { kind: 'posted' };
  } catch (error) {
    if (error instanceof IncomingWebhookHTTPError) return answered(error, retryAfter);
    return unanswered(failure);
  }
}

function answered({ statusCode, body }: IncomingWebhookHTTPError, retryAfter: string | null): PostResult {
  if (statusCode === 429) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return { kind: 'limited', retryAfterSeconds: seconds >= 0 ? seconds : DEFAULT_RETRY_AFTER };
  }
  if (statusCode >= 500) return { kind: 'unavailable', reason: `HTTP ${statusCode}` };
  // Slack names its reason in one word, such as invalid_blocks; anything else may be a page of somebody else's.
  const word = /^[a-z_]{1,60}$/u.test(body ?? '') ? ` ${body}` : '';
  return { kind: 'refused', status: statusCode, reason: `HTTP ${statusCode}${word}` };
}

/** Only codes and names are passed on: the message of the error may hold the host. */
function unanswered(failure: unknown): PostResult {
  const codes = codesOf(failure);
  const known = codes.find(
    (code) => neverSent.includes(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS'),
  );
  if (known) return { kind: 'unavailable', reason: known };
  return { kind: 'unknown', reason: codes[0] ?? 'no answer' };
}

/** Codes of an error and its causes. Node joins the failures of several addresses, such as the two of localhost. */
function codesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, cause, errors } = error as { readonly [property: string]: unknown };
  const joined = Array.isArray(errors) ? errors : [];
  return [...(typeof code === 'string' ? [code] : []), ...[...joined, cause].flatMap(codesOf)];
}
