import type { Stack } from '../../reachability/template/stack';
import type { Egress } from '../config';
import { propertiesOf, without, withProperties } from '../stack-edits';

/** A template from which one thing was taken that nodes need, and what the checklist has to say of it. */
export interface Break {
  readonly what: string;
  /** The config that it is taken from. */
  readonly egress: Egress;
  readonly apply: (stack: Stack) => Stack;
  /** The one piece that is missing then. */
  readonly piece: string;
  /** Name of what has to change, without the stack. */
  readonly component: string;
}

const VPC = 'Network/Vpc';
const GROUP = 'Cluster/NodeSecurityGroup';
const ADD_ONS = 'Cluster/NodeAddOns';
const NODE_ROLE = 'Cluster/Nodes/Role';
const CNI_ROLE = `${ADD_ONS}/VpcCniRole`;
const NODES = 'Cluster/Nodes/Resource';
const CLUSTER = 'Cluster/Resource';
const WAY_OUT = 'a way out of the subnet';
const TO_ENDPOINTS = 'the way to endpoints';

/** Config, what is removed and its path, which piece is missing then, and where. */
const REMOVED: readonly (readonly [Egress, string, string, string, string])[] = [
  [
    'nat',
    'route of a private subnet',
    `${VPC}/PrivateSubnet1/DefaultRoute`,
    WAY_OUT,
    `${VPC}/PrivateSubnet1/RouteTable`,
  ],
  ['nat', 'route of a public subnet', `${VPC}/PublicSubnet1/DefaultRoute`, WAY_OUT, `${VPC}/PublicSubnet1/RouteTable`],
  ['nat', 'attachment of the internet gateway', `${VPC}/VPCGW`, WAY_OUT, `${VPC}/IGW`],
  ['nat', 'egress rule of nodes', `${GROUP}/ToInternet`, WAY_OUT, GROUP],
  [
    'nat',
    'ingress rule of the API server',
    'Cluster/nodes-controlplane-tcp-443/In',
    'nodes to the API server',
    'Cluster/ApiSecurityGroup',
  ],
  ['nat', 'ingress rule for kubelets', 'Cluster/controlplane-nodes-tcp-10250/In', 'the API server to kubelets', GROUP],
  ['nat', 'ingress rule for CoreDNS', 'Cluster/nodes-nodes-udp-53/In', 'CoreDNS by udp', GROUP],
  ['nat', 'egress rule for CoreDNS', 'Cluster/nodes-nodes-tcp-53/Out', 'CoreDNS by tcp', GROUP],
  ['nat', 'add-on vpc-cni', `${ADD_ONS}/VpcCni/Resource`, 'add-on vpc-cni', 'Cluster'],
  ['nat', 'add-on kube-proxy', `${ADD_ONS}/KubeProxy/Resource`, 'add-on kube-proxy', 'Cluster'],
  ['nat', 'Pod Identity agent', `${ADD_ONS}/PodIdentityAgent/Resource`, 'add-on eks-pod-identity-agent', 'Cluster'],
  ['nat', 'add-on coredns', 'Cluster/CoreDns/Resource', 'add-on coredns', 'Cluster'],
  [
    'endpoints',
    'egress rule to the API server',
    'Cluster/nodes-controlplane-tcp-443/Out',
    'nodes to the API server',
    GROUP,
  ],
  ['endpoints', 'ingress rule of endpoints', `${GROUP}/ToEndpoints/In`, TO_ENDPOINTS, 'Network/Endpoints/ForNodes'],
  ['endpoints', 'egress rule to endpoints', `${GROUP}/ToEndpoints/Out`, TO_ENDPOINTS, GROUP],
  ['endpoints', 'egress rule to S3', `${GROUP}/To-s3`, TO_ENDPOINTS, GROUP],
  ['endpoints', 'endpoint of EC2', `${VPC}/Ec2/Resource`, 'endpoint ec2', VPC],
  ['endpoints', 'endpoint of the API of ECR', `${VPC}/EcrApi/Resource`, 'endpoint ecr.api', VPC],
  ['endpoints', 'endpoint of the registry of ECR', `${VPC}/EcrDocker/Resource`, 'endpoint ecr.dkr', VPC],
  ['endpoints', 'endpoint of S3', `${VPC}/S3/Resource`, 'endpoint s3', VPC],
  ['endpoints', 'endpoint of EKS Auth', `${VPC}/EksAuth/Resource`, 'endpoint eks-auth', VPC],
];

const nobody = { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Deny', Principal: { AWS: '*' } }] };

/** Config, what is changed, its path and properties, which piece is missing then, and where. */
const CHANGED: readonly (readonly [Egress, string, string, Readonly<Record<string, unknown>>, string, string])[] = [
  [
    'endpoints',
    'private DNS of an endpoint',
    `${VPC}/Ec2/Resource`,
    { PrivateDnsEnabled: false },
    'endpoint ec2',
    `${VPC}/Ec2`,
  ],
  ['nat', 'DNS hostnames', `${VPC}/Resource`, { EnableDnsHostnames: false }, 'DNS of the VPC', VPC],
  ['nat', 'DNS support', `${VPC}/Resource`, { EnableDnsSupport: false }, 'DNS of the VPC', VPC],
  [
    'nat',
    'trust of EC2 in the node role',
    `${NODE_ROLE}/Resource`,
    { AssumeRolePolicyDocument: nobody },
    'node role',
    NODE_ROLE,
  ],
  [
    'nat',
    'trust of Pod Identity',
    `${CNI_ROLE}/Resource`,
    { AssumeRolePolicyDocument: nobody },
    'VPC CNI role',
    CNI_ROLE,
  ],
  ['nat', 'policy of the VPC CNI', `${CNI_ROLE}/Resource`, { ManagedPolicyArns: [] }, 'VPC CNI role', CNI_ROLE],
  [
    'nat',
    'role of the VPC CNI',
    `${ADD_ONS}/VpcCni/Resource`,
    { PodIdentityAssociations: [] },
    'VPC CNI role',
    NODE_ROLE,
  ],
  [
    'nat',
    'access entries',
    `${CLUSTER}/Resource`,
    { AccessConfig: { AuthenticationMode: 'CONFIG_MAP' } },
    'access entry',
    'Cluster',
  ],
  ['nat', 'a version that EKS has', `${CLUSTER}/Resource`, { Version: '1.29' }, 'Kubernetes version', 'Cluster'],
  ['nat', 'an image that is still made', `${NODES}/Resource`, { AmiType: 'AL2_ARM_64' }, 'image', 'Cluster/Nodes'],
  ['nat', 'instances of the image', `${NODES}/Resource`, { InstanceTypes: ['m7i.large'] }, 'image', 'Cluster/Nodes'],
];

const resourcesVpcConfig = (stack: Stack): object =>
  Object(propertiesOf(stack, `${CLUSTER}/Resource`).ResourcesVpcConfig);
const policies = (stack: Stack): readonly unknown[] =>
  [propertiesOf(stack, `${NODE_ROLE}/Resource`).ManagedPolicyArns].flat();

const nodeRoleWithout = (policy: string): Break => ({
  what: policy,
  egress: 'nat',
  apply: (stack) => {
    const ManagedPolicyArns = policies(stack).filter((arn) => !JSON.stringify(arn).includes(policy));
    return withProperties(stack, `${NODE_ROLE}/Resource`, { ManagedPolicyArns });
  },
  piece: 'node role',
  component: NODE_ROLE,
});

const subnet = (what: string, piece: string, component: string, change: (stack: Stack) => object): Break => ({
  what,
  egress: 'nat',
  apply: (stack) => withProperties(stack, `${VPC}/PrivateSubnet2/Subnet`, { ...change(stack) }),
  piece,
  component,
});

/** One for each thing on the checklist, and for each place where it may be missing. */
export const BREAKS: readonly Break[] = [
  ...REMOVED.map(
    ([egress, what, path, piece, component]): Break => ({
      what,
      egress,
      apply: (stack) => without(stack, path),
      piece,
      component,
    }),
  ),
  ...CHANGED.map(
    ([egress, what, path, properties, piece, component]): Break => ({
      what,
      egress,
      apply: (stack) => withProperties(stack, path, properties),
      piece,
      component,
    }),
  ),
  nodeRoleWithout('AmazonEKSWorkerNodePolicy'),
  nodeRoleWithout('AmazonEC2ContainerRegistryPullOnly'),
  subnet('addresses', 'addresses', `${VPC}/PrivateSubnet2`, () => ({ CidrBlock: '10.10.5.0/28' })),
  subnet('the second zone', 'zones', 'Cluster/Nodes', (stack) => ({
    AvailabilityZone: propertiesOf(stack, `${VPC}/PrivateSubnet1/Subnet`).AvailabilityZone,
  })),
  {
    what: 'private address of the API server',
    egress: 'endpoints',
    apply: (stack) =>
      withProperties(stack, `${CLUSTER}/Resource`, {
        ResourcesVpcConfig: { ...resourcesVpcConfig(stack), EndpointPrivateAccess: false, EndpointPublicAccess: true },
      }),
    piece: 'endpoint of the API server',
    component: 'Cluster',
  },
];
