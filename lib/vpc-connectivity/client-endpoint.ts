import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { admit, letOut } from '../constructs/security-group-rules';
import type { Workload } from '../constructs/workload';

/** Where an endpoint stands in the client's VPC, and the security group by which only the client may use it. */
export class ClientEndpoint extends Construct {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];

  constructor(scope: Construct, id: string, { network, workloadSecurityGroup }: Workload) {
    super(scope, id);
    const securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Endpoint of the service in the other VPC',
    });
    admit(this, 'Admit', { securityGroup, peer: workloadSecurityGroup, description: 'The service of this VPC' });
    letOut(this, 'LetOut', {
      securityGroup: workloadSecurityGroup,
      peer: securityGroup,
      description: 'The endpoint of the service in the other VPC',
    });
    this.vpcId = network.vpc.vpcId;
    this.subnetIds = network.workloadSubnets.map(({ subnetId }) => subnetId);
    this.securityGroupIds = [securityGroup.securityGroupId];
  }
}
