import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { awsPrefixList } from '../constructs/aws-prefix-list';
import { admit, letOut } from '../constructs/security-group-rules';
import { directions, type OptionProps } from './direction';
import { GatewayController } from './gateway-controller';
import { GatewayRoute } from './gateway-route';
import { LatticeService } from './lattice-service';
import { ServiceNetwork } from './service-network';

/**
 * Both services are services of one VPC Lattice network: ECS by its load balancer, EKS by Gateway API objects, as each
 * team would do it. Requests pass two auth policies, that of the network and that of the service.
 */
export class LatticeStack extends Stack {
  constructor(scope: Construct, id: string, services: OptionProps) {
    super(scope, id, { description: 'EKS and ECS talk through VPC Lattice' });
    const { eks, ecs } = services;
    const lattice = awsPrefixList(this, 'Lattice', 'vpc-lattice');
    const network = new ServiceNetwork(this, 'ServiceNetwork', { VpcA: eks, VpcB: ecs });

    new LatticeService(this, 'EcsService', { network, server: ecs, clientVpcId: eks.network.vpc.vpcId });
    admit(this, 'AdmitToEcs', {
      securityGroup: ecs.loadBalancerSecurityGroup,
      peer: lattice,
      description: 'VPC Lattice',
    });

    const controller = new GatewayController(this, 'GatewayController', { eks });
    const clientVpcId = ecs.network.vpc.vpcId;
    new GatewayRoute(this, 'EksService', { eks, controller, serviceNetworkId: network.serviceNetworkId, clientVpcId });
    // Lattice reaches the pods themselves.
    admit(this, 'AdmitToEks', { securityGroup: eks.workloadSecurityGroup, peer: lattice, description: 'VPC Lattice' });

    for (const [name, { client }] of Object.entries(directions(services))) {
      letOut(this, `${name}LetOut`, {
        securityGroup: client.workloadSecurityGroup,
        peer: lattice,
        description: 'VPC Lattice',
      });
    }
  }
}
