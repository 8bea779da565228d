import fc from 'fast-check';
import { currencyExponents } from '../../../services/zero-downtime-eks/currency';
import { parsePaymentRequest, RefusedRequestError } from '../../../services/zero-downtime-eks/payment-request';

const body = { amountMinor: 1250, currency: 'EUR' };

test('takes a payment', () => {
  expect(parsePaymentRequest('key 1', JSON.stringify(body))).toEqual({
    idempotencyKey: 'key 1',
    amountMinor: 1250,
    currency: 'EUR',
    processingMilliseconds: 0,
  });
});

test.each([undefined, '', 'k'.repeat(129), 'key\n', 'kéy'])('refuses the key %p', (key) => {
  expect(() => parsePaymentRequest(key, JSON.stringify(body))).toThrow(/^Idempotency-Key: /);
});

test.each(['', '{', 'null', '[]', '1', '"text"'])('refuses the body %p', (text) => {
  expect(() => parsePaymentRequest('key', text)).toThrow('the body is no JSON object');
});

test.each([
  ['amountMinor', 0],
  ['amountMinor', 12.5],
  ['amountMinor', '1250'],
  ['amountMinor', 1_000_000_000_001],
  ['amountMinor', undefined],
  ['currency', 'XXX'],
  ['currency', 'constructor'],
  ['currency', undefined],
  ['processingMilliseconds', -1],
  ['processingMilliseconds', 30_001],
  ['processingMilliseconds', null],
])('refuses %s: %p', (name, value) => {
  expect(() => parsePaymentRequest('key', JSON.stringify({ ...body, [name]: value }))).toThrow(
    new RegExp(`^${name}: `),
  );
});

test('takes every payment within its limits', () => {
  const payments = fc.record({
    amountMinor: fc.integer({ min: 1, max: 1_000_000_000_000 }),
    currency: fc.constantFrom(...Object.keys(currencyExponents)),
    processingMilliseconds: fc.integer({ min: 0, max: 30_000 }),
  });
  fc.assert(
    fc.property(payments, fc.uuid(), (payment, key) => {
      expect(parsePaymentRequest(key, JSON.stringify(payment))).toEqual({ idempotencyKey: key, ...payment });
    }),
  );
});

test('answers anything else with 400', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        parsePaymentRequest('key', text);
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedRequestError);
        expect((error as RefusedRequestError).status).toBe(400);
      }
    }),
  );
});
