import { Peer } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { letOut } from '../../constructs/security-group-rules';
import type { Workload } from '../../constructs/workload';
import { ServiceLoadBalancer } from '../service-load-balancer';
import { RoutedAttachment } from '../transit-gateway/routed-attachment';
import { translatedAddresses } from './translated-addresses';

export interface SideProps {
  readonly service: Workload;
  readonly transitGatewayId: string;

  /** What this VPC's addresses are on the transit gateway. */
  readonly natCidr: string;

  /** What the other VPC's are. */
  readonly otherNatCidr: string;
}

/** What both sides have: a way to the other VPC, and a service that the other VPC may call. */
export class Side extends Construct {
  readonly attachmentId: string;
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, { service, transitGatewayId, natCidr, otherNatCidr }: SideProps) {
    super(scope, id);
    const { vpc, workloadSubnets } = service.network;
    this.attachmentId = new RoutedAttachment(this, 'Attachment', {
      transitGatewayId,
      vpcId: vpc.vpcId,
      subnets: workloadSubnets,
      destination: otherNatCidr,
    }).attachmentId;
    letOut(this, 'LetOut', {
      securityGroup: service.workloadSecurityGroup,
      peer: Peer.ipv4(otherNatCidr),
      description: 'The service of the other VPC, as it is seen here',
    });
    const { loadBalancer } = new ServiceLoadBalancer(this, 'Entrance', { service, clientCidr: otherNatCidr });
    this.addresses = translatedAddresses(this, loadBalancer, natCidr);
  }
}
