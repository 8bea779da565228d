import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledgeManagedPolicies, LAMBDA_BASIC } from './managed-policies';
import { ownLogs } from './own-logs';

const PROVIDER = 'Custom::VpcRestrictDefaultSGCustomResourceProvider';

/**
 * Sees to the function by which CDK empties the default security groups of a stack's VPCs. May be called for each VPC.
 *
 * @param scope any construct of a stack with a VPC
 */
export function ownRestrictionOfDefaultSecurityGroup(scope: IConstruct): void {
  const provider = Stack.of(scope).node.findChild(PROVIDER);
  ownLogs(provider);
  acknowledgeManagedPolicies(provider.node.findChild('Role'), [LAMBDA_BASIC], 'CDK makes this role.');
  const reason = 'CDK chooses the runtime of its own function.';
  Validations.of(provider.node.findChild('Handler')).acknowledge({ id: 'AwsSolutions-L1', reason });
}
