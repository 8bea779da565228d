import { limits } from '../../../services/chat-system/protocol/limits';
import type { Connection } from '../socket-event';
import type { Sessions } from './sessions';

/** Milliseconds for one token, and of a full bucket. */
const INTERVAL = 1_000 / limits.sendsPerSecond;
const BURST = limits.sendBurst * INTERVAL;

/** Refusals in a row after which a connection is closed. */
export const MOST_REFUSALS = 50;

export type Taken =
  | { readonly ok: true }
  | { readonly ok: false; readonly retryAfterMs: number; readonly refusals: number };

/**
 * Takes a token out of the connection's bucket, which is one number: when it will be full again. The condition makes it
 * right among functions that run at the same time. Whoever sends now and then costs one write; a burst two.
 */
export async function takeToken(sessions: Sessions, connection: Connection, now: number): Promise<Taken> {
  const asNumber = (value: number) => ({ N: String(value) });
  const full = await sessions.update(connection, {
    UpdateExpression: 'SET #ttl = :ttl, fullAt = :next REMOVE refusals',
    ConditionExpression: 'attribute_not_exists(fullAt) OR fullAt <= :now',
    ExpressionAttributeValues: { ':now': asNumber(now), ':next': asNumber(now + INTERVAL) },
  });
  if (full) return { ok: true };
  const some = await sessions.update(connection, {
    UpdateExpression: 'SET #ttl = :ttl, fullAt = fullAt + :interval REMOVE refusals',
    ConditionExpression: 'fullAt <= :latest',
    ExpressionAttributeValues: { ':interval': asNumber(INTERVAL), ':latest': asNumber(now + BURST - INTERVAL) },
  });
  if (some) return { ok: true };
  const refused = await sessions.update(connection, {
    UpdateExpression: 'SET #ttl = :ttl ADD refusals :one',
    ExpressionAttributeValues: { ':one': asNumber(1) },
    ReturnValues: 'ALL_NEW',
  });
  const wait = Number(refused?.fullAt?.N ?? now) - (now + BURST - INTERVAL);
  return { ok: false, retryAfterMs: Math.max(1, Math.ceil(wait)), refusals: Number(refused?.refusals?.N ?? 0) };
}
