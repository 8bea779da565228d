import fc from 'fast-check';
import {
  type Currency,
  currencyExponents,
  isCurrency,
  toMajor,
  toMinor,
} from '../../../services/zero-downtime-eks/currency';

const currencies = Object.keys(currencyExponents) as Currency[];

test.each([
  [1250, 'EUR', '12.50'],
  [5, 'EUR', '0.05'],
  [1250, 'JPY', '1250'],
  [1, 'KWD', '0.001'],
  [1_000_000_000_000, 'USD', '10000000000.00'],
] as const)('%i in %s is %s', (minor, currency, major) => {
  expect(toMajor(minor, currency)).toBe(major);
  expect(toMinor(major, currency)).toBe(minor);
});

test.each([
  // A column of three digits after the point returns all of them.
  ['12.500', 'EUR', 1250],
  ['1250.000', 'JPY', 1250],
  ['12', 'EUR', 1200],
  ['0.100', 'EUR', 10],
] as const)('takes zeros at the end: %s %s', (major, currency, minor) => {
  expect(toMinor(major, currency)).toBe(minor);
});

test.each([
  ['12.505', 'EUR'],
  ['0.5', 'JPY'],
  ['-1', 'EUR'],
  ['1e3', 'EUR'],
  ['', 'EUR'],
  ['.5', 'EUR'],
  ['NaN', 'EUR'],
  ['90071992547409.93', 'KWD'],
] as const)('refuses %s %s', (major, currency) => {
  expect(() => toMinor(major, currency)).toThrow(RangeError);
});

test('loses nothing in either direction, with any number of zeros', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.constantFrom(...currencies),
      fc.integer({ min: 0, max: 5 }),
      (minor, currency, zeros) => {
        const major = toMajor(minor, currency);
        const longer = major.includes('.') ? major.padEnd(major.length + zeros, '0') : major;
        expect([toMinor(major, currency), toMinor(longer, currency)]).toEqual([minor, minor]);
      },
    ),
  );
});

test.each(['toString', '__proto__', 'eur', '', 42, null])('%p is no currency', (value) => {
  expect(isCurrency(value)).toBe(false);
});
