import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Drain } from './drain';
import { log } from './log';
import { RefusedRequestError } from './payment-request';
import { LedgerUnavailableError } from './retry';

/** What a request is answered. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws RefusedRequestError */
export type Handler = (request: IncomingMessage) => Answer | Promise<Answer>;

export interface HttpServerOptions {
  readonly keepAliveSeconds: number;
  readonly handler: Handler;
  /** Told of all work, and asked whether connections may stay. */
  readonly drain: Drain;
  /** Written with each line. */
  readonly release: string;
}

/** How much later than an idle connection Node may close one that has sent no request yet, in seconds. */
const HEADERS_MARGIN_SECONDS = 5;

/**
 * An HTTP server whose idle connections outlive those of the load balancer, so that it is the load balancer that closes
 * them, and never sends a request into a closing one.
 *
 * Node announces `keepAliveSeconds` and closes a second later, by a constant that is `keepAliveTimeoutBuffer` in newer
 * versions. A connection without any request is closed after `headersTimeout`, which hence must not be the shorter one.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout
 * @see https://github.com/nodejs/node/pull/59243
 */
export function httpServer({ keepAliveSeconds, handler, drain, release }: HttpServerOptions): Server {
  const headersTimeout = (keepAliveSeconds + HEADERS_MARGIN_SECONDS) * 1000;
  const server = createServer({
    keepAliveTimeout: keepAliveSeconds * 1000,
    headersTimeout,
    requestTimeout: Math.max(300_000, headersTimeout),
  });
  server.on('request', (request, response) => {
    const from = performance.now();
    const { method = '', url = '', headers } = request;
    // The work, not the connection: it goes on when the client has left, and the drain waits for it.
    drain.track([method, url, headers['idempotency-key']].flat().filter(Boolean).join(' '), async () => {
      const answer = await answerTo(request, handler);
      const left = response.destroyed;
      send(response, answer, drain.draining);
      const milliseconds = Math.round(performance.now() - from);
      log({
        message: 'request',
        method,
        path: url,
        status: answer.status,
        milliseconds,
        release,
        ...(left && { left }),
      });
    });
  });
  return server;
}

async function answerTo(request: IncomingMessage, handler: Handler): Promise<Answer> {
  try {
    return await handler(request);
  } catch (error) {
    if (error instanceof RefusedRequestError) {
      // A body that is not read to its end would be taken for the next request.
      const headers = { ...error.headers, ...(!request.complete && { connection: 'close' }) };
      return { status: error.status, body: { error: error.message }, headers };
    }
    log({ message: 'error', error: String(error), ...(error instanceof Error && { cause: String(error.cause) }) });
    if (error instanceof LedgerUnavailableError) {
      return { status: 503, body: { error: error.message }, headers: { 'retry-after': '1' } };
    }
    return { status: 500, body: { error: 'internal error' } };
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer, closing: boolean): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(closing && { connection: 'close' }),
    ...headers,
  });
  response.end(text);
}
