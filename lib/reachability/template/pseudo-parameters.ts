import type { Stack } from './stack';
import { unknown, type Value } from './value';

/**
 * The value of `AWS::...`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function pseudoParameter(name: string, stack: Stack): Value {
  const { account, region, stackName } = stack;
  switch (name) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return partitionOf(region);
    case 'AWS::URLSuffix':
      return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${stackName}/${stack.id}`;
    case 'AWS::NoValue':
      return undefined;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return unknown(`${name} is no pseudo parameter`);
  }
}

/** `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** What Fn::GetAZs stands for: as many as a Region can have, by their names. */
export function availabilityZones(region: string): readonly string[] {
  return [...'abcdef'].map((letter) => region + letter);
}
