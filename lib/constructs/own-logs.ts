import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/**
 * Gives every Lambda function below a construct a log group that goes with the stack. CDK's own functions have one that
 * stays, or leave it to Lambda, whose log groups stay too. A function that has one already keeps it.
 *
 * @param scope whose functions CDK makes and leaves no other way to configure
 */
export function ownLogs(scope: IConstruct): void {
  for (const resource of scope.node.findAll().filter(isFunction)) {
    const parent = resource.node.scope;
    if (!parent || parent.node.tryFindChild('OwnLogs')) continue;
    parent.node.tryRemoveChild('LogGroup');
    const logGroup = new LogGroup(parent, 'OwnLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    resource.addPropertyOverride('LoggingConfig.LogGroup', logGroup.logGroupName);
  }
}

const isFunction = (construct: IConstruct): construct is CfnResource =>
  CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::Lambda::Function';
