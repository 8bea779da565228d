import fc from 'fast-check';
import {
  databaseAuthentications,
  InvalidEnvironmentError,
  PaymentEnvironment,
  type PaymentSettings,
  paymentVariables,
  readPaymentSettings,
} from '../../../services/zero-downtime-eks/environment';
import { ledgerPhases } from '../../../services/zero-downtime-eks/phases';

const valid: Readonly<Record<string, string | undefined>> = {
  PORT: '8080',
  KEEP_ALIVE_SECONDS: '75',
  DRAIN_SECONDS: '35.5',
  DATABASE_HOST: 'payments.proxy-abc.eu-west-1.rds.amazonaws.com',
  DATABASE_PORT: '5432',
  DATABASE_NAME: 'payments',
  DATABASE_USER: 'payments',
  DATABASE_AUTHENTICATION: 'iam',
  LEDGER_PHASE: 'dual-write',
  RELEASE: 'abc',
  AWS_REGION: 'eu-west-1',
};

test('gives the settings their types', () => {
  expect(readPaymentSettings(valid)).toEqual({
    address: '::',
    port: 8080,
    keepAliveSeconds: 75,
    drainSeconds: 35.5,
    databaseHost: 'payments.proxy-abc.eu-west-1.rds.amazonaws.com',
    databasePort: 5432,
    databaseName: 'payments',
    databaseUser: 'payments',
    databaseAuthentication: 'iam',
    ledgerPhase: 'dual-write',
    release: 'abc',
    region: 'eu-west-1',
  });
});

test('needs no Region for a database without IAM', () => {
  expect(
    readPaymentSettings({ ...valid, DATABASE_AUTHENTICATION: 'none', AWS_REGION: undefined }).region,
  ).toBeUndefined();
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['KEEP_ALIVE_SECONDS', '0'],
  ['KEEP_ALIVE_SECONDS', '75s'],
  ['KEEP_ALIVE_SECONDS', '3601'],
  ['KEEP_ALIVE_SECONDS', '1e3'],
  ['DRAIN_SECONDS', 'Infinity'],
  ['DRAIN_SECONDS', ' 5'],
  // What Kubernetes sets for a Service that is called `database`, where service links are on.
  ['DATABASE_PORT', 'tcp://10.100.0.1:5432'],
  ['DATABASE_PORT', '0'],
  ['DATABASE_AUTHENTICATION', 'password'],
  ['LEDGER_PHASE', 'Before'],
])('refuses %s=%s by name', (name, value) => {
  expect(() => readPaymentSettings({ ...valid, [name]: value })).toThrow(
    expect.objectContaining({
      name: 'InvalidEnvironmentError',
      message: expect.stringMatching(new RegExp(`^${name}: .*, got: "${value.replaceAll(/[/.]/g, '\\$&')}"$`)),
    }),
  );
});

test.each(Object.keys(valid))('refuses a missing %s', (name) => {
  for (const value of [undefined, '']) {
    expect(() => readPaymentSettings({ ...valid, [name]: value })).toThrow(new RegExp(`^${name}: .*, got: nothing$`));
  }
});

test('names everything that is wrong in one line', () => {
  const names = Object.values(PaymentEnvironment).filter((name) => name !== 'ADDRESS' && name !== 'AWS_REGION');
  const { message } = errorOf(() => readPaymentSettings({}));
  expect(
    message
      .split('; ')
      .map((part) => part.split(':')[0])
      .sort(),
  ).toEqual(names.sort());
  expect(message).not.toContain('\n');
});

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error;
  }
  throw new Error('nothing was thrown');
}

const text = fc.string({ minLength: 1 });
const seconds = fc.integer({ min: 1, max: 3_600_000 }).map((milliseconds) => milliseconds / 1000);
const settings: fc.Arbitrary<PaymentSettings> = fc
  .record({
    address: text,
    port: fc.integer({ min: 0, max: 65_535 }),
    keepAliveSeconds: seconds,
    drainSeconds: seconds,
    databaseHost: text,
    databasePort: fc.integer({ min: 1, max: 65_535 }),
    databaseName: text,
    databaseUser: text,
    databaseAuthentication: fc.constantFrom(...databaseAuthentications),
    ledgerPhase: fc.constantFrom(...ledgerPhases),
    release: text,
    region: text,
  })
  .map(({ region, ...others }) => (others.databaseAuthentication === 'iam' ? { ...others, region } : others));

test('reads what a manifest sets', () => {
  fc.assert(
    fc.property(settings, (one) => {
      expect(readPaymentSettings(paymentVariables(one))).toEqual(one);
    }),
  );
});
