import { CfnServiceNetworkVpcAssociation } from 'aws-cdk-lib/aws-vpclattice';
import type { Construct } from 'constructs';
import { closedSecurityGroup } from '../../constructs/closed-security-group';
import { admit } from '../../constructs/security-group-rules';
import type { Workload } from '../../constructs/workload';
import { AcceptedShare } from '../accepted-share';
import { AccountStack, type AccountStackProps } from '../account-stack';

export interface LatticeConsumerStackProps extends AccountStackProps {
  /** Who calls. */
  readonly caller: Workload;
  readonly serviceNetworkArn: string;

  /** Of the share whose invitation has to be accepted. @default - none has to */
  readonly invitedBy?: string;
}

/** Consumer's account, second: VPC_A joins the service network, for its workload only. */
export class LatticeConsumerStack extends AccountStack {
  constructor(scope: Construct, id: string, props: LatticeConsumerStackProps) {
    super(scope, id, { description: 'Reaches the service of VPC_B over VPC Lattice', environment: props.environment });
    const { network, workloadSecurityGroup } = props.caller;
    const securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Who may use the service network',
    });
    admit(this, 'Admit', { securityGroup, peer: workloadSecurityGroup, description: 'The workload of VPC_A' });
    const association = new CfnServiceNetworkVpcAssociation(this, 'VpcAssociation', {
      serviceNetworkIdentifier: props.serviceNetworkArn,
      vpcIdentifier: network.vpc.vpcId,
      securityGroupIds: [securityGroup.securityGroupId],
    });
    if (props.invitedBy) association.node.addDependency(new AcceptedShare(this, 'Share', props.invitedBy));
  }
}
