/** Digits after the decimal point by currency, as ISO 4217 gives them: a payment of 1250 is 12.50 EUR, but 1250 JPY. */
export const currencyExponents = { EUR: 2, GBP: 2, JPY: 0, KRW: 0, KWD: 3, USD: 2 } as const;

/** A currency that the service takes. */
export type Currency = keyof typeof currencyExponents;

export function isCurrency(text: unknown): text is Currency {
  return typeof text === 'string' && Object.hasOwn(currencyExponents, text);
}

/**
 * Writes minor units as a decimal number of major units, without floating point: 1250 in EUR is `12.50`.
 *
 * @param amountMinor a whole number, not negative
 */
export function toMajor(amountMinor: number, currency: Currency): string {
  const exponent = currencyExponents[currency];
  if (exponent === 0) return String(amountMinor);
  const digits = String(amountMinor).padStart(exponent + 1, '0');
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * Reads what `toMajor` wrote, or the same with zeros at the end, as PostgreSQL returns a numeric.
 *
 * @throws RangeError where the text has more digits than the currency
 */
export function toMinor(major: string, currency: Currency): number {
  const exponent = currencyExponents[currency];
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+?)0*)?$/.exec(major) ?? [];
  const significant = fraction === '0' ? '' : fraction;
  const value = Number(whole + significant.padEnd(exponent, '0'));
  if (whole === '' || significant.length > exponent || !Number.isSafeInteger(value)) {
    throw new RangeError(`${JSON.stringify(major)} is no amount in ${currency}`);
  }
  return value;
}
