import { CfnOutput } from 'aws-cdk-lib';
import {
  CfnAuthPolicy,
  CfnListener,
  CfnService,
  CfnServiceNetworkServiceAssociation,
  CfnTargetGroup,
} from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { SERVICE_PORT } from '../constructs/service-port';
import type { Workload } from '../constructs/workload';
import { requestsFrom } from './auth-policy';
import type { ServiceNetwork } from './service-network';

export interface LatticeServiceProps {
  readonly network: ServiceNetwork;
  readonly server: Workload;
  /** The VPC whose requests it takes. */
  readonly clientVpcId: string;
}

/**
 * A service by its Application Load Balancer. ECS could register its tasks itself and save the balancer, but only by a
 * change of the ECS service; so the option leaves what it connects as it was.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-vpc-lattice.html
 */
export class LatticeService extends Construct {
  constructor(scope: Construct, id: string, { network, server, clientVpcId }: LatticeServiceProps) {
    super(scope, id);
    const service = new CfnService(this, 'Service', { authType: 'AWS_IAM' });
    const authPolicy = new CfnAuthPolicy(this, 'AuthPolicy', {
      resourceIdentifier: service.attrId,
      policy: requestsFrom(clientVpcId),
    });
    const targetGroup = new CfnTargetGroup(this, 'TargetGroup', {
      type: 'ALB',
      config: {
        vpcIdentifier: server.network.vpc.vpcId,
        port: SERVICE_PORT,
        protocol: 'HTTP',
        protocolVersion: 'HTTP1',
      },
      targets: [{ id: server.loadBalancer.loadBalancerArn, port: SERVICE_PORT }],
    });
    new CfnListener(this, 'Listener', {
      serviceIdentifier: service.attrId,
      protocol: 'HTTP',
      port: SERVICE_PORT,
      defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: targetGroup.attrId, weight: 100 }] } },
    });
    const association = new CfnServiceNetworkServiceAssociation(this, 'Association', {
      serviceIdentifier: service.attrId,
      serviceNetworkIdentifier: network.serviceNetworkId,
    });
    association.addResourceDependency(authPolicy);
    new CfnOutput(this, 'Address', {
      description: 'What the client connects to',
      value: service.attrDnsEntryDomainName,
    });
  }
}
