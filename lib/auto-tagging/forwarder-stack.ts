import { Aws, CfnCondition, type CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import { ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { AutoTaggingConfig, ForwarderConfig } from '../config';
import { CreationRules } from './creation-rules';
import { MEMBER_ROLE_NAME } from './event-patterns';
import { TaggingPermissions } from './tagging-permissions';
import { UntagRules } from './untag-rules';

export interface AutoTaggingForwarderStackProps {
  readonly config: AutoTaggingConfig;
  readonly forwarder: ForwarderConfig;
}

/**
 * One template for every further Region, and for every Region of a member account, the central Region included:
 * it sends creating calls to the default bus that the stack `AutoTagging` listens to. Deploy it to us-east-1 too,
 * where global services such as IAM report. `AWS_REGION=us-east-1 npx cdk deploy AutoTaggingForwarder`, or StackSets.
 *
 * In a member account's central Region it also makes the role that the tagger assumes. Roles are global, so the role
 * is made once, and its name is known beforehand (the one physical name): the tagger cannot look it up.
 */
export class AutoTaggingForwarderStack extends Stack {
  constructor(scope: Construct, id: string, { config, forwarder }: AutoTaggingForwarderStackProps) {
    super(scope, id, { description: 'Forwards creating calls to the central account and Region of AutoTagging' });
    const { centralAccount, centralRegion } = forwarder;
    const arn = `arn:${this.partition}:events:${centralRegion}:${centralAccount}:event-bus/default`;
    const role = new Role(this, 'ForwarderRole', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
    const target = new EventBusTarget(EventBus.fromEventBusArn(this, 'CentralBus', arn), { role });
    new CreationRules(this, 'CreationRules', { target, taggerRoleNames: [MEMBER_ROLE_NAME] });
    new UntagRules(this, 'UntagRules', { target, requiredKeys: config.tagPolicy.required.map(({ key }) => key) });

    const memberRole = new Role(this, 'MemberRole', {
      roleName: MEMBER_ROLE_NAME,
      description: 'Lets the tagger of the central account tag what is created here',
      // Every principal of the central account that may assume it: the tagger's role has no name that is known here.
      assumedBy: new ArnPrincipal(`arn:${this.partition}:iam::${centralAccount}:root`),
    });
    const permissions = new TaggingPermissions(this, 'MemberPermissions', {
      role: memberRole,
      tagPolicy: config.tagPolicy,
    });
    const condition = new CfnCondition(this, 'IsCentralRegionOfMember', {
      expression: Fn.conditionAnd(
        Fn.conditionEquals(Aws.REGION, centralRegion),
        Fn.conditionNot(Fn.conditionEquals(Aws.ACCOUNT_ID, centralAccount)),
      ),
    });
    for (const resource of [...resourcesOf(memberRole), ...resourcesOf(permissions)]) {
      resource.cfnOptions.condition = condition;
    }
  }
}

const resourcesOf = (construct: IConstruct): readonly CfnResource[] =>
  construct.node.findAll().filter((child): child is CfnResource => 'cfnOptions' in child);
