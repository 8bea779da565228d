import { follows, repeated, type Syntax, syntax } from '../../../../lib/zero-downtime-eks/manifest-checks/syntax';

const of63 = 'a'.repeat(63);

const right: readonly (readonly [keyof typeof syntax, string])[] = [
  ['label', 'payments-1'],
  ['label', '1-payments'],
  ['label', of63],
  ['serviceName', 'payments'],
  ['subdomain', 'a.b-c.d'],
  ['subdomain', `${of63}.${of63}`],
  ['portName', 'http'],
  ['portName', 'a-1'],
  ['environmentVariable', 'DATABASE_HOST'],
  ['key', 'app'],
  ['key', 'app.kubernetes.io/name'],
  ['key', `${'a'.repeat(253)}/x`],
  ['labelValue', ''],
  ['labelValue', 'A_b.c-1'],
];

const wrong: readonly (readonly [keyof typeof syntax, string])[] = [
  ['label', 'Payments'],
  ['label', 'payments-'],
  ['label', `${of63}a`],
  ['label', ''],
  ['serviceName', '1-payments'],
  ['subdomain', 'a..b'],
  ['subdomain', 'a'.repeat(254)],
  ['portName', '8080'],
  ['portName', 'http-'],
  ['portName', 'a--b'],
  ['portName', 'http-of-payments'],
  ['environmentVariable', '1ST'],
  ['environmentVariable', 'WITH SPACE'],
  ['key', ''],
  ['key', '/name'],
  ['key', 'App_Prefix/name'],
  ['key', 'prefix/of/name'],
  ['key', `${'a'.repeat(254)}/x`],
  ['labelValue', 'two words'],
  ['labelValue', '-'],
  ['labelValue', `${of63}a`],
];

const named = (name: keyof typeof syntax): Syntax => syntax[name];

test.each(right)('as %s %p is right', (name, text) => expect(follows(text, named(name))).toBe(true));
test.each(wrong)('as %s %p is wrong', (name, text) => expect(follows(text, named(name))).toBe(false));

test('what is repeated is told once', () => {
  expect(repeated(['a', 'b', 'a', 'a', 'c', 'b'])).toEqual(['a', 'b']);
});
