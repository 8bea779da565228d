import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What every Lambda function of CDK's own has. */
export const LAMBDA_BASIC = 'service-role/AWSLambdaBasicExecutionRole';

/**
 * Acknowledges to cdk-nag that a role that CDK makes has managed policies of AWS.
 *
 * @param policies names such as `service-role/AWSLambdaBasicExecutionRole`
 */
export function acknowledgeManagedPolicies(role: IConstruct, policies: readonly string[], reason: string): void {
  for (const policy of policies) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
      reason,
    });
  }
}
