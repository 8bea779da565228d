import { type Currency, isCurrency } from './currency';

/** The longest body that is read, in bytes; a payment has about 80. */
export const MAXIMUM_BODY_BYTES = 16_384;

const MAXIMUM_AMOUNT = 1_000_000_000_000;
const MAXIMUM_PROCESSING_MILLISECONDS = 30_000;

/** What a client asks for. */
export interface PaymentRequest {
  /** Names the payment: sent again, it is the same payment, not another. */
  readonly idempotencyKey: string;
  /** In the smallest unit of the currency. */
  readonly amountMinor: number;
  readonly currency: Currency;
  /** How long the card network takes in this sample. Not part of the payment: a retry may say something else. */
  readonly processingMilliseconds: number;
}

/** A request that is refused, with the HTTP status that says so. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/**
 * @param idempotencyKey the header, or undefined where there is none
 * @param body the text of the body
 * @throws RefusedRequestError 400
 */
export function parsePaymentRequest(idempotencyKey: string | undefined, body: string): PaymentRequest {
  if (idempotencyKey === undefined || !/^[\x20-\x7e]{1,128}$/.test(idempotencyKey)) {
    throw new RefusedRequestError(400, 'Idempotency-Key: 1 to 128 printable characters');
  }
  const { amountMinor, currency, processingMilliseconds = 0 } = parseObject(body);
  return {
    idempotencyKey,
    amountMinor: wholeNumber('amountMinor', amountMinor, 1, MAXIMUM_AMOUNT),
    currency: knownCurrency(currency),
    processingMilliseconds: wholeNumber(
      'processingMilliseconds',
      processingMilliseconds,
      0,
      MAXIMUM_PROCESSING_MILLISECONDS,
    ),
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw new RefusedRequestError(400, 'the body is no JSON object');
}

function wholeNumber(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RefusedRequestError(400, `${name}: a whole number from ${least} to ${most}`);
}

function knownCurrency(value: unknown): Currency {
  if (isCurrency(value)) return value;
  throw new RefusedRequestError(400, 'currency: a currency that the service takes, such as EUR');
}
