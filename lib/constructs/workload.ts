import type { ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { ApplicationListener, ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { WorkloadVpc } from './workload-vpc';

/**
 * A service in its VPC, as an option that connects it sees it. The load balancer's security group has no ingress: whoever
 * connects the service adds rules to it as resources of their own stack, so that destroying that stack closes it again.
 */
export interface Workload {
  readonly network: WorkloadVpc;
  /** Internal; its targets are IP addresses, its one listener is on SERVICE_PORT. */
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly loadBalancerSecurityGroup: SecurityGroup;
  /** Of the tasks, or of the nodes and pods: the group that connections of the service leave from. */
  readonly workloadSecurityGroup: ISecurityGroup;
}
