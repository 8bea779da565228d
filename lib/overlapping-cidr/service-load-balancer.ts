import { Validations } from 'aws-cdk-lib';
import { type ISubnet, Peer } from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer, NetworkTargetGroup, Protocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AlbArnTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { admit, letOut } from '../constructs/security-group-rules';
import { SERVICE_PORT } from '../constructs/service-port';
import type { Workload } from '../constructs/workload';

export interface ServiceLoadBalancerProps {
  /** Whose load balancer it forwards to. */
  readonly service: Workload;

  /** One for each Availability Zone. @default - those of the workload */
  readonly subnets?: readonly ISubnet[];

  /**
   * Whom it lets in.
   *
   * @default - only what comes through a VPC endpoint, which has been accepted for. The inbound rules are not asked then:
   * they would see the client's own address, which in a VPC of the same CIDR could be anybody's.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
   */
  readonly clientCidr?: string;
}

/** An internal Network Load Balancer in front of the service's own one: it keeps its addresses, and PrivateLink takes it. */
export class ServiceLoadBalancer extends Construct {
  readonly loadBalancer: NetworkLoadBalancer;

  constructor(scope: Construct, id: string, { service, subnets, clientCidr }: ServiceLoadBalancerProps) {
    super(scope, id);
    const { vpc, workloadSubnets } = service.network;
    const securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Network Load Balancer in front of the service',
    });
    if (clientCidr) {
      admit(this, 'Admit', {
        securityGroup,
        peer: Peer.ipv4(clientCidr),
        description: 'The other VPC, as it is seen here',
      });
    }
    const balancer = service.loadBalancerSecurityGroup;
    letOut(this, 'LetOut', { securityGroup, peer: balancer, description: 'The load balancer of the service' });
    admit(this, 'AdmitToService', {
      securityGroup: balancer,
      peer: securityGroup,
      description: 'The Network Load Balancer in front of it',
    });
    this.loadBalancer = new NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnets: [...(subnets ?? workloadSubnets)] },
      internetFacing: false,
      securityGroups: [securityGroup],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: clientCidr !== undefined,
    });
    const targetGroup = new NetworkTargetGroup(this, 'TargetGroup', {
      vpc,
      port: SERVICE_PORT,
      protocol: Protocol.TCP,
      targetType: TargetType.ALB,
      targets: [new AlbArnTarget(service.loadBalancer.loadBalancerArn, SERVICE_PORT)],
      healthCheck: { protocol: Protocol.HTTP, path: '/health' },
    });
    this.loadBalancer.addListener('Listener', {
      port: SERVICE_PORT,
      protocol: Protocol.TCP,
      defaultTargetGroups: [targetGroup],
    });
    Validations.of(this.loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason:
        'A Network Load Balancer logs TLS listeners only; the flow logs of the VPC and the service behind it tell more.',
    });
  }
}
