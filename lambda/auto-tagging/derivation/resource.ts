import type { CloudTrailEvent } from '../cloudtrail/event';
import type { CreatedResource } from './derivation';

/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const partitions: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/**
 * Where global services live. Whatever else has no Region in its ARN (buckets, IPAMs, permission sets) is tagged in the
 * Region of the call.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
const homes: Readonly<Record<string, string>> = {
  cloudfront: 'us-east-1',
  iam: 'us-east-1',
  organizations: 'us-east-1',
  route53: 'us-east-1',
  globalaccelerator: 'us-west-2',
  networkmanager: 'us-west-2',
};

/** The resource that an ARN names. `type` is the IAM service prefix and resource type. */
export function resourceOf(arn: string, type: string, event: CloudTrailEvent): CreatedResource {
  const [, partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
  const home = (partition === 'aws' ? homes[service] : undefined) ?? event.awsRegion;
  return {
    arn,
    type,
    name: rest.join(':').split(/[/:]/).findLast(Boolean) ?? arn,
    accountId: account === '' || account === 'aws' ? event.accountId : account,
    region: region === '' ? home : region,
  };
}
