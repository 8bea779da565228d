import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { TagPolicy } from '../../lambda/auto-tagging/policy/tag-policy';
import { packed } from './event-patterns';
import { taggingActions, tagReadingActions } from './tagging-actions';

/**
 * Characters of a managed policy, without white space, minus the frame of a statement.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const POLICY_LIMIT = 6_144 - 150;

/** Reads that tell which tags a resource has, and which children a creating call made. None knows resources beforehand. */
const readActions = [
  'autoscaling:DescribeTags',
  'ec2:DescribeTags',
  'iam:ListInstanceProfileTags',
  'iam:ListMFADeviceTags',
  'iam:ListOpenIDConnectProviderTags',
  'iam:ListPolicyTags',
  'iam:ListRoleTags',
  'iam:ListSAMLProviderTags',
  'iam:ListServerCertificateTags',
  'iam:ListUserTags',
  's3:GetBucketTagging',
  'tag:GetResources',
];

export interface TaggingPermissionsProps {
  /** Who tags: the tagger's role, or the role that it assumes in a member account. */
  readonly role: IRole;

  readonly tagPolicy: TagPolicy;
}

/**
 * What tagging a resource of any service takes, as managed policies, since it does not fit into one.
 * Tags can be added, of the required keys only wherever the service can tell keys apart; never removed.
 */
export class TaggingPermissions extends Construct {
  constructor(scope: Construct, id: string, props: TaggingPermissionsProps) {
    super(scope, id);
    const { role, tagPolicy } = props;
    const { services } = tagPolicy.scope ?? {};
    const actions = taggingActions(services);
    const limited = actions.filter(({ limitsKeys }) => limitsKeys).map(({ action }) => action);
    const unlimited = actions.filter(({ limitsKeys }) => !limitsKeys).map(({ action }) => action);
    const requiredKeys = tagPolicy.required.map(({ key }) => key);
    const conditions = { 'ForAllValues:StringEquals': { 'aws:TagKeys': requiredKeys } };
    const room = POLICY_LIMIT - JSON.stringify(conditions).length;

    // What will be created is not known beforehand, hence every resource.
    const policies = [
      ...packed(limited, room).map((part) => [allow(part, ['*'], conditions)]),
      ...packed(tagReadingActions(services), POLICY_LIMIT).map((part) => [allow(part, ['*'])]),
      [
        allow([...unlimited, ...readActions, 'tag:TagResources'], ['*']),
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html
        allow(['apigateway:PUT'], [`arn:${Stack.of(this).partition}:apigateway:*::/tags/*`], conditions),
      ],
    ];
    policies.forEach((statements, index) => {
      const policy = new ManagedPolicy(this, `Policy${index}`, { statements, roles: [role] });
      for (const resource of ['*', 'arn:<AWS::Partition>:apigateway:*::/tags/*']) {
        const reason = 'What will be created is not known beforehand; docs/permissions.json tells why for each action.';
        Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
      }
    });
  }
}

const allow = (
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Readonly<Record<string, unknown>>,
): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    conditions: conditions && { ...conditions },
  });
