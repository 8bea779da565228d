import { CfnResource } from 'aws-cdk-lib';
import { Addon, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeManagedPolicies } from '../constructs/managed-policies';

const CNI_POLICY = 'AmazonEKS_CNI_Policy';

/** Service account of the VPC CNI. */
const CNI_SERVICE_ACCOUNT = 'aws-node';

/**
 * What a node needs before it is ready: the VPC CNI, kube-proxy, and the agent by which the VPC CNI gets its role. The agent
 * and the VPC CNI run in the network of the host, so that neither waits for the other's addresses. A node group that is
 * created before them waits for nodes that never become ready.
 *
 * The VPC CNI has its role by Pod Identity and not by the node role: what every pod that reaches the node's credentials
 * could do is then pulling images, and not rewiring network interfaces. Versions are those that EKS takes for the cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export class NodeAddOns extends Construct {
  constructor(scope: Construct, id: string, cluster: Cluster) {
    super(scope, id);
    const role = new Role(this, 'VpcCniRole', {
      assumedBy: new ServicePrincipal('pods.eks.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(CNI_POLICY)],
    });
    // Pod Identity tags its sessions; without the permission it gets none.
    // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    role.assumeRolePolicy?.addStatements(
      new PolicyStatement({
        principals: [new ServicePrincipal('pods.eks.amazonaws.com')],
        actions: ['sts:TagSession'],
      }),
    );
    acknowledgeManagedPolicies(
      role,
      [CNI_POLICY],
      'It attaches addresses to whichever node runs it; AWS keeps it up to date.',
    );
    const addOn = (name: string, addonName: string, configurationValues?: Record<string, unknown>): Addon =>
      new Addon(this, name, { cluster, addonName, ...(configurationValues && { configurationValues }) });
    addOn('PodIdentityAgent', 'eks-pod-identity-agent');
    addOn('KubeProxy', 'kube-proxy');
    const vpcCni = addOn('VpcCni', 'vpc-cni', { enableNetworkPolicy: 'true' }).node.defaultChild;
    if (!(vpcCni instanceof CfnResource)) throw new Error('the add-on has no resource');
    vpcCni.addPropertyOverride('PodIdentityAssociations', [
      { ServiceAccount: CNI_SERVICE_ACCOUNT, RoleArn: role.roleArn },
    ]);
  }
}
