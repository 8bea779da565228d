import { GLOBAL, GLOBAL_HOME } from './page-token';

/** A resource without tags, as the tagger's queue gets it. */
export interface FoundResource {
  readonly arn: string;
  /** IAM service prefix and resource type, such as `ec2:instance`. */
  readonly resourceType: string;
  readonly accountId: string;
  /** The Region that tagging calls go to: `us-east-1` for global services. */
  readonly region: string;
}

/** What Resource Explorer lists, as far as the sweep reads it. */
export interface ListedResource {
  readonly Arn?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly OwningAccountId?: string | undefined;
  readonly Region?: string | undefined;
}

/** Either a resource to tag or the reason why it is none. */
export type Sifted =
  | { readonly kind: 'found'; readonly resource: FoundResource }
  | { readonly kind: 'left-out'; readonly arn: string; readonly reason: string };

/**
 * What AWS makes in every account by itself. Nobody asked for it and it costs nothing, so it has no owner.
 * The patterns match what follows the account in the ARN.
 */
const madeByAws: readonly { readonly service: string; readonly rest: RegExp; readonly reason: string }[] = [
  { service: 'elasticache', rest: /^(parametergroup:default[.]|user:default$)/, reason: 'default of ElastiCache' },
  {
    service: 'memorydb',
    rest: /^(parametergroup\/default[.]|user\/default$|acl\/open-access$)/,
    reason: 'default of MemoryDB',
  },
  { service: 'rds', rest: /^((cluster-)?pg:default[.:]|og:default[.:]|secgrp:default$)/, reason: 'default of RDS' },
  { service: 'redshift', rest: /^parametergroup:default[.]/, reason: 'default of Redshift' },
  { service: 'athena', rest: /^(workgroup\/primary|datacatalog\/AwsDataCatalog)$/, reason: 'default of Athena' },
  { service: 'events', rest: /^event-bus\/default$/, reason: 'the default event bus' },
  {
    service: 'events',
    rest: /^rule\/(.*\/)?(AutoScalingManagedRule|StepFunctions\w*Rule)$/,
    reason: 'a managed rule of AWS',
  },
  { service: 'iam', rest: /^role\/aws-service-role\//, reason: 'a service-linked role' },
  { service: 'kms', rest: /^alias\//, reason: 'an alias, which has no tags' },
  {
    service: 'route53resolver',
    rest: /^(resolver-rule|autodefined-rule)\/(rslvr-)?autodefined-/,
    reason: 'default of Route 53 Resolver',
  },
  { service: 'xray', rest: /^(sampling-rule|group)\/default(\/|$)/i, reason: 'default of X-Ray' },
  { service: 'appconfig', rest: /^deploymentstrategy\/AppConfig[.]/, reason: 'default of AppConfig' },
];

/** Tells the account's own resources from what Resource Explorer lists as well. */
export function sift({ Arn: arn = '', ResourceType, OwningAccountId, Region }: ListedResource): Sifted {
  const [, , service = '', , account = '', ...others] = arn.split(':');
  const leaveOut = (reason: string): Sifted => ({ kind: 'left-out', arn, reason });
  if (!arn.startsWith('arn:') || others.length === 0) return leaveOut('no ARN');
  if (account.startsWith('aws')) return leaveOut('belongs to AWS');
  if (arn.includes(':aws-managed')) return leaveOut('managed by AWS');
  const rest = others.join(':');
  const made = madeByAws.find((candidate) => candidate.service === service && candidate.rest.test(rest));
  if (made) return leaveOut(made.reason);
  const accountId = OwningAccountId || account;
  if (!/^\d{12}$/u.test(accountId)) return leaveOut('no account');
  const region = Region === GLOBAL || !Region ? GLOBAL_HOME : Region;
  return { kind: 'found', resource: { arn, resourceType: ResourceType ?? service, accountId, region } };
}
