import { KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { EksService } from '../constructs/eks-service';
import { requestsFrom } from './auth-policy';
import type { GatewayController } from './gateway-controller';
import { gateway, httpRoute, iamAuthPolicy, targetGroupPolicy } from './gateway-manifests';

export interface GatewayRouteProps {
  readonly eks: EksService;
  readonly controller: GatewayController;
  readonly serviceNetworkId: string;
  /** The VPC whose requests it takes. */
  readonly clientVpcId: string;
}

/**
 * The service on EKS as a VPC Lattice service, made by the controller, which registers the pods and takes them out again.
 * While there is no IAMAuthPolicy yet, the policy of the service network already holds.
 */
export class GatewayRoute extends Construct {
  constructor(scope: Construct, id: string, { eks, controller, serviceNetworkId, clientVpcId }: GatewayRouteProps) {
    super(scope, id);
    const route = new KubernetesManifest(this, 'Route', {
      cluster: eks.cluster,
      manifest: [
        targetGroupPolicy,
        iamAuthPolicy(requestsFrom(clientVpcId)),
        gateway(serviceNetworkId),
        httpRoute(serviceNetworkId),
      ],
    });
    route.node.addDependency(controller);
  }
}
