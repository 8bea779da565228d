import { modelWith, twoSubnets } from './stacks';

const inSubnet = { SubnetId: { Ref: 'A' } };
const add = (type: string, properties: object = {}) => modelWith({ ...twoSubnets, X: [type, properties] }).notModelled;

test.each([
  ['a type of a network service', 'AWS::EC2::SomethingNew', { VpcId: { Ref: 'Vpc' } }, ['S.Vpc']],
  [
    'a type that may change a whole Region',
    'AWS::EC2::VPCBlockPublicAccessOptions',
    { InternetGatewayBlockMode: 'x' },
    [],
  ],
  [
    'a service that sits between',
    'AWS::NetworkFirewall::Firewall',
    { VpcId: { Ref: 'Vpc' }, SubnetMappings: [inSubnet] },
    ['S.Vpc', 'S.A'],
  ],
  ['what does nothing until it is referred to', 'AWS::EC2::VPNGateway', { Type: 'ipsec.1' }, ['S.X']],
  ['hosts of an unknown kind', 'AWS::EFS::MountTarget', inSubnet, ['S.X']],
  ['a custom resource that is given a component', 'Custom::Mystery', { VpcId: { Ref: 'Vpc' } }, ['S.Vpc']],
  [
    'a call that changes the network',
    'Custom::AWS',
    { Create: '{"service":"EC2","action":"replaceRoute","parameters":{}}' },
    [],
  ],
  ['a host in a subnet that nobody knows', 'AWS::EC2::Instance', { SubnetId: { Ref: 'Nowhere' } }, ['S.X']],
  ['a host of a VPC that lies elsewhere', 'AWS::EC2::Instance', { SubnetId: 'subnet-1' }, ['S.X']],
  ['a nested stack without its template', 'AWS::CloudFormation::Stack', { TemplateURL: 'https://x' }, []],
])('%s is reported', (_, type, properties, touches) => {
  expect(add(type, properties)).toEqual([{ id: 'S.X', type, reason: expect.stringMatching(/./), touches }]);
});

test.each([
  ['AWS::EC2::FlowLog', { ResourceId: { Ref: 'Vpc' } }],
  ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: { Ref: 'Vpc' } }],
  ['AWS::IAM::Policy', { PolicyDocument: { Resource: { Ref: 'Vpc' } } }],
  ['AWS::Route53::HostedZone', { VPCs: [{ VPCId: { Ref: 'Vpc' } }] }],
  ['AWS::SSM::Parameter', { Value: { Ref: 'A' } }],
  ['AWS::S3::Bucket', {}],
  ['AWS::Some::Thing', {}],
  ['AWS::Lambda::Function', {}],
  ['Custom::Mystery', { Text: 'x' }],
  ['Custom::AWS', { Create: '{"service":"S3","action":"putObject","parameters":{}}' }],
  ['Custom::AWS', { Create: '{"service":"EC2","action":"describeVpcs","parameters":{}}' }],
  ['Custom::AWS', { Delete: '{"service":"EC2","action":"deleteVpc","parameters":{}}' }],
  ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'A' }] }],
])('%s is no network matter', (type, properties) => expect(add(type, properties)).toEqual([]));

test('a rule that cannot be resolved touches its security group', () => {
  const rule = {
    GroupId: { 'Fn::GetAtt': ['G', 'GroupId'] },
    IpProtocol: 'tcp',
    FromPort: 1,
    CidrIp: { 'Fn::ImportValue': 'cidr' },
  };
  const { notModelled, securityGroups } = modelWith({
    ...twoSubnets,
    G: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' } }],
    R: ['AWS::EC2::SecurityGroupIngress', rule],
  });
  expect(notModelled).toMatchObject([
    { id: 'S.R', reason: expect.stringContaining('no stack here exports cidr'), touches: ['S.R', 'S.G'] },
  ]);
  expect(securityGroups.find(({ id }) => id === 'S.G')?.ingress).toEqual([]);
});

test('what refers to something that is not modelled is touched by it', () => {
  const { notModelled } = modelWith({
    ...twoSubnets,
    R: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
    N: ['AWS::EC2::NatGateway', { ...inSubnet, AvailabilityMode: 'regional' }],
    D: [
      'AWS::EC2::Route',
      { RouteTableId: { Ref: 'R' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'N' } },
    ],
  });
  expect(notModelled).toMatchObject([{ id: 'S.N', touches: ['S.N', 'S.R'] }]);
});

test('a security group that lies elsewhere is reported, and keeps its id', () => {
  const { networkInterfaces, notModelled } = modelWith({
    ...twoSubnets,
    I: ['AWS::EC2::Instance', { ...inSubnet, SecurityGroupIds: ['sg-1'] }],
  });
  expect(networkInterfaces).toMatchObject([{ securityGroupIds: ['sg-1'] }]);
  expect(notModelled).toMatchObject([{ id: 'sg-1', touches: ['sg-1', 'S.I/1'] }]);
});

test('a route to what is not modelled leads to something unknown', () => {
  const { routeTables } = modelWith({
    ...twoSubnets,
    G: ['AWS::EC2::VPNGateway', {}],
    R: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
    D: [
      'AWS::EC2::Route',
      { RouteTableId: { Ref: 'R' }, DestinationCidrBlock: '192.168.0.0/16', GatewayId: { Ref: 'G' } },
    ],
  });
  expect(routeTables.find(({ id }) => id === 'S.R')?.routes).toContainEqual(
    expect.objectContaining({ id: 'S.D', target: { kind: 'unknown', id: 'S.G' } }),
  );
});
