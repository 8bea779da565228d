import { Duration, Validations } from 'aws-cdk-lib';
import type { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { closedSecurityGroup } from './closed-security-group';
import { SERVICE_PORT } from './service-port';
import type { WorkloadVpc } from './workload-vpc';

/** An internal Application Load Balancer on SERVICE_PORT. Its security group admits nobody and lets nothing out. */
export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly securityGroup: SecurityGroup;
  readonly listener: ApplicationListener;
  /** Takes IP addresses. */
  readonly targetGroup: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, { vpc, workloadSubnets }: WorkloadVpc) {
    super(scope, id);
    this.securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Load balancer of the sample service',
    });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnets: [...workloadSubnets] },
      internetFacing: false,
      securityGroup: this.securityGroup,
      dropInvalidHeaderFields: true,
    });
    this.targetGroup = new ApplicationTargetGroup(this, 'TargetGroup', {
      vpc,
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port: SERVICE_PORT,
      healthCheck: { path: '/health', interval: Duration.seconds(10), timeout: Duration.seconds(5) },
      deregistrationDelay: Duration.seconds(30),
    });
    this.listener = this.loadBalancer.addListener('Listener', {
      protocol: ApplicationProtocol.HTTP,
      port: SERVICE_PORT,
      // Whoever connects the service admits its clients; CDK would admit everybody.
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
    Validations.of(this.loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason:
        'Access logs of a sample service would need a bucket that outlives it; the flow logs say who was refused.',
    });
  }
}
