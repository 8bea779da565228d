import { Duration, Validations } from 'aws-cdk-lib';
import type { IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { OriginProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { VpcOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerCertificate,
  SslPolicy,
  TargetGroupLoadBalancingAlgorithmType,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { awsPrefixListByName } from '../../constructs/aws-prefix-list';
import { closedSecurityGroup } from '../../constructs/closed-security-group';
import type { ChatNetwork } from './network';
import { DEREGISTRATION_SECONDS, IDLE_SECONDS } from './timings';

/** TCP port of the servers. */
export const CHAT_PORT = 8080;

export interface ChatLoadBalancerProps {
  readonly network: ChatNetwork;
  /** ARN of a certificate in the stack's Region for the name that clients use. @default - HTTP */
  readonly certificateArn?: string;
}

/**
 * The Application Load Balancer in front of the servers, in private subnets: CloudFront reaches it by a VPC origin, which
 * carries WebSocket too, and nobody else can. So it needs neither a public address nor a secret header.
 *
 * Without a name of one's own there is no certificate for it, and between CloudFront's interface in the VPC and the servers
 * HTTP is spoken in clear: inside of the VPC, not on the internet. With a certificate CloudFront speaks HTTPS to the load
 * balancer; from there to the servers, between security groups, it stays HTTP.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 * @see https://aws.amazon.com/about-aws/whats-new/2026/05/amazon-cloudfront-websockets-vpc-origins/
 */
export class ChatLoadBalancer extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targetGroup: ApplicationTargetGroup;
  readonly securityGroup: SecurityGroup;
  /** For CloudFront. */
  readonly origin: IOrigin;

  constructor(scope: Construct, id: string, { network, certificateArn }: ChatLoadBalancerProps) {
    super(scope, id);
    const { vpc, privateSubnets } = network;
    this.securityGroup = closedSecurityGroup(this, 'SecurityGroup', { vpc, description: 'Load balancer of the chat' });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnets: privateSubnets.subnets },
      internetFacing: false,
      securityGroup: this.securityGroup,
      idleTimeout: Duration.seconds(IDLE_SECONDS),
      dropInvalidHeaderFields: true,
    });
    // CloudFront makes a VPC origin only where an internet gateway is attached, though nothing goes through it.
    this.loadBalancer.node.addDependency(vpc.internetConnectivityEstablished);
    this.targetGroup = this.createTargetGroup(network);
    this.listen(certificateArn);
    this.origin = VpcOrigin.withApplicationLoadBalancer(this.loadBalancer, {
      protocolPolicy: certificateArn ? OriginProtocolPolicy.HTTPS_ONLY : OriginProtocolPolicy.HTTP_ONLY,
    });
    Validations.of(this.loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason: 'The servers count handshakes; access logs would need a bucket that outlives the sandbox.',
    });
  }

  private listen(certificateArn?: string): void {
    // It counts as 55 of the 60 rules that a security group may have.
    const cloudFront = awsPrefixListByName(this, 'CloudFront', 'com.amazonaws.global.cloudfront.origin-facing');
    const port = Port.tcp(certificateArn ? 443 : 80);
    this.securityGroup.connections.allowFrom(cloudFront, port, 'CloudFront');
    this.loadBalancer.addListener('Listener', {
      ...(certificateArn
        ? {
            protocol: ApplicationProtocol.HTTPS,
            certificates: [ListenerCertificate.fromArn(certificateArn)],
            sslPolicy: SslPolicy.RECOMMENDED_TLS,
          }
        : { protocol: ApplicationProtocol.HTTP }),
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
  }

  private createTargetGroup({ vpc }: ChatNetwork): ApplicationTargetGroup {
    return new ApplicationTargetGroup(this, 'TargetGroup', {
      vpc,
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port: CHAT_PORT,
      // A new server gets the next connections until it has as many as the others.
      loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
      healthCheck: {
        path: '/readyz',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      deregistrationDelay: Duration.seconds(DEREGISTRATION_SECONDS),
    });
  }
}
