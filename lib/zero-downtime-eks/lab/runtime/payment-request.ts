import { type Agent, type IncomingMessage, request } from 'node:http';
import type { Endpoint } from './link';

/** What a client saw of a request that was not answered. */
export type ClientError = 'refused' | 'reset' | 'timeout' | 'other';

/** What came of one request. */
export interface Answer {
  /** @default - not answered to the end */
  readonly status?: number;
  /** @default - answered */
  readonly error?: ClientError;
  /** Release that answered. @default - it did not say */
  readonly release?: string;
}

/** What is paid: always 12.50 EUR. */
export interface Payment {
  /** Idempotency-Key. */
  readonly key: string;
  /** What the card network takes. */
  readonly processingSeconds: number;
}

/** Sends a payment and reads the whole answer. Never rejects. */
export function pay(agent: Agent, to: Endpoint, payment: Payment, timeoutSeconds: number): Promise<Answer> {
  const body = JSON.stringify({
    amountMinor: 1_250,
    currency: 'EUR',
    processingMilliseconds: Math.round(payment.processingSeconds * 1_000),
  });
  return new Promise((resolve) => {
    const sent = request({
      agent,
      host: to.address,
      port: to.port,
      method: 'POST',
      path: '/payments',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'Idempotency-Key': payment.key,
      },
    });
    const timer = setTimeout(() => sent.destroy(new TimeoutError()), timeoutSeconds * 1_000);
    const end = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    sent.once('response', (response) => read(response, end));
    // It may fail again after its end; only the first one counts.
    sent.on('error', (error) => end({ error: kindOf(error) }));
    sent.end(body);
  });
}

/** The client gave up. */
class TimeoutError extends Error {}

function read(response: IncomingMessage, end: (answer: Answer) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk) => {
    text += chunk;
  });
  response.once('end', () => {
    const release = RELEASE.exec(text)?.[1];
    end({ status: response.statusCode, ...(release !== undefined && { release }) });
  });
  response.once('error', (error) => end({ error: kindOf(error) }));
}

const RELEASE = /"release":"([^"]*)"/;

function kindOf(error: Error): ClientError {
  if (error instanceof TimeoutError) return 'timeout';
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'other';
}
