import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, AwsCustomResourcePolicy, type AwsSdkCall } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { acknowledgeManagedPolicies, LAMBDA_BASIC } from './managed-policies';

/** Of the one function of a stack that makes the calls: CDK derives it from a constant of its own. */
const FUNCTION_ID = 'AWS679f53fac002430cb0da5b7982bd2287';

export interface AwsCallProps {
  /** What is called when the stack is created and whenever the call changes. */
  readonly call: AwsSdkCall;

  /** Such as `ec2:DescribeManagedPrefixLists`. */
  readonly action: string;

  /** ARNs. @default - the action knows no resources: all */
  readonly resources?: readonly string[];
}

/** One call of an AWS API at deployment, with no more permission than the call needs and logs that go with the stack. */
export class AwsCall extends AwsCustomResource {
  constructor(scope: Construct, id: string, { call, action, resources = ['*'] }: AwsCallProps) {
    super(scope, id, {
      onCreate: call,
      onUpdate: call,
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: [action], resources: [...resources] }),
      ]),
      logGroup: logGroupOfCalls(scope),
      installLatestAwsSdk: false,
    });
    if (resources.includes('*')) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: `${action} knows no resources.`,
      });
    }
    acknowledgeFunction(scope);
  }
}

function logGroupOfCalls(scope: Construct): ILogGroup {
  const stack = Stack.of(scope);
  const found = stack.node.tryFindChild('AwsCallLogs');
  if (found instanceof LogGroup) return found;
  return new LogGroup(stack, 'AwsCallLogs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function acknowledgeFunction(scope: Construct): void {
  const singleton = Stack.of(scope).node.findChild(FUNCTION_ID);
  acknowledgeManagedPolicies(singleton, [LAMBDA_BASIC], 'CDK makes this role.');
  const reason = 'CDK chooses the runtime of its own function.';
  Validations.of(singleton).acknowledge({ id: 'AwsSolutions-L1', reason });
}
