import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { context } from '../../../cdk.json';
import { addressPlan, VPC_CIDR } from '../../../lib/landing-zone/address-plan';
import type { LandingZoneConfig } from '../../../lib/landing-zone/config';
import { PlannedAddresses } from '../../../lib/landing-zone/planned-addresses';
import { LandingZoneStack } from '../../../lib/landing-zone/stack';

function templateOf(config: LandingZoneConfig): Template {
  const app = new App({ context, analyticsReporting: false });
  return Template.fromStack(new LandingZoneStack(app, 'LandingZone', { config }));
}

const usual = templateOf({});
const ROLE = 'arn:aws:iam::111122223333:role/Administrator';
const other = templateOf({ egress: 'endpoints', sshFrom: '192.0.2.0/28', administrators: [ROLE] });

test('the bastion has no key, no open metadata, an encrypted volume, and a role', () => {
  for (const template of [usual, other]) {
    template.hasResourceProperties('AWS::EC2::Instance', {
      InstanceType: 't4g.nano',
      KeyName: Match.absent(),
      IamInstanceProfile: Match.anyValue(),
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      BlockDeviceMappings: [Match.objectLike({ Ebs: Match.objectLike({ Encrypted: true }) })],
    });
    template.resourceCountIs('AWS::IAM::AccessKey', 0);
    template.resourceCountIs('AWS::IAM::User', 0);
    template.resourceCountIs('AWS::EC2::KeyPair', 0);
  }
});

test('the bastion may describe the cluster and open sessions, and nothing else', () => {
  const policies = Object.entries(usual.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('Bastion'));
  const actions = policies.flatMap(([, { Properties }]) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | readonly string[] }) => Action),
  );
  expect(actions.toSorted()).toEqual([
    'eks:DescribeCluster',
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ]);
});

test('the bastion keeps its address where SSH is open, and any other one otherwise', () => {
  const ofBastion = { InstanceId: Match.anyValue() };
  expect(Object.keys(usual.findResources('AWS::EC2::EIP', { Properties: ofBastion }))).toEqual([]);
  expect(Object.keys(other.findResources('AWS::EC2::EIP', { Properties: ofBastion }))).toHaveLength(1);
  const ssh = { FromPort: 22, ToPort: 22, IpProtocol: 'tcp' };
  expect(Object.keys(usual.findResources('AWS::EC2::SecurityGroupIngress', { Properties: ssh }))).toEqual([]);
  other.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { ...ssh, CidrIp: '192.0.2.0/28' });
});

test('commands are told, and SSH only where it works', () => {
  const told = (template: Template) =>
    Object.keys(template.findOutputs('*'))
      .filter((id) => id.startsWith('Bastion'))
      .map((id) => id.replace(/^Bastion|[0-9A-F]{8}$/g, ''));
  expect(told(usual).toSorted()).toEqual(['Kubectl', 'Shell', 'Tunnel']);
  expect(told(other).toSorted()).toEqual(['Kubectl', 'Shell', 'Ssh', 'Tunnel']);
});

test('the API server is private, encrypts with a key of the account, logs everything, and nobody is in by creating it', () => {
  usual.hasResourceProperties('AWS::EKS::Cluster', {
    ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false },
    EncryptionConfig: [{ Provider: { KeyArn: Match.anyValue() } }],
    AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
    Logging: { ClusterLogging: { EnabledTypes: Match.anyValue() } },
  });
  usual.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
});

test('administrators are the bastion, the function of kubectl, and whom the config names', () => {
  const policies = { AccessPolicies: [Match.objectLike({ AccessScope: { Type: 'cluster' } })] };
  expect(Object.keys(usual.findResources('AWS::EKS::AccessEntry', { Properties: policies }))).toHaveLength(2);
  expect(Object.keys(other.findResources('AWS::EKS::AccessEntry', { Properties: policies }))).toHaveLength(3);
  other.hasResourceProperties('AWS::EKS::AccessEntry', { PrincipalArn: ROLE });
});

test('a node has the two policies that it needs, and the VPC CNI its own role', () => {
  const policyNames = (service: string): readonly string[] => {
    const roles = Object.values(usual.findResources('AWS::IAM::Role')).filter(({ Properties }) =>
      JSON.stringify(Properties.AssumeRolePolicyDocument).includes(`"${service}"`),
    );
    return roles.flatMap(({ Properties }) =>
      [Properties.ManagedPolicyArns ?? []]
        .flat()
        .map((arn: unknown) => /policy\/([\w/]+)/.exec(JSON.stringify(arn))?.[1] ?? ''),
    );
  };
  expect(policyNames('ec2.amazonaws.com').toSorted()).toEqual([
    'AmazonEC2ContainerRegistryPullOnly',
    'AmazonEKSWorkerNodePolicy',
  ]);
  expect(policyNames('pods.eks.amazonaws.com')).toContain('AmazonEKS_CNI_Policy');
});

test('nodes are two Graviton instances of Amazon Linux 2023, and wait for what makes them ready', () => {
  usual.hasResource('AWS::EKS::Nodegroup', {
    Properties: {
      AmiType: 'AL2023_ARM_64_STANDARD',
      InstanceTypes: ['t4g.medium'],
      ScalingConfig: { MinSize: 2, DesiredSize: 2, MaxSize: 4 },
      LaunchTemplate: Match.anyValue(),
    },
    DependsOn: Match.arrayWith([
      Match.stringLikeRegexp('NodeAddOnsVpcCni'),
      Match.stringLikeRegexp('nodescontrolplanetcp443In'),
      Match.stringLikeRegexp('NodeSecurityGroupToInternet'),
    ]),
  });
  usual.hasResourceProperties('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 } },
  });
});

test.each([
  ['one NAT gateway and no interface endpoint', usual, 1, 2],
  ['no NAT gateway and seven interface endpoints', other, 0, 9],
])('the way out is %s', (_, template, natGateways, endpoints) => {
  template.resourceCountIs('AWS::EC2::NatGateway', natGateways);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', endpoints);
});

test('GitOps is there where a Git host can be reached', () => {
  const charts = (template: Template) => Object.keys(template.findResources('Custom::AWSCDK-EKS-HelmChart')).length;
  expect([charts(usual) > 0, charts(other)]).toEqual([true, 0]);
});

test('a tier or zone that the plan does not have is refused', () => {
  const addresses = new PlannedAddresses(VPC_CIDR, addressPlan());
  const ask = (name: string, zones: readonly string[]) =>
    addresses.allocateSubnetsCidr({
      vpcCidr: VPC_CIDR,
      requestedSubnets: zones.map((availabilityZone) => ({
        availabilityZone,
        configuration: { name, subnetType: 'Public' as never },
        subnetConstructId: name,
      })),
    });
  expect(ask('Public', ['b', 'a'])).toEqual({
    allocatedSubnets: [{ cidr: '10.10.7.0/26' }, { cidr: '10.10.7.64/26' }],
  });
  expect(() => ask('Database', ['a'])).toThrow('the plan has no subnet Database in zone 1');
  expect(() => ask('Public', ['a', 'b', 'c', 'd'])).toThrow('the plan has no subnet Public in zone 4');
  expect(() => addressPlan({ cidr: VPC_CIDR, zones: 1, tiers: [] })).toThrow(/cannot be divided so: EKS needs/);
});
