import { CfnOutput } from 'aws-cdk-lib';
import { Peer } from 'aws-cdk-lib/aws-ec2';
import { CfnAuthPolicy, CfnListener, CfnService, CfnTargetGroup } from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { awsPrefixList } from '../../constructs/aws-prefix-list';
import { admit } from '../../constructs/security-group-rules';
import { SERVICE_PORT } from '../../constructs/service-port';
import type { Workload } from '../../constructs/workload';

/** The service as VPC Lattice sees it, behind a policy that admits one account. */
export class LatticeService extends Construct {
  readonly serviceId: string;

  constructor(scope: Construct, id: string, service: Workload, consumerAccount: string) {
    super(scope, id);
    const { network, loadBalancer, loadBalancerSecurityGroup } = service;
    admit(this, 'Admit', {
      securityGroup: loadBalancerSecurityGroup,
      peer: Peer.prefixList(awsPrefixList(this, 'Lattice', 'vpc-lattice').prefixListId),
      description: 'VPC Lattice',
    });
    const targetGroup = new CfnTargetGroup(this, 'TargetGroup', {
      type: 'ALB',
      config: { vpcIdentifier: network.vpc.vpcId, port: SERVICE_PORT, protocol: 'HTTP', protocolVersion: 'HTTP1' },
      targets: [{ id: loadBalancer.loadBalancerArn, port: SERVICE_PORT }],
    });
    const latticeService = new CfnService(this, 'LatticeService', { authType: 'AWS_IAM' });
    new CfnAuthPolicy(this, 'AuthPolicy', {
      resourceIdentifier: latticeService.attrArn,
      policy: callsFrom(consumerAccount),
    });
    new CfnListener(this, 'Listener', {
      serviceIdentifier: latticeService.attrId,
      protocol: 'HTTP',
      port: SERVICE_PORT,
      defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: targetGroup.attrId, weight: 100 }] } },
    });
    this.serviceId = latticeService.attrId;
    new CfnOutput(this, 'ServiceHost', {
      description: 'Name of the service in VPC_A',
      value: latticeService.attrDnsEntryDomainName,
    });
  }
}

/**
 * Requests need not be signed: whose VPC they come from is known without it.
 *
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
 */
const callsFrom = (account: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'vpc-lattice-svcs:Invoke',
      Resource: '*',
      Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpcOwnerAccount': account } },
    },
  ],
});
