import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Acknowledges to cdk-nag that a role may use resources of which only the beginning of the ARN is known. */
export function acknowledgeWildcard(role: IConstruct, resource: string, reason: string): void {
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** How cdk-nag writes the ARN of a resource. */
export const arnOf = (construct: IConstruct): string => `<${logicalId(construct)}.Arn>`;

/** What CloudFormation calls the one resource of a construct. */
export const logicalId = (construct: IConstruct): string =>
  Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);
