import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';

/**
 * Tags that one call may activate.
 *
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_UpdateCostAllocationTagsStatus.html
 */
const TAGS_PER_CALL = 20;

/**
 * Activates the required tags for cost reports, in the payer account. Every day, because Billing does not know a key
 * until up to 24 hours after its first use and refuses it until then; activation takes up to 24 hours more.
 *
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export class CostAllocationTags extends Construct {
  constructor(scope: Construct, id: string, requiredKeys: readonly string[]) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ce:UpdateCostAllocationTagsStatus knows no resources.',
    });
    for (let index = 0; index < requiredKeys.length; index += TAGS_PER_CALL) {
      const keys = requiredKeys.slice(index, index + TAGS_PER_CALL);
      new Schedule(this, `Schedule${index || ''}`, {
        description: 'Activates cost allocation tags',
        schedule: ScheduleExpression.rate(Duration.days(1)),
        target: new Universal({
          role,
          service: 'costexplorer',
          action: 'updateCostAllocationTagsStatus',
          input: ScheduleTargetInput.fromObject({
            CostAllocationTagsStatus: keys.map((key) => ({ TagKey: key, Status: 'Active' })),
          }),
          // The service prefix in IAM differs from the name of the SDK client.
          policyStatements: [new PolicyStatement({ actions: ['ce:UpdateCostAllocationTagsStatus'], resources: ['*'] })],
        }),
      });
    }
    new CfnOutput(this, 'Delay', {
      description: 'When the required tags appear in cost reports',
      value: 'Up to 24 hours after the first resource carries a tag, and up to 24 hours more after its activation.',
    });
  }
}
