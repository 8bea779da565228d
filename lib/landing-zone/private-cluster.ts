import { Annotations, Aws, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Addon, Cluster, ClusterLoggingTypes, DefaultCapacityType, EndpointAccess } from 'aws-cdk-lib/aws-eks-v2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { acknowledgeKubectl } from '../constructs/eks-acknowledgements';
import { KUBERNETES_VERSION, KubectlLayer } from '../constructs/kubernetes-version';
import { acknowledgeManagedPolicies } from '../constructs/managed-policies';
import { ownLogs } from '../constructs/own-logs';
import { NodeAddOns } from './add-ons';
import type { LandingZoneNetwork } from './network';
import { NODE_FLOWS, type Party } from './node-flows';
import { NodeGroup } from './node-group';
import { Connection, HTTPS } from './rules';

/** Id of the rules of the function that runs kubectl. */
const KUBECTL = 'kubectl';

/**
 * A cluster whose API server answers inside of the VPC only, to whom its security group admits: nodes, and the function
 * that runs kubectl. The creator gets no permission by being it; access entries say who is who.
 *
 * EKS encrypts all that the API server stores by itself, since 1.28 with a key of its own. The key here puts one of the
 * account's in its place, so that the account can see the use of it in CloudTrail, and end it, for 1 USD a month.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class PrivateCluster extends Construct {
  readonly cluster: Cluster;
  /** Of nodes and of the pods on them. */
  readonly nodeSecurityGroup: SecurityGroup;
  /** Of the interfaces by which the API server answers, beside the one that EKS makes. */
  readonly apiSecurityGroup: SecurityGroup;
  readonly secretsKey: Key;
  private readonly nodes: NodeGroup;

  constructor(scope: Construct, id: string, network: LandingZoneNetwork) {
    super(scope, id);
    const group = (name: string, description: string): SecurityGroup =>
      closedSecurityGroup(this, name, { vpc: network.vpc, description });
    this.apiSecurityGroup = group('ApiSecurityGroup', 'API server: who may call it');
    this.nodeSecurityGroup = group('NodeSecurityGroup', 'Nodes and pods');
    const kubectlSecurityGroup = group('KubectlSecurityGroup', 'Function that runs kubectl');
    this.secretsKey = new Key(this, 'SecretsKey', {
      description: 'What the API server of the cluster stores',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.cluster = this.createCluster(network, kubectlSecurityGroup);
    this.connect(network, kubectlSecurityGroup);
    const addOns = new NodeAddOns(this, 'NodeAddOns', this.cluster);
    this.nodes = new NodeGroup(this, 'Nodes', {
      cluster: this.cluster,
      subnets: network.privateSubnets,
      securityGroup: this.nodeSecurityGroup,
    });
    // The function that runs kubectl has a way for as long as there are manifests.
    const barrier = this.cluster.node.findChild('KubectlReadyBarrier');
    barrier.node.addDependency(network, kubectlSecurityGroup, this.node.findChild(KUBECTL));
    // Nodes that start before their rules and routes are there give up.
    this.nodes.node.addDependency(addOns, network, this.nodeSecurityGroup, this.apiSecurityGroup);
    for (const flow of this.node.children) if (flow instanceof Connection) this.nodes.node.addDependency(flow);
    this.addAddon('CoreDns', 'coredns');
    this.addAddon('MetricsServer', 'metrics-server');
  }

  /** Adds an EKS add-on whose pods need nodes, in the version that EKS takes for the cluster. */
  addAddon(id: string, addonName: string, configurationValues?: Record<string, unknown>): Addon {
    const addOn = new Addon(this, id, {
      cluster: this.cluster,
      addonName,
      ...(configurationValues && { configurationValues }),
    });
    addOn.node.addDependency(this.nodes);
    return addOn;
  }

  /** Makes IAM roles administrators of the cluster. */
  admitAdministrators(roleArns: readonly string[]): void {
    for (const [index, principal] of roleArns.entries())
      this.cluster.grantClusterAdmin(`Administrator${index + 1}`, principal);
  }

  private createCluster(network: LandingZoneNetwork, kubectlSecurityGroup: ISecurityGroup): Cluster {
    const privateSubnets = [...network.privateSubnets];
    // EKS creates the log group by the cluster's name, and it stays. Under a name that is known before, the stack owns it.
    // The stack's id makes it unique.
    const clusterName = `landing-zone-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/eks/${clusterName}/cluster`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const cluster = new Cluster(this, 'Resource', {
      clusterName,
      version: KUBERNETES_VERSION,
      vpc: network.vpc,
      vpcSubnets: [{ subnets: privateSubnets }],
      endpointAccess: EndpointAccess.PRIVATE,
      securityGroup: this.apiSecurityGroup,
      secretsEncryptionKey: this.secretsKey,
      // Without it the cluster would be an Auto Mode one. The node group is made beside it.
      defaultCapacityType: DefaultCapacityType.NODEGROUP,
      defaultCapacity: 0,
      bootstrapSelfManagedAddons: false,
      bootstrapClusterCreatorAdminPermissions: false,
      clusterLogging: Object.values(ClusterLoggingTypes),
      kubectlProviderOptions: {
        kubectlLayer: new KubectlLayer(this, 'Kubectl'),
        privateSubnets,
        securityGroups: [kubectlSecurityGroup],
      },
    });
    cluster.node.addDependency(logGroup);
    ownLogs(cluster);
    acknowledgeManagedPolicies(cluster.role, ['AmazonEKSClusterPolicy'], 'EKS demands it of a cluster.');
    acknowledgeKubectl(cluster);
    Validations.of(cluster).acknowledge({
      id: 'CloudFormation-Validate::W9009',
      reason:
        'CDK writes `resources` too, which since 1.28 changes nothing: whatever it says, everything is encrypted.',
    });
    Annotations.of(cluster).acknowledgeWarning(
      '@aws-cdk/aws-eks:isolatedSubnetsForKubectlPrivateSubnets',
      'The endpoints that the warning asks for are there.',
    );
    return cluster;
  }

  private connect(network: LandingZoneNetwork, kubectlSecurityGroup: ISecurityGroup): void {
    const parties: Readonly<Record<Party, ISecurityGroup>> = {
      nodes: this.nodeSecurityGroup,
      'control plane': this.apiSecurityGroup,
    };
    for (const { from, to, ...opening } of NODE_FLOWS) {
      const id = `${from}-${to}-${opening.protocol}-${opening.port}`.replace(' ', '');
      new Connection(this, id, parties[from], parties[to], opening);
    }
    new Connection(this, KUBECTL, kubectlSecurityGroup, this.apiSecurityGroup, {
      protocol: 'tcp',
      port: HTTPS,
      description: 'CloudFormation applies manifests',
    });
    network.letOut(this.nodeSecurityGroup, this.nodeSecurityGroup, 'nodes', ['s3', 'dynamodb']);
    network.letOut(kubectlSecurityGroup, kubectlSecurityGroup, 'administration', ['s3']);
  }
}
