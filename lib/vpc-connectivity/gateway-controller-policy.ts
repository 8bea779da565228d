import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

const lattice = (verbs: readonly string[], nouns: readonly string[]): readonly string[] =>
  nouns.flatMap((noun) => verbs.map((verb) => `vpc-lattice:${verb}${noun}`));

/**
 * What the Gateway API Controller calls. Its own recommendation is `vpc-lattice:*` and rights to write bucket and log
 * policies, for access logs and resources that are not used here.
 *
 * @see https://github.com/aws/aws-application-networking-k8s/blob/main/files/controller-installation/recommended-inline-policy.json
 */
export const controllerPolicy: readonly PolicyStatement[] = [
  new PolicyStatement({
    actions: [
      ...lattice(['Create', 'Get', 'Update', 'Delete'], ['Service', 'Listener', 'Rule', 'TargetGroup']),
      ...lattice(['List'], ['Services', 'Listeners', 'Rules', 'TargetGroups', 'Targets', 'TagsForResource']),
      ...lattice(['Create', 'Get', 'Delete'], ['ServiceNetworkServiceAssociation']),
      ...lattice(['List'], ['ServiceNetworks', 'ServiceNetworkServiceAssociations', 'ServiceNetworkVpcAssociations']),
      ...lattice(['Register', 'Deregister'], ['Targets']),
      ...lattice(['Get', 'Put', 'Delete'], ['AuthPolicy']),
      ...lattice(['Tag', 'Untag'], ['Resource']),
      'vpc-lattice:GetServiceNetwork',
      'ec2:DescribeVpcs',
      'ec2:DescribeSubnets',
      'ec2:DescribeTags',
      'ec2:DescribeSecurityGroups',
      'tag:GetResources',
    ],
    resources: ['*'],
  }),
  new PolicyStatement({
    actions: ['iam:CreateServiceLinkedRole'],
    resources: ['*'],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'vpc-lattice.amazonaws.com' } },
  }),
];
