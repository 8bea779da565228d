import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from './clock';

export interface SlackMessage {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Path of the webhook. */
  readonly path: string;
  /** The message as posted. */
  readonly body: SlackBody;
}

export interface SlackBody {
  readonly text?: string;
  readonly blocks?: readonly Readonly<Record<string, unknown>>[];
}

/** A time in which Slack does not work, in milliseconds since 1970. `status` 0 breaks the connection. */
export interface SlackOutage {
  readonly from: number;
  readonly until: number;
  readonly status: number;
}

export interface LocalSlackOptions {
  readonly clock: Clock;
  /** Messages that may come faster than one a second, before 429. @default 3 */
  readonly burst?: number;
  readonly outages?: readonly SlackOutage[];
}

export interface LocalSlack {
  /** Origin, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** What has been accepted, oldest first. */
  readonly messages: readonly SlackMessage[];
  /** What has been refused. */
  readonly refused: readonly { readonly time: number; readonly status: number; readonly reason: string }[];
  /** May be added to. */
  readonly outages: SlackOutage[];
  stop(): Promise<void>;
}

/**
 * A receiver that answers as incoming webhooks do: `ok`, 429 with Retry-After, or 400 with `invalid_blocks`.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const { clock, burst = 3 } = options;
  const messages: SlackMessage[] = [];
  const refused: { time: number; status: number; reason: string }[] = [];
  const outages = [...(options.outages ?? [])];
  let tokens = burst + 1;
  let filledAt = clock.now();

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const time = clock.now();
      const answer = (status: number, reason: string, headers: Record<string, string> = {}) => {
        if (status !== 200) refused.push({ time, status, reason });
        if (status === 0) response.destroy();
        else response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(reason);
      };
      const outage = outages.find(({ from, until }) => from <= time && time < until);
      if (outage) return answer(outage.status, 'service_unavailable');

      tokens = Math.min(burst + 1, tokens + (time - filledAt) / 1000);
      filledAt = time;
      if (tokens < 1) {
        return answer(429, 'rate_limited', { 'retry-after': String(Math.ceil(1 - tokens)) });
      }
      tokens--;
      const body = parse(Buffer.concat(chunks).toString());
      if (!body) return answer(400, 'invalid_payload');
      const problem = findProblem(body);
      if (problem) return answer(400, problem);
      messages.push({ time, path: request.url ?? '/', body });
      return answer(200, 'ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    messages,
    refused,
    outages,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parse(text: string): SlackBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What Slack would refuse in a message.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks
 * @returns the body of the 400 answer
 */
export function findProblem({ text, blocks }: SlackBody): string | undefined {
  if (!text && !blocks?.length) return 'no_text';
  if (text && text.length > 40_000) return 'msg_too_long';
  if (!blocks) return undefined;
  return blocks.length > 50 || !blocks.every(isValidBlock) ? 'invalid_blocks' : undefined;
}

function isValidBlock(block: Readonly<Record<string, unknown>>): boolean {
  const fields = Array.isArray(block.fields) ? block.fields : [];
  const elements = Array.isArray(block.elements) ? block.elements : [];
  switch (block.type) {
    case 'header':
      return isText(block.text, 150) && (block.text as { type: string }).type === 'plain_text';
    case 'section':
      if (block.text === undefined && fields.length === 0) return false;
      return (
        (block.text === undefined || isText(block.text, 3000)) &&
        fields.length <= 10 &&
        fields.every((field) => isText(field, 2000))
      );
    case 'context':
      return elements.length >= 1 && elements.length <= 10 && elements.every((e) => isImage(e) || isText(e, 3000));
    case 'actions':
      return elements.length >= 1 && elements.length <= 25;
    case 'divider':
    case 'image':
    case 'rich_text':
      return true;
    default:
      return false;
  }
}

function isImage(element: unknown): boolean {
  return (element as { type?: unknown } | null)?.type === 'image';
}

function isText(value: unknown, limit: number): boolean {
  const { type, text } = (value ?? {}) as { type?: unknown; text?: unknown };
  return (
    (type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string' && text.length >= 1 && text.length <= limit
  );
}
