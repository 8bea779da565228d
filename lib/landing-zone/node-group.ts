import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  InstanceClass,
  InstanceSize,
  InstanceType,
  type ISecurityGroup,
  type ISubnet,
  LaunchTemplate,
  LaunchTemplateHttpTokens,
} from 'aws-cdk-lib/aws-ec2';
import { CapacityType, type Cluster, Nodegroup, NodegroupAmiType } from 'aws-cdk-lib/aws-eks-v2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeManagedPolicies } from '../constructs/managed-policies';

/**
 * What a node may do: describe instances to learn its name, and pull images. Attaching addresses to it is the VPC CNI's,
 * which has a role of its own. https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];

export interface NodeGroupProps {
  readonly cluster: Cluster;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;
}

/**
 * A managed node group of two Graviton nodes, one in each zone. EKS makes the Auto Scaling group and the access entry, and
 * replaces the nodes at upgrades; the launch template only says what EKS would choose otherwise: the security group,
 * session-oriented metadata that pods cannot reach, an encrypted volume.
 */
export class NodeGroup extends Construct {
  readonly resource: Nodegroup;

  constructor(scope: Construct, id: string, { cluster, subnets, securityGroup }: NodeGroupProps) {
    super(scope, id);
    const nodeRole = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: NODE_POLICIES.map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    acknowledgeManagedPolicies(nodeRole, NODE_POLICIES, 'EKS demands these of a node, or all that they hold.');
    const launchTemplate = new LaunchTemplate(this, 'LaunchTemplate', {
      securityGroup,
      httpTokens: LaunchTemplateHttpTokens.REQUIRED,
      // One hop ends at the node itself: a pod cannot take the node's role.
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(20, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
        },
      ],
    });
    this.resource = new Nodegroup(this, 'Resource', {
      cluster,
      nodeRole,
      subnets: { subnets: [...subnets] },
      capacityType: CapacityType.ON_DEMAND,
      instanceTypes: [InstanceType.of(InstanceClass.T4G, InstanceSize.MEDIUM)],
      amiType: NodegroupAmiType.AL2023_ARM_64_STANDARD,
      minSize: 2,
      desiredSize: 2,
      maxSize: 4,
      maxUnavailable: 1,
      launchTemplateSpec: {
        id: launchTemplate.launchTemplateId ?? '',
        version: launchTemplate.latestVersionNumber,
      },
    });
  }
}
