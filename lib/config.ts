import type { TagPolicy } from '../lambda/auto-tagging/policy/tag-policy';
import { tagPolicyProblems } from '../lambda/auto-tagging/policy/validate';
import { type ChatSystemConfig, problems as chatSystemProblems } from './chat-system/config';
import { type LandingZoneConfig, problems as landingZoneProblems } from './landing-zone/config';
import { type MassMessagingConfig, problems as massMessagingProblems } from './mass-messaging/config';
import { type OverlappingCidrConfig, problems as overlappingCidrProblems } from './overlapping-cidr/config';
import { type ZeroDowntimeEksConfig, problems as zeroDowntimeEksProblems } from './zero-downtime-eks/config';

/**
 * Where the Slack URL comes from. It is never part of the config.
 *
 * - `stack-parameter`: a NoEcho parameter of the stack, which the stack writes to Secrets Manager
 * - `secretName`: an existing secret of Secrets Manager whose whole value is the URL
 * - `parameterName`: an existing SecureString of Systems Manager Parameter Store, encrypted with the key `aws/ssm`;
 *   where it is encrypted with another key, the key policy has to let the notifier's role decrypt
 */
export type SlackUrlSource = 'stack-parameter' | { readonly secretName: string } | { readonly parameterName: string };

/** Regions and accounts whose creating calls are forwarded to the stack `AutoTagging`. */
export interface ForwarderConfig {
  /** The account that holds the stack `AutoTagging`, 12 digits. */
  readonly centralAccount: string;

  /** The Region that holds the stack `AutoTagging`. */
  readonly centralRegion: string;

  /** Other accounts, 12 digits each, at most 50. Empty: further Regions of the central account only. */
  readonly memberAccounts: readonly string[];
}

export interface AutoTaggingConfig {
  readonly tagPolicy: TagPolicy;

  /** Seconds between a creating call and its tagging, 0 to 900 (the longest delay of SQS). */
  readonly gracePeriod: number;

  readonly slackUrl: SlackUrlSource;

  /** Seconds for which alerts are gathered into one digest, 1 to 300 (the longest batching window of Lambda). */
  readonly notificationWindow: number;

  /**
   * Keep one execution of the notifier for Slack's limit of one message a second. An account whose Lambda concurrency
   * quota is below 101 cannot reserve any; without it two may run, and Slack's 429 is what slows them down.
   */
  readonly reserveConcurrency: boolean;

  /** Create a trail. The rules see nothing without one that logs management events; the first trail is free. */
  readonly createTrail: boolean;

  /** Look for never-tagged resources every day. Needs a Resource Explorer index in the Region. */
  readonly sweep: boolean;

  /** ARN of the Resource Explorer view to look through. @default - the default view of the Region */
  readonly sweepViewArn?: string;

  /** Activate the required tags as cost allocation tags, every day. Payer account only. */
  readonly costAllocationTags: boolean;

  /** Who is told by e-mail when Slack cannot be. @default - nobody */
  readonly alarmEmail?: string;

  /** @default - one account and Region */
  readonly forwarder?: ForwarderConfig;
}

/** Everything that a user of the sandbox decides; the values are in sandbox.config.ts. */
export interface SandboxConfig {
  readonly autoTagging: AutoTaggingConfig;
  readonly overlappingCidr: OverlappingCidrConfig;
  readonly zeroDowntimeEks: ZeroDowntimeEksConfig;
  readonly landingZone: LandingZoneConfig;
  readonly chatSystem: ChatSystemConfig;
  readonly massMessaging: MassMessagingConfig;
}

/** The config breaks at least one limit; the message lists every problem. */
export class InvalidConfigError extends Error {
  override readonly name = 'InvalidConfigError';
}

/**
 * Returns the config as it is.
 *
 * @throws InvalidConfigError with one line for each problem: `property: limit, got: what was received`
 */
export function validateConfig(config: SandboxConfig): SandboxConfig {
  const problems = [
    ...autoTaggingProblems(config.autoTagging).map((problem) => `autoTagging.${problem}`),
    ...overlappingCidrProblems(config.overlappingCidr).map((problem) => `overlappingCidr.${problem}`),
    ...zeroDowntimeEksProblems(config.zeroDowntimeEks).map((problem) => `zeroDowntimeEks.${problem}`),
    ...landingZoneProblems(config.landingZone).map((problem) => `landingZone.${problem}`),
    ...chatSystemProblems(config.chatSystem).map((problem) => `chatSystem.${problem}`),
    ...massMessagingProblems(config.massMessaging).map((problem) => `massMessaging.${problem}`),
  ];
  if (problems.length > 0) throw new InvalidConfigError(`the config is not valid:\n${problems.join('\n')}`);
  return config;
}

function autoTaggingProblems(config: AutoTaggingConfig): readonly string[] {
  const problems = tagPolicyProblems(config.tagPolicy).map((problem) => `tagPolicy.${problem}`);
  const demand = (holds: boolean, property: string, limit: string, got: unknown): void => {
    if (!holds) problems.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  const isSecondsUpTo = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;

  demand(isSecondsUpTo(config.gracePeriod, 0, 900), 'gracePeriod', 'whole seconds, 0 to 900', config.gracePeriod);
  demand(
    isSecondsUpTo(config.notificationWindow, 1, 300),
    'notificationWindow',
    'whole seconds, 1 to 300',
    config.notificationWindow,
  );
  slackUrlProblems(config.slackUrl, demand);
  if (config.sweepViewArn !== undefined) {
    const limit = 'ARN of a Resource Explorer view';
    demand(
      /^arn:[\w-]+:resource-explorer-2:[\w-]+:\d{12}:view\/.+$/.test(config.sweepViewArn),
      'sweepViewArn',
      limit,
      config.sweepViewArn,
    );
    demand(config.sweep, 'sweep', 'true where sweepViewArn is given', config.sweep);
  }
  if (config.alarmEmail !== undefined) {
    demand(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(config.alarmEmail), 'alarmEmail', 'an e-mail address', config.alarmEmail);
  }
  if (config.forwarder) forwarderProblems(config.forwarder, demand);
  return problems;
}

type Demand = (holds: boolean, property: string, limit: string, got: unknown) => void;

function slackUrlProblems(source: SlackUrlSource, demand: Demand): void {
  if (typeof source === 'object' && 'secretName' in source) {
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    const limit = '1 to 512 characters of letters, digits and /_+=.@-';
    demandName(/^[\w/+=.@-]{1,512}$/, source.secretName, 'slackUrl.secretName', limit, demand);
  } else if (typeof source === 'object' && 'parameterName' in source) {
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    const limit = '1 to 1,011 characters of letters, digits and /_.-';
    demandName(/^[\w/.-]{1,1011}$/, source.parameterName, 'slackUrl.parameterName', limit, demand);
  } else {
    const limit = "'stack-parameter', { secretName } or { parameterName }";
    demand(source === 'stack-parameter', 'slackUrl', limit, withoutUrl(source));
  }
}

function demandName(pattern: RegExp, name: string, property: string, limit: string, demand: Demand): void {
  demand(pattern.test(name), property, limit, withoutUrl(name));
}

/** Somebody may have put the URL itself where its place belongs; it must not reach a log. */
const withoutUrl = (value: unknown): unknown => (/https?:/i.test(JSON.stringify(value) ?? '') ? 'a URL' : value);

function forwarderProblems(forwarder: ForwarderConfig, demand: Demand): void {
  const isAccount = (id: string): boolean => /^\d{12}$/.test(id);
  const { centralAccount, centralRegion, memberAccounts } = forwarder;
  demand(isAccount(centralAccount), 'forwarder.centralAccount', '12 digits', centralAccount);
  demand(/^[a-z]{2}(-[a-z]+)+-\d$/.test(centralRegion), 'forwarder.centralRegion', 'a Region', centralRegion);
  demand(memberAccounts.every(isAccount), 'forwarder.memberAccounts', '12 digits each', memberAccounts);
  // The policy of an event bus holds 10,240 characters, which is about 50 statements of one account each.
  demand(memberAccounts.length <= 50, 'forwarder.memberAccounts', 'at most 50', memberAccounts.length);
  const others = new Set(memberAccounts).size === memberAccounts.length && !memberAccounts.includes(centralAccount);
  demand(others, 'forwarder.memberAccounts', 'different accounts other than the central one', memberAccounts);
}
