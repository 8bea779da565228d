import type { IncomingMessage } from 'node:http';
import { type Health, probes } from './health';
import type { Handler } from './http-server';
import type { Ledger } from './ledger';
import { MAXIMUM_BODY_BYTES, parsePaymentRequest, RefusedRequestError } from './payment-request';
import { pay } from './payments';
import { LedgerUnavailableError, retryOnLostConnection } from './retry';

const paymentPath = /^\/payments\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Answers the requests of clients and of probes. */
export function paymentHandler(ledger: Ledger, health: Health, release: string): Handler {
  return async (request) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const probe = probes[path];
    const id = paymentPath.exec(path)?.[1];
    if (probe) {
      allow(request, 'GET');
      return probe(health) ? { status: 200, body: { status: 'ok' } } : { status: 503, body: { status: 'not now' } };
    }
    if (path === '/payments') {
      allow(request, 'POST');
      requireStarted(health);
      const key = request.headers['idempotency-key'];
      const asked = parsePaymentRequest(Array.isArray(key) ? key.join() : key, await readBody(request));
      const { payment, isNew } = await pay(ledger, asked, release);
      return { status: isNew ? 201 : 200, body: { ...payment }, headers: { location: `/payments/${payment.id}` } };
    }
    if (id !== undefined) {
      allow(request, 'GET');
      requireStarted(health);
      const payment = await retryOnLostConnection(() => ledger.find(id));
      if (payment) return { status: 200, body: { ...payment } };
    }
    throw new RefusedRequestError(404, 'no such path');
  };
}

function allow({ method }: IncomingMessage, allowed: string): void {
  if (method !== allowed) throw new RefusedRequestError(405, `method: ${allowed}`, { allow: allowed });
}

/** Before that the schema may be one that this release would write wrongly. */
function requireStarted({ started }: Health): void {
  if (!started) throw new LedgerUnavailableError('not started yet');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // The rest is read, too, and dropped: a client that is cut off while it sends often does not see the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAXIMUM_BODY_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    throw new RefusedRequestError(400, 'the body did not arrive');
  }
  if (bytes <= MAXIMUM_BODY_BYTES) return Buffer.concat(chunks).toString('utf8');
  request.resume();
  throw new RefusedRequestError(413, `the body: at most ${MAXIMUM_BODY_BYTES} bytes`);
}
