import { type LedgerPhase, ledgerPhases } from './phases';

/**
 * The contract between the manifests, which set these variables, and the server, which reads them.
 * A property is the name that code uses, its value is the name of the environment variable.
 */
export const PaymentEnvironment = {
  /** Address to listen on. Default: `::`, which is all of IPv6 and IPv4. */
  address: 'ADDRESS',
  /** Port to listen on; 0 is any free one. */
  port: 'PORT',
  /** How long a connection may be idle, in seconds; longer than the load balancer keeps it. */
  keepAliveSeconds: 'KEEP_ALIVE_SECONDS',
  /** The longest time from SIGTERM to the end of the process, in seconds, whatever happens. */
  drainSeconds: 'DRAIN_SECONDS',
  databaseHost: 'DATABASE_HOST',
  databasePort: 'DATABASE_PORT',
  databaseName: 'DATABASE_NAME',
  databaseUser: 'DATABASE_USER',
  /** `iam`: a token for each new connection, over TLS. `none`: a local database that trusts its clients. */
  databaseAuthentication: 'DATABASE_AUTHENTICATION',
  /** What this release does with the columns of the amount. */
  ledgerPhase: 'LEDGER_PHASE',
  /** Name of the release, written with each payment. */
  release: 'RELEASE',
  /** Of the database; needed for `iam` only. EKS Pod Identity sets it. */
  region: 'AWS_REGION',
} as const;

export const databaseAuthentications = ['iam', 'none'] as const;
export type DatabaseAuthentication = (typeof databaseAuthentications)[number];

/** What the environment says, with its types. */
export interface PaymentSettings {
  readonly address: string;
  readonly port: number;
  readonly keepAliveSeconds: number;
  readonly drainSeconds: number;
  readonly databaseHost: string;
  readonly databasePort: number;
  readonly databaseName: string;
  readonly databaseUser: string;
  readonly databaseAuthentication: DatabaseAuthentication;
  readonly ledgerPhase: LedgerPhase;
  readonly release: string;
  /** @default - none is needed where `databaseAuthentication` is `none` */
  readonly region?: string;
}

/** Names every variable that is missing or not what it should be, in one line. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads what the manifests have set.
 *
 * @param variables usually `process.env`; one that is empty counts as missing
 * @throws InvalidEnvironmentError
 */
export function readPaymentSettings(variables: Variables): PaymentSettings {
  const wrong: string[] = [];
  function read<Value>(name: string, limit: string, parse: (text: string) => Value | undefined): Value {
    const text = variables[name] || undefined;
    const value = text === undefined ? undefined : parse(text);
    if (value === undefined)
      wrong.push(`${name}: ${limit}, got: ${text === undefined ? 'nothing' : JSON.stringify(text)}`);
    // Never seen where it is undefined: the function throws before it returns.
    return value as Value;
  }
  const text = (name: string) => read(name, 'a text', (value) => value);
  const seconds = (name: string) => read(name, 'seconds above 0, at most 3600', (value) => decimal(value, 3600));
  const port = (name: string, least: number) =>
    read(name, `a whole number from ${least} to 65535`, (value) => whole(value, least, 65_535));
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) =>
    read(name, `one of ${values.join(', ')}`, (value) => values.find((known) => known === value));

  const names = PaymentEnvironment;
  const databaseAuthentication = oneOf(names.databaseAuthentication, databaseAuthentications);
  const settings: PaymentSettings = {
    address: variables[names.address] || '::',
    port: port(names.port, 0),
    keepAliveSeconds: seconds(names.keepAliveSeconds),
    drainSeconds: seconds(names.drainSeconds),
    databaseHost: text(names.databaseHost),
    databasePort: port(names.databasePort, 1),
    databaseName: text(names.databaseName),
    databaseUser: text(names.databaseUser),
    databaseAuthentication,
    ledgerPhase: oneOf(names.ledgerPhase, ledgerPhases),
    release: text(names.release),
    ...(databaseAuthentication === 'iam' && { region: text(names.region) }),
  };
  if (wrong.length > 0) throw new InvalidEnvironmentError(wrong.join('; '));
  return settings;
}

/** The variables that make `readPaymentSettings` return the settings: what a manifest or a test sets. */
export function paymentVariables(settings: PaymentSettings): Readonly<Record<string, string>> {
  const names: Readonly<Record<string, string>> = PaymentEnvironment;
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([property, value]) => [names[property], String(value)]));
}

function whole(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function decimal(text: string, most: number): number | undefined {
  const value = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  return value > 0 && value <= most ? value : undefined;
}
