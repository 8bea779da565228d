import { Duration, Tags, Validations } from 'aws-cdk-lib';
import { Peer, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCertificate,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import type { WorkloadVpc } from '../constructs/workload-vpc';
import { PAYMENT_PORT } from './payment-names';
import { TIMINGS } from './timings';

export interface PaymentLoadBalancerProps {
  readonly network: WorkloadVpc;
  /** Of the name that clients use, in the stack's Region. @default - HTTP inside of the VPC only */
  readonly certificateArn?: string;
}

/**
 * The Application Load Balancer in front of the pods, and a target group each for the release that serves and for the one
 * that is tried out. It belongs to the stack and not to Kubernetes: a cluster may be replaced behind it.
 *
 * With a certificate it faces the internet by HTTPS; without one payments stay inside of the VPC.
 */
export class PaymentLoadBalancer extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly securityGroup: SecurityGroup;
  readonly stable: ApplicationTargetGroup;
  readonly canary: ApplicationTargetGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PaymentLoadBalancerProps,
  ) {
    super(scope, id);
    const { network, certificateArn } = props;
    this.securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Load balancer of the payment service',
    });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      vpcSubnets: certificateArn ? { subnets: [...network.publicSubnets] } : { subnets: [...network.workloadSubnets] },
      internetFacing: certificateArn !== undefined,
      securityGroup: this.securityGroup,
      idleTimeout: Duration.seconds(TIMINGS.idleTimeout),
      dropInvalidHeaderFields: true,
    });
    this.stable = this.targetGroup('Stable');
    this.canary = this.targetGroup('Canary');
    this.listener = this.createListener();
    Validations.of(this.loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason: 'The server logs each request; access logs would need a bucket that outlives the sandbox.',
    });
  }

  private createListener(): ApplicationListener {
    const { network, certificateArn } = this.props;
    const port = certificateArn ? Port.tcp(443) : Port.tcp(80);
    const clients = certificateArn ? Peer.anyIpv4() : Peer.ipv4(network.cidr);
    this.securityGroup.addIngressRule(clients, port, 'Clients');
    if (certificateArn) {
      Validations.of(this.securityGroup).acknowledge({
        id: 'AwsSolutions-EC23',
        reason: 'Payment terminals come from anywhere on the internet, by HTTPS.',
      });
    }
    return this.loadBalancer.addListener('Listener', {
      ...(certificateArn
        ? {
            protocol: ApplicationProtocol.HTTPS,
            certificates: [ListenerCertificate.fromArn(certificateArn)],
            sslPolicy: SslPolicy.RECOMMENDED_TLS,
          }
        : { protocol: ApplicationProtocol.HTTP }),
      open: false,
      // What a deployment resets it to, whatever a canary release was doing.
      defaultAction: ListenerAction.weightedForward([
        { targetGroup: this.stable, weight: 100 },
        { targetGroup: this.canary, weight: 0 },
      ]),
    });
  }

  private targetGroup(id: string): ApplicationTargetGroup {
    return new ApplicationTargetGroup(this, id, {
      vpc: this.props.network.vpc,
      // Straight to the pods: readiness gates know of no other type, and no kube-proxy is between.
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port: PAYMENT_PORT.number,
      deregistrationDelay: Duration.seconds(TIMINGS.deregistrationDelay),
      healthCheck: {
        path: '/health/ready',
        interval: Duration.seconds(TIMINGS.healthCheckInterval),
        timeout: Duration.seconds(TIMINGS.healthCheckTimeout),
        healthyThresholdCount: TIMINGS.healthyThreshold,
        unhealthyThresholdCount: TIMINGS.unhealthyThreshold,
      },
    });
  }

  /** AmazonEKSLoadBalancingPolicy lets a cluster register targets with its own target groups only. */
  ownedBy(clusterName: string): void {
    for (const targetGroup of [this.stable, this.canary]) Tags.of(targetGroup).add('eks:eks-cluster-name', clusterName);
  }
}
