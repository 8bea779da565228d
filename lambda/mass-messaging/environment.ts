/**
 * The contract between the constructs, which set these variables, and the handlers, which read them.
 * A property is the name that code uses, its value is the name of the environment variable.
 */
export const ExpanderEnvironment = {
  /** Name of the table of campaigns. */
  campaignTableName: 'CAMPAIGN_TABLE_NAME',
  /** Name of the Kinesis stream that carries records; empty where a queue does. */
  streamName: 'STREAM_NAME',
  /** URL of the SQS queue that carries records; empty where a stream does. Exactly one of the two is set. */
  queueUrl: 'QUEUE_URL',
  /** Name of the Firehose stream that results go to. */
  deliveryStreamName: 'DELIVERY_STREAM_NAME',
  /** Recipients in one record, 1 to 100. */
  recipientsPerRecord: 'RECIPIENTS_PER_RECORD',
} as const;

export const SenderEnvironment = {
  /** Name of the table of campaigns. */
  campaignTableName: 'CAMPAIGN_TABLE_NAME',
  /** Name of the table that remembers which recipients of a record ended, and how. */
  ledgerTableName: 'LEDGER_TABLE_NAME',
  /** Name of the table of people who want no messages. */
  optOutTableName: 'OPT_OUT_TABLE_NAME',
  /** Name of the table whose one item tells the provider's next free slot. */
  rateTableName: 'RATE_TABLE_NAME',
  /** Name of the Firehose stream that results go to. */
  deliveryStreamName: 'DELIVERY_STREAM_NAME',
  /**
   * URL of an SQS queue that feeds the sender too: what falls into quiet hours or is to be tried again waits there. With
   * SQS as the transport it may be the transport's own queue.
   */
  laterQueueUrl: 'LATER_QUEUE_URL',
  /** URL of the SQS queue for records whose recipients were given up. */
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  /** Base URL of the provider; messages are posted to `<url>/messages`. */
  providerUrl: 'PROVIDER_URL',
  /** Name of the secret whose whole value is the provider's API key; empty where it asks for none. */
  providerSecretName: 'PROVIDER_SECRET_NAME',
  /** Requests that the provider takes in any second, of all invocations together. */
  requestsPerSecond: 'PROVIDER_REQUESTS_PER_SECOND',
  /** Such as `21:00-08:00`, by the recipient's clock; empty where every hour is good. */
  quietHours: 'QUIET_HOURS',
  /** After so many invocations that tried in vain, the recipients of a record are given up. */
  maxReceives: 'MAX_RECEIVES',
  /** Requests that one invocation has under way at the same time. */
  sendsAtOnce: 'SENDS_AT_ONCE',
} as const;

/** A handler was started without a variable that its construct should have set. */
export class MissingEnvironmentError extends Error {
  override readonly name = 'MissingEnvironmentError';
}

/** A variable of the environment has a value that cannot be meant. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

/** The variables of a contract, by property. */
export type Environment<Contract extends Readonly<Record<string, string>>> = {
  readonly [Property in keyof Contract]: string;
};

/**
 * Reads the variables of a contract.
 *
 * @param contract one of the objects above
 * @param variables usually `process.env`; a variable that is set but empty is returned as ''
 * @throws MissingEnvironmentError naming every variable that is not set
 */
export function readEnvironment<const Contract extends Readonly<Record<string, string>>>(
  contract: Contract,
  variables: Readonly<Record<string, string | undefined>>,
): Environment<Contract> {
  const missing = Object.values(contract).filter((name) => variables[name] === undefined);
  if (missing.length > 0) throw new MissingEnvironmentError(`not set: ${missing.join(', ')}`);
  const entries = Object.entries(contract).map(([property, name]) => [property, variables[name]]);
  return Object.fromEntries(entries) as Environment<Contract>;
}

/**
 * A whole number out of a variable.
 *
 * @throws InvalidEnvironmentError naming the variable, its limits and what it held
 */
export function wholeNumber(name: string, value: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value);
  if (value !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new InvalidEnvironmentError(`${name}: a whole number, ${least} to ${most}, got: '${value}'`);
}
