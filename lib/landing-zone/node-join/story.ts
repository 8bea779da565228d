import { UNKNOWN_ACCOUNT, UNKNOWN_REGION } from '../../reachability/template/read-stacks';
import type { Stack, TemplateResource } from '../../reachability/template/stack';

/** A node group that was tried: its instances came up, it stayed in CREATING, and failed. */
export interface Attempt {
  readonly what: string;
  readonly stack: Stack;
  /** The day of the attempt. */
  readonly today: Date;
  /** What was taken for the cause, or seen. */
  readonly belief: string;
}

type Resources = Readonly<Record<string, readonly [type: string, properties: object]>>;

/** While EKS still had 1.29; the day is not known. */
const THEN = new Date('2024-06-01T00:00:00Z');
const NOW = new Date('2026-11-21T00:00:00Z');
const VERSION = '1.29';

const policy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const role = (service: string, policies: readonly string[]): readonly [string, object] => [
  'AWS::IAM::Role',
  {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    ManagedPolicyArns: policies.map(policy),
  },
];
const ofNodes = role('ec2.amazonaws.com', [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEKS_CNI_Policy',
  'AmazonEC2ContainerRegistryReadOnly',
]);

/** A VPC with an internet gateway, and a public and two private subnets, each tier with a route table. */
function network(cidr: string, publicCidr: string, privateCidrs: readonly [string, string]): Resources {
  const vpc = { VpcId: { Ref: 'Vpc' } };
  const subnet = (CidrBlock: string, zone: string): readonly [string, object] => [
    'AWS::EC2::Subnet',
    { ...vpc, CidrBlock, AvailabilityZone: `${UNKNOWN_REGION}${zone}` },
  ];
  const routed = (id: string, table: string): readonly [string, object] => [
    'AWS::EC2::SubnetRouteTableAssociation',
    { SubnetId: { Ref: id }, RouteTableId: { Ref: table } },
  ];
  const toInternet = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'InternetGateway' } };
  return {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: cidr, EnableDnsHostnames: true, EnableDnsSupport: true }],
    InternetGateway: ['AWS::EC2::InternetGateway', {}],
    Attachment: ['AWS::EC2::VPCGatewayAttachment', { ...vpc, InternetGatewayId: { Ref: 'InternetGateway' } }],
    Public: subnet(publicCidr, 'a'),
    PrivateA: subnet(privateCidrs[0], 'a'),
    PrivateB: subnet(privateCidrs[1], 'b'),
    PublicRoutes: ['AWS::EC2::RouteTable', vpc],
    PrivateRoutes: ['AWS::EC2::RouteTable', vpc],
    OfPublic: routed('Public', 'PublicRoutes'),
    OfPrivateA: routed('PrivateA', 'PrivateRoutes'),
    OfPrivateB: routed('PrivateB', 'PrivateRoutes'),
    ToInternet: ['AWS::EC2::Route', { RouteTableId: { Ref: 'PublicRoutes' }, ...toInternet }],
  };
}

/** What eksctl adds to a VPC of its own. */
const natGateway: Resources = {
  Address: ['AWS::EC2::EIP', { Domain: 'vpc' }],
  NatGateway: [
    'AWS::EC2::NatGateway',
    { SubnetId: { Ref: 'Public' }, AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] } },
  ],
  ToNatGateway: [
    'AWS::EC2::Route',
    { RouteTableId: { Ref: 'PrivateRoutes' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'NatGateway' } },
  ],
};

function cluster(nodeRole: string, amiType: string): Resources {
  const SubnetIds = [{ Ref: 'PrivateA' }, { Ref: 'PrivateB' }];
  return {
    [nodeRole]: ofNodes,
    ClusterRole: role('eks.amazonaws.com', ['AmazonEKSClusterPolicy']),
    Cluster: [
      'AWS::EKS::Cluster',
      {
        Version: VERSION,
        RoleArn: { 'Fn::GetAtt': ['ClusterRole', 'Arn'] },
        AccessConfig: { AuthenticationMode: 'API_AND_CONFIG_MAP' },
        ResourcesVpcConfig: { SubnetIds, EndpointPrivateAccess: true, EndpointPublicAccess: true },
      },
    ],
    Nodes: [
      'AWS::EKS::Nodegroup',
      {
        ClusterName: { Ref: 'Cluster' },
        NodeRole: { 'Fn::GetAtt': [nodeRole, 'Arn'] },
        Subnets: SubnetIds,
        AmiType: amiType,
        InstanceTypes: ['t3.medium'],
      },
    ],
  };
}

function stackOf(stackName: string, resources: Resources): Stack {
  const entries = Object.entries(resources).map(([id, [Type, Properties]]): [string, TemplateResource] => [
    id,
    { Type, Properties: { ...Properties } },
  ]);
  return {
    id: stackName,
    stackName,
    artifact: stackName,
    account: UNKNOWN_ACCOUNT,
    region: UNKNOWN_REGION,
    template: { Resources: Object.fromEntries(entries) },
    paths: new Map(),
    dependencies: [],
  };
}

const inTheVpc = network('10.10.4.0/22', '10.10.4.0/23', ['10.10.6.0/24', '10.10.7.0/24']);

/**
 * An earlier attempt at the task, rebuilt as it was told: the cause was never found. What the checklist names is the most
 * likely one, as nothing of a NAT gateway or endpoints was told.
 */
export const ATTEMPTS: readonly Attempt[] = [
  {
    what: 'a node group in private subnets without NAT gateway and endpoints',
    stack: stackOf('First', { ...inTheVpc, ...cluster('NodeRole', 'AL2_x86_64') }),
    today: THEN,
    belief: 'it stayed in CREATING, and then failed',
  },
  {
    what: 'the same with another IAM role',
    stack: stackOf('OtherRole', { ...inTheVpc, ...cluster('OtherNodeRole', 'AL2_x86_64') }),
    today: THEN,
    belief: 'the role was to blame',
  },
  {
    what: 'eksctl create cluster --version 1.29, with a VPC of its own',
    stack: stackOf('Eksctl', {
      ...network('192.168.0.0/16', '192.168.0.0/19', ['192.168.64.0/19', '192.168.96.0/19']),
      ...natGateway,
      ...cluster('NodeRole', 'AL2023_x86_64_STANDARD'),
    }),
    today: NOW,
    belief: 'eksctl would do it',
  },
];
