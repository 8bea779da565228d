import { Lazy } from 'aws-cdk-lib';
import { CfnSecurityGroup, type IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

export interface ClosedSecurityGroupProps {
  readonly vpc: IVpc;
  readonly description: string;
}

/** Matches nothing: EC2 adds a rule that lets everything out to a security group that is created without one. */
const NOTHING: CfnSecurityGroup.EgressProperty = {
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  cidrIp: '255.255.255.255/32',
  description: 'Nothing',
};

/**
 * A security group that lets nothing in or out until rules are added. SecurityGroup of CDK leaves the egress of the group
 * itself out of the template as soon as a rule has a resource of its own, and then the default is EC2's: everything.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
export function closedSecurityGroup(scope: Construct, id: string, props: ClosedSecurityGroupProps): SecurityGroup {
  const securityGroup = new SecurityGroup(scope, id, { ...props, allowAllOutbound: false });
  const resource = securityGroup.node.defaultChild;
  if (!(resource instanceof CfnSecurityGroup)) throw new Error(`${securityGroup.node.path} has no resource`);
  const rules = resource.securityGroupEgress;
  resource.securityGroupEgress = Lazy.uncachedAny({ produce: (context) => context.resolve(rules) ?? [NOTHING] });
  return securityGroup;
}
