import { CfnAuthPolicy, CfnServiceNetwork, CfnServiceNetworkVpcAssociation } from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { admit } from '../constructs/security-group-rules';
import type { Workload } from '../constructs/workload';
import { requestsFrom } from './auth-policy';

/** A VPC Lattice network that only the workloads of its VPCs may use, on one port. */
export class ServiceNetwork extends Construct {
  readonly serviceNetworkId: string;

  /** @param clients of each VPC, by the ids of the associations */
  constructor(scope: Construct, id: string, clients: Readonly<Record<string, Workload>>) {
    super(scope, id);
    const network = new CfnServiceNetwork(this, 'Network', { authType: 'AWS_IAM' });
    this.serviceNetworkId = network.attrId;
    new CfnAuthPolicy(this, 'AuthPolicy', {
      resourceIdentifier: network.attrId,
      policy: requestsFrom(...Object.values(clients).map((client) => client.network.vpc.vpcId)),
    });
    for (const [name, client] of Object.entries(clients)) this.associate(name, client);
  }

  private associate(name: string, { network: { vpc }, workloadSecurityGroup }: Workload): void {
    const securityGroup = closedSecurityGroup(this, `${name}SecurityGroup`, {
      vpc,
      description: 'Who may use the service network',
    });
    admit(this, `${name}Admit`, { securityGroup, peer: workloadSecurityGroup, description: 'The service of this VPC' });
    new CfnServiceNetworkVpcAssociation(this, `${name}Association`, {
      serviceNetworkIdentifier: this.serviceNetworkId,
      vpcIdentifier: vpc.vpcId,
      securityGroupIds: [securityGroup.securityGroupId],
    });
  }
}
