import { Validations } from 'aws-cdk-lib';
import { Peer, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer, NetworkTargetGroup, Protocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AlbListenerTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { admit, letOut } from '../constructs/security-group-rules';
import { SERVICE_PORT } from '../constructs/service-port';
import type { Direction } from './direction';

/**
 * The Network Load Balancer that an endpoint service needs, in front of the server's Application Load Balancer.
 *
 * Its security group is asked about what comes from endpoints too, and sees the client's own address, not the endpoint's:
 * it admits the client's subnets. The server sees only that it is this load balancer, and admits its security group.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
export class EndpointLoadBalancer extends Construct {
  readonly loadBalancer: NetworkLoadBalancer;

  constructor(scope: Construct, id: string, { client, server }: Direction) {
    super(scope, id);
    const { vpc, workloadSubnets } = server.network;
    const securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Load balancer of an endpoint service',
    });
    this.openWay(securityGroup, { client, server });
    this.loadBalancer = new NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnets: [...workloadSubnets] },
      internetFacing: false,
      securityGroups: [securityGroup],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
    });
    const targetGroup = new NetworkTargetGroup(this, 'TargetGroup', {
      vpc,
      targetType: TargetType.ALB,
      protocol: Protocol.TCP,
      port: SERVICE_PORT,
      targets: [new AlbListenerTarget(server.listener)],
      healthCheck: { protocol: Protocol.HTTP, path: '/health' },
    });
    this.loadBalancer.addListener('Listener', { port: SERVICE_PORT, defaultTargetGroups: [targetGroup] });
    Validations.of(this.loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason:
        'Access logs of a sample service would need a bucket that outlives it; the flow logs say who was refused.',
    });
  }

  private openWay(securityGroup: SecurityGroup, { client, server }: Direction): void {
    for (const [index, { ipv4CidrBlock }] of client.network.workloadSubnets.entries()) {
      const peer = Peer.ipv4(ipv4CidrBlock);
      admit(this, `Admit${index + 1}`, { securityGroup, peer, description: 'Clients behind the endpoint' });
    }
    const balancer = server.loadBalancerSecurityGroup;
    letOut(this, 'LetOut', { securityGroup, peer: balancer, description: 'The load balancer of the service' });
    admit(this, 'AdmitToServer', { securityGroup: balancer, peer: securityGroup, description: 'The endpoint service' });
  }
}
