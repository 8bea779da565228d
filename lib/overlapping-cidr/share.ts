import { Stack, Token } from 'aws-cdk-lib';
import { CfnResourceShare } from 'aws-cdk-lib/aws-ram';
import type { Construct } from 'constructs';

/** How the two accounts share through RAM. */
export interface Sharing {
  /** 12 digits, or the token of the account that is deployed to. */
  readonly consumerAccount: string;

  /** Whether the consumer has it without an invitation. */
  readonly withinOrganization: boolean;
}

/**
 * Shares one resource with the consumer's account, and nobody else.
 *
 * @returns the ARN of the share; undefined in a stack of that same account, which has the resource anyway
 */
export function share(scope: Construct, resourceArn: string, sharing: Sharing): string | undefined {
  const { account } = Stack.of(scope);
  if (account === sharing.consumerAccount || Token.isUnresolved(account)) return undefined;
  return new CfnResourceShare(scope, 'Share', {
    name: Stack.of(scope).stackName,
    resourceArns: [resourceArn],
    principals: [sharing.consumerAccount],
    allowExternalPrincipals: !sharing.withinOrganization,
  }).attrArn;
}
