import { Tags } from 'aws-cdk-lib';
import { type ISecurityGroup, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { ApplicationListener, ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { eksCluster } from './eks-cluster';
import { deployment, namespace, nodePool, service, targetGroupBinding } from './eks-manifests';
import { InternalLoadBalancer } from './internal-load-balancer';
import { sampleImage } from './sample-image';
import { SERVICE_PORT } from './service-port';
import type { Workload } from './workload';
import type { WorkloadVpc } from './workload-vpc';

export interface EksServiceProps {
  /** With internet egress: charts, public images and the APIs of EKS and STS are outside. */
  readonly network: WorkloadVpc;
}

/**
 * The sample service as two pods of an Auto Mode cluster. The Application Load Balancer belongs to the stack and not to
 * Kubernetes: it stands in the template, and a deleted cluster leaves none behind. A TargetGroupBinding gives it the pods.
 */
export class EksService extends Construct implements Workload {
  readonly network: WorkloadVpc;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly loadBalancerSecurityGroup: SecurityGroup;
  /**
   * EKS makes it: nodes and pods share it, it admits its own members, and everything may leave. Outside the VPC pods appear
   * with the address of their node.
   * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
   */
  readonly workloadSecurityGroup: ISecurityGroup;
  readonly cluster: Cluster;

  constructor(scope: Construct, id: string, { network }: EksServiceProps) {
    super(scope, id);
    this.network = network;
    const { securityGroup, loadBalancer, listener, targetGroup } = new InternalLoadBalancer(this, 'Balancer', network);
    this.loadBalancer = loadBalancer;
    this.listener = listener;
    this.loadBalancerSecurityGroup = securityGroup;
    this.cluster = eksCluster(this, 'Cluster', network);
    this.workloadSecurityGroup = this.cluster.clusterSecurityGroup;
    securityGroup.connections.allowTo(this.workloadSecurityGroup, Port.tcp(SERVICE_PORT), 'Pods');
    // AmazonEKSLoadBalancingPolicy lets the cluster register targets with its own target groups only.
    Tags.of(targetGroup).add('eks:eks-cluster-name', this.cluster.clusterName);
    this.deploy(targetGroup.targetGroupArn);
  }

  private deploy(targetGroupArn: string): void {
    const { imageUri } = sampleImage(this, 'Image');
    const pool = this.cluster.addManifest('NodePool', nodePool);
    const sample = this.cluster.addManifest('Sample', namespace, service, deployment(imageUri));
    sample.node.addDependency(pool);
    const binding = this.cluster.addManifest('TargetGroupBinding', targetGroupBinding(targetGroupArn));
    // Pods are registered only with a target group that a load balancer uses.
    binding.node.addDependency(sample, this.listener);
  }
}
