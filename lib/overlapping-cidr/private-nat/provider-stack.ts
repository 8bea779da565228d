import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { ROUTABLE_CIDRS } from '../cidrs';
import { ServiceLoadBalancer } from '../service-load-balancer';
import type { Sharing } from '../share';
import { RoutedAttachment } from '../transit-gateway/routed-attachment';
import { SharedTransitGateway } from '../transit-gateway/shared-transit-gateway';
import { RoutableSubnets } from './routable-subnets';

export interface PrivateNatProviderStackProps extends AccountStackProps {
  /** Of VPC_B. */
  readonly service: Workload;

  readonly sharing: Sharing;
}

/**
 * Provider's account, first: the transit gateway, and a load balancer on addresses that VPC_A can tell from its own.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/private-nat-gateway.html
 */
export class PrivateNatProviderStack extends AccountStack {
  readonly transitGatewayId: string;
  readonly attachmentId: string;
  readonly shareArn?: string;

  constructor(scope: Construct, id: string, { environment, service, sharing }: PrivateNatProviderStackProps) {
    super(scope, id, { description: 'Offers the service of VPC_B on routable addresses', environment });
    const { network } = service;
    const { subnets } = new RoutableSubnets(this, 'Routable', { network, cidr: ROUTABLE_CIDRS.provider });
    const { transitGatewayId, shareArn } = new SharedTransitGateway(this, 'Hub', sharing);
    const { attachmentId } = new RoutedAttachment(this, 'Attachment', {
      transitGatewayId,
      vpcId: network.vpc.vpcId,
      subnets,
      destination: ROUTABLE_CIDRS.consumer,
    });
    const { loadBalancer } = new ServiceLoadBalancer(this, 'Entrance', {
      service,
      subnets,
      clientCidr: ROUTABLE_CIDRS.consumer,
    });
    this.transitGatewayId = transitGatewayId;
    this.attachmentId = attachmentId;
    this.shareArn = shareArn;
    new CfnOutput(this, 'ServiceHost', {
      description: 'Name of the service in VPC_A',
      value: loadBalancer.loadBalancerDnsName,
    });
  }
}
