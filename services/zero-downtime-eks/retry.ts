import { setTimeout as sleep } from 'node:timers/promises';

/** The database could not be reached for as long as a client should wait. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';
}

export interface RetryOptions {
  /** All that it may take. @default 10 */
  readonly seconds?: number;
  /** After which an attempt counts as lost, as where a host is gone without a word. @default 5 */
  readonly attemptSeconds?: number;
}

/**
 * Carries out a step again when its connection was lost. One cannot know then whether the database did it, so the step
 * must come to the same when it is done twice.
 *
 * @throws LedgerUnavailableError when the time is over; whatever else the step threw, at once
 */
export async function retryOnLostConnection<Result>(
  step: () => Promise<Result>,
  { seconds = 10, attemptSeconds = 5 }: RetryOptions = {},
): Promise<Result> {
  const end = performance.now() + seconds * 1000;
  for (let attempt = 0; ; attempt++) {
    // Full jitter: replicas that lost the same database do not come back in step.
    const pause = Math.random() * Math.min(1000, 50 * 2 ** attempt);
    try {
      return await inTime(step(), Math.min(attemptSeconds, (end - performance.now()) / 1000));
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      if (performance.now() + pause >= end) throw new LedgerUnavailableError('the database is away', { cause: error });
    }
    await sleep(pause);
  }
}

/** What the client and Node say of a connection. */
const connectionErrors = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'ATTEMPT_TIMEOUT',
]);

/**
 * What PostgreSQL says: connection exceptions, a refused token, too many connections, shutdown and start, and a writer
 * that has become a reader.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const serverErrors = /^(08...|28...|53300|57P0[123]|25006)$/;

/** Whether another connection may do better. */
export function isLostConnection(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return connectionErrors.has(code) || serverErrors.test(code);
}

async function inTime<Result>(attempt: Promise<Result>, seconds: number): Promise<Result> {
  const cancellation = new AbortController();
  const tooLate = sleep(seconds * 1000, undefined, { signal: cancellation.signal }).then(() => {
    throw Object.assign(new Error(`no answer in ${seconds} s`), { code: 'ATTEMPT_TIMEOUT' });
  });
  // Rejected by the cancellation when nobody waits for it any more.
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([attempt, tooLate]);
  } finally {
    cancellation.abort();
  }
}
