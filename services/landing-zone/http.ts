import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that is answered with a status of its own; the message is for the person who sent it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The largest body that is read, in bytes: a URL of the longest kind, percent-encoded by a form, fits. */
export const LARGEST_BODY = 8_192;

/** Nothing on a page is a script, comes from elsewhere, or may be framed. https://developer.mozilla.org/docs/Web/HTTP/CSP */
const SAFE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  // A target must not learn which short link led to it.
  'referrer-policy': 'no-referrer',
  // A redirect that a browser keeps is never counted, and outlives its link.
  'cache-control': 'no-store',
} as const;

/** @param body is printed as JSON */
export function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}

/** @param body a whole page */
export function html(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** @param isLast whether the connection is closed afterwards */
export function send(response: ServerResponse, { status, headers, body = '' }: Answer, isLast: boolean): void {
  const connection = isLast ? { connection: 'close' } : {};
  response.writeHead(status, {
    ...SAFE_HEADERS,
    ...headers,
    ...connection,
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(response.req.method === 'HEAD' ? '' : body);
}

/**
 * Reads a body of JSON or of a form.
 *
 * @throws HttpError 413 when it is larger than LARGEST_BODY, 415 on another type, 400 when it cannot be read
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    throw new HttpError(415, 'send JSON or a form');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) throw new HttpError(413, `at most ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (type !== 'application/json') return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
}

/** The token of `Authorization: Bearer <token>`. */
export function bearerToken({ headers }: IncomingMessage): string | undefined {
  return /^Bearer ([!-~]{1,512})$/.exec(headers.authorization ?? '')?.[1];
}
