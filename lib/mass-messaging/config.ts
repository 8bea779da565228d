import { capacityProblems } from './capacity';
import { loadOf } from './load';

/** What carries records of recipients from the expander to the sender. */
export type Transport = 'kinesis' | 'sqs';

/** The provider that takes messages over HTTP. */
export interface ProviderConfig {
  /** Base URL; messages are posted to `<url>/messages`. */
  readonly url: string;

  /** Requests that it takes in any second. */
  readonly requestsPerSecond: number;

  /**
   * Name of an existing secret of Secrets Manager whose whole value is the API key.
   *
   * @default - the provider asks for none
   */
  readonly secretName?: string;
}

/** When nobody is written to, by the recipient's own clock; `from` later than `to` goes over midnight. */
export interface QuietHours {
  /** Such as 21:00. */
  readonly from: string;
  /** Such as 08:00; the first minute in which messages are sent again. */
  readonly to: string;
}

export interface MassMessagingConfig {
  /** Both are offered; docs/mass-messaging.md argues which. */
  readonly transport: Transport;

  /** Messages a minute that the whole has to reach, 1 to 10,000,000. */
  readonly messagesPerMinute: number;

  /** Recipients in one record of the transport, 1 to 100. */
  readonly recipientsPerRecord: number;

  readonly provider: ProviderConfig;

  /** @default - from 21:00 to 08:00 */
  readonly quietHours?: QuietHours;

  /** Who is told when an alarm goes off. @default - nobody */
  readonly alarmEmail?: string;
}

/** Evening and night, when nobody wants to be written to. */
export const DEFAULT_QUIET_HOURS: QuietHours = { from: '21:00', to: '08:00' };

/** One line for each problem: `property: limit, got: what was received`. */
export function problems(config: MassMessagingConfig): readonly string[] {
  const found: string[] = [];
  const demand: Demand = (holds, property, limit, got) => {
    if (!holds) found.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  const isWhole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  const { transport, messagesPerMinute, recipientsPerRecord, provider, quietHours, alarmEmail } = config;

  demand(transport === 'kinesis' || transport === 'sqs', 'transport', "'kinesis' or 'sqs'", transport);
  const rate = 'a whole number, 1 to 10,000,000';
  demand(isWhole(messagesPerMinute, 1, 10_000_000), 'messagesPerMinute', rate, messagesPerMinute);
  const packed = 'a whole number, 1 to 100';
  demand(isWhole(recipientsPerRecord, 1, 100), 'recipientsPerRecord', packed, recipientsPerRecord);
  providerProblems(provider, demand);
  if (quietHours !== undefined) quietHoursProblems(quietHours, demand);
  if (alarmEmail !== undefined) {
    demand(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(alarmEmail), 'alarmEmail', 'an e-mail address', alarmEmail);
  }
  // What is no number can be carried at no rate.
  return found.length > 0 ? found : capacityProblems(loadOf(config));
}

type Demand = (holds: boolean, property: string, limit: string, got: unknown) => void;

function providerProblems({ url, requestsPerSecond, secretName }: ProviderConfig, demand: Demand): void {
  const isUrl = URL.canParse(url) && new URL(url).protocol === 'https:';
  demand(isUrl && !/[?#]|\/$/.test(url), 'provider.url', 'a URL by HTTPS without query and slash at its end', url);
  const isRate = Number.isFinite(requestsPerSecond) && requestsPerSecond > 0;
  demand(isRate, 'provider.requestsPerSecond', 'greater than 0', requestsPerSecond);
  if (secretName === undefined) return;
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  const limit = '1 to 512 characters of letters, digits and /_+=.@-';
  // Somebody may have put the key itself where its name belongs; it must not reach a log.
  demand(/^[\w/+=.@-]{1,512}$/.test(secretName), 'provider.secretName', limit, `${secretName.length} characters`);
}

function quietHoursProblems({ from, to }: QuietHours, demand: Demand): void {
  const isTime = (value: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
  demand(isTime(from), 'quietHours.from', 'a time such as 21:00', from);
  demand(isTime(to), 'quietHours.to', 'a time such as 08:00', to);
  demand(from !== to, 'quietHours.to', 'another time than from', to);
}
