import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger, Payment } from './ledger';
import { type PaymentRequest, RefusedRequestError } from './payment-request';
import { retryOnLostConnection } from './retry';

export interface PaymentResult {
  readonly payment: Payment;
  /** False where an earlier request had written the payment. */
  readonly isNew: boolean;
}

/**
 * Takes a payment: it is written as authorised, captured by the card network, and marked as captured. A process that is
 * killed in between leaves it half done; the same request, sent again to any replica, carries it on.
 *
 * @throws RefusedRequestError 409 where the key belongs to another payment
 * @throws LedgerUnavailableError
 */
export async function pay(ledger: Ledger, request: PaymentRequest, release: string): Promise<PaymentResult> {
  const { idempotencyKey, amountMinor, currency, processingMilliseconds } = request;
  const id = randomUUID();
  const stored = await retryOnLostConnection(() =>
    ledger.authorise({ id, idempotencyKey, amountMinor, currency, release }),
  );
  if (stored.amountMinor !== amountMinor || stored.currency !== currency) {
    throw new RefusedRequestError(409, 'Idempotency-Key: belongs to a payment of another amount');
  }
  if (stored.status === 'authorised') {
    // The card network's part. A real one is given the id of the payment, so that it captures it once however often it
    // is asked, as two replicas may at the same time.
    await sleep(processingMilliseconds);
    await retryOnLostConnection(() => ledger.capture(stored.id));
  }
  return { payment: { ...stored, status: 'captured' }, isNew: stored.id === id };
}
