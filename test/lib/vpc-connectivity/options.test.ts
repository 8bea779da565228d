import { optionNames, propertiesOf, references, templateOf } from './templates';

const workloadTables = propertiesOf('Base', 'AWS::EC2::RouteTable')
  .map(([id]) => id)
  .filter((id) => id.includes('Workload'));

describe.each(optionNames)('%s', (name) => {
  const rules = [
    ...propertiesOf(name, 'AWS::EC2::SecurityGroupIngress'),
    ...propertiesOf(name, 'AWS::EC2::SecurityGroupEgress'),
  ];

  test('opens port 8080 and nothing else, both ways', () => {
    expect(rules.length).toBeGreaterThanOrEqual(3);
    for (const [, { IpProtocol, FromPort, ToPort }] of rules) {
      expect([IpProtocol, FromPort, ToPort]).toEqual(['tcp', 8080, 8080]);
    }
  });

  test('admits nobody by a CIDR wider than a subnet', () => {
    for (const [, { CidrIp = '10.0.0.0/20', CidrIpv6 }] of rules) {
      expect(CidrIp).toMatch(/^10\.[01]\.(0|16)\.0\/20$/);
      expect(CidrIpv6).toBeUndefined();
    }
  });

  test('keeps its rules out of its security groups, whose egress it states', () => {
    for (const [, group] of propertiesOf(name, 'AWS::EC2::SecurityGroup')) {
      expect(group.SecurityGroupIngress).toBeUndefined();
      expect(group.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    }
  });

  test('makes nothing that the internet could reach', () => {
    const template = templateOf(name);
    for (const type of ['InternetGateway', 'EIP', 'NatGateway']) template.resourceCountIs(`AWS::EC2::${type}`, 0);
    const schemes = propertiesOf(name, 'AWS::ElasticLoadBalancingV2::LoadBalancer').map(([, { Scheme }]) => Scheme);
    expect(new Set([...schemes, 'internal'])).toEqual(new Set(['internal']));
  });
});

describe.each(['Peering', 'TransitGateway'] as const)('%s', (name) => {
  test('routes to the other VPC from every workload subnet of both', () => {
    const routes = propertiesOf(name, 'AWS::EC2::Route');
    const found = routes.map(([, { RouteTableId, DestinationCidrBlock }]) => [
      references(RouteTableId)[0]?.slice(0, -8),
      DestinationCidrBlock,
    ]);
    expect(workloadTables).toHaveLength(4);
    const wanted = workloadTables.map((id) => [id, id.startsWith('VpcA') ? '10.1.0.0/16' : '10.0.0.0/16']);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  test('admits the client by its security group', () => {
    for (const [, rule] of propertiesOf(name, 'AWS::EC2::SecurityGroupIngress')) {
      expect(rule.CidrIp).toBeUndefined();
      expect(references(rule.SourceSecurityGroupId)).toHaveLength(1);
    }
  });
});

test.each(['PrivateLink', 'ResourceEndpoint', 'Lattice'] as const)('%s joins no networks', (name) => {
  templateOf(name).resourceCountIs('AWS::EC2::Route', 0);
});
