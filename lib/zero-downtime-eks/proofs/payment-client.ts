import { randomUUID } from 'node:crypto';
import type { PaymentProcess } from './payment-process';

/** A payment that a client has asked for. */
export interface AskedPayment {
  readonly key: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** What a server answered. */
export interface PaymentAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const CURRENCIES = ['EUR', 'JPY', 'KWD'] as const;

/** A payment unlike the others: currencies with two, no and three digits in turn. */
export function somePayment(index: number): AskedPayment {
  return { key: randomUUID(), amountMinor: 1 + index * 7_919, currency: CURRENCIES[index % 3] ?? 'EUR' };
}

/** Asks for a payment. */
export async function postPayment(
  { url }: Pick<PaymentProcess, 'url'>,
  { key, amountMinor, currency }: AskedPayment,
  processingMilliseconds = 0,
): Promise<PaymentAnswer> {
  const response = await fetch(`${url}/payments`, {
    method: 'POST',
    headers: { 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ amountMinor, currency, processingMilliseconds }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Reads a payment. */
export async function getPayment({ url }: Pick<PaymentProcess, 'url'>, id: unknown): Promise<PaymentAnswer> {
  const response = await fetch(`${url}/payments/${String(id)}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
