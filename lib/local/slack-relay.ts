import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SlackRelayOptions {
  /** The webhook. It is held here only; those who post know the relay. */
  readonly url: string;
  /** Who posts goes by a virtual clock, so the relay keeps to one message a second and waits when Slack asks for it. */
  readonly paced: boolean;
}

export interface SlackRelay {
  /** Origin, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Messages that the webhook has taken. */
  readonly posted: number;
  /** What went wrong, such as `HTTP 404 no_service` or `ECONNREFUSED`. Never the URL. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

const INTERVAL_MS = 1_000;
const ATTEMPTS = 4;
const LONGEST_WAIT_MS = 60_000;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
}

/** Passes what is posted to it on to a webhook, and its answers back. */
export async function startSlackRelay({ url, paced }: SlackRelayOptions): Promise<SlackRelay> {
  const failures: string[] = [];
  let posted = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const relay = async (body: string): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(url, body);
      if (!paced || answer.status !== 429 || attempt === ATTEMPTS) return answer;
      await sleep(Math.min(Number(answer.retryAfter ?? 1) * 1000 || INTERVAL_MS, LONGEST_WAIT_MS));
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answered = turn.then(() => relay(Buffer.concat(chunks).toString()));
      turn = answered.then(() => (paced ? sleep(INTERVAL_MS, undefined, { ref: false }) : undefined));
      void answered.then(({ status, body, retryAfter }) => {
        if (status === 200) posted++;
        else if (status !== 429 || paced) failures.push(status === 0 ? body : `HTTP ${status} ${oneWord(body)}`.trim());
        response.writeHead(status || 502, retryAfter === null ? {} : { 'retry-after': retryAfter }).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get posted() {
      return posted;
    },
    failures,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function post(url: string, body: string): Promise<Answer> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
    return { status: answer.status, body: await answer.text(), retryAfter: answer.headers.get('retry-after') };
  } catch (error) {
    // The message may hold the host; the code does not.
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    return { status: 0, body: code ?? 'no answer', retryAfter: null };
  }
}

/** Slack names its reason in one word, such as invalid_blocks; anything else may be a page of somebody else's. */
function oneWord(body: string): string {
  return /^[a-z_]{1,60}$/.test(body) ? body : '';
}
