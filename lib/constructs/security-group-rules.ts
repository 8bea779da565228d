import { CfnSecurityGroupEgress, CfnSecurityGroupIngress, type IPeer, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { SERVICE_PORT } from './service-port';

export interface ServiceRule {
  readonly securityGroup: ISecurityGroup;
  readonly peer: IPeer;
  readonly description: string;
}

/**
 * Admits a peer to SERVICE_PORT by a resource of the scope's own stack, wherever the security group comes from. The
 * methods of SecurityGroup put the rule beside the group, and a destroyed option would leave it open.
 */
export function admit(scope: Construct, id: string, rule: ServiceRule): CfnSecurityGroupIngress {
  return new CfnSecurityGroupIngress(scope, id, {
    groupId: rule.securityGroup.securityGroupId,
    ...SERVICE_TRAFFIC,
    ...rule.peer.toIngressRuleConfig(),
    description: rule.description,
  });
}

/**
 * The same for what leaves.
 *
 * @returns nothing where the security group lets everything out anyway, as that of an EKS cluster does
 */
export function letOut(scope: Construct, id: string, rule: ServiceRule): CfnSecurityGroupEgress | undefined {
  if (rule.securityGroup.allowAllOutbound) return undefined;
  return new CfnSecurityGroupEgress(scope, id, {
    groupId: rule.securityGroup.securityGroupId,
    ...SERVICE_TRAFFIC,
    ...rule.peer.toEgressRuleConfig(),
    description: rule.description,
  });
}

const SERVICE_TRAFFIC = { ipProtocol: 'tcp', fromPort: SERVICE_PORT, toPort: SERVICE_PORT } as const;
