import { Stack } from 'aws-cdk-lib';
import { type IPrefixList, PrefixList } from 'aws-cdk-lib/aws-ec2';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { AwsCall } from './aws-call';

/**
 * A prefix list that AWS keeps, such as `s3` or `vpc-lattice`, of the stack's Region. Its id differs in each Region, and a
 * look-up at synth would need an account.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export function awsPrefixList(scope: Construct, id: string, service: string): IPrefixList {
  return awsPrefixListByName(scope, id, `com.amazonaws.${Stack.of(scope).region}.${service}`);
}

/** The same by its whole name, such as `com.amazonaws.global.cloudfront.origin-facing`. */
export function awsPrefixListByName(scope: Construct, id: string, name: string): IPrefixList {
  const look = new AwsCall(scope, id, {
    action: 'ec2:DescribeManagedPrefixLists',
    call: {
      service: 'EC2',
      action: 'describeManagedPrefixLists',
      parameters: { Filters: [{ Name: 'prefix-list-name', Values: [name] }] },
      outputPaths: ['PrefixLists.0.PrefixListId'],
      physicalResourceId: PhysicalResourceId.fromResponse('PrefixLists.0.PrefixListId'),
    },
  });
  return PrefixList.fromPrefixListId(scope, `${id}PrefixList`, look.getResponseField('PrefixLists.0.PrefixListId'));
}
