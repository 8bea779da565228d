import { Stack } from 'aws-cdk-lib';
import { CfnVPCCidrBlock, Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import fc from 'fast-check';
import { contains, parseAddress, parseCidr } from '../../../../lib/reachability/ipv4';
import { createAddresses } from '../../../../lib/reachability/template/addresses';
import { reference } from '../../../../lib/reachability/template/value';
import { modelWith, named, synthesized, twoSubnets } from './stacks';

describe('a Vpc construct with a NAT gateway', () => {
  const model = synthesized((app) => {
    const stack = new Stack(app, 'S');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: true });
    new CfnVPCCidrBlock(stack, 'Second', { vpcId: vpc.vpcId, cidrBlock: '100.64.0.0/24' });
    const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
    group.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcpRange(80, 90));
    group.addEgressRule(group, Port.udp(53));
    new SecurityGroup(stack, 'Open', { vpc });
  });

  test('is wholly modelled', () => expect(model.notModelled).toEqual([]));

  test('has its CIDRs, and a local route for each in every table', () => {
    expect(named(model.vpcs, 'S/Vpc').cidrBlocks).toEqual(['10.0.0.0/16', '100.64.0.0/24']);
    expect(model.routeTables).toHaveLength(5);
    for (const { routes } of model.routeTables) {
      const local = routes.filter(({ origin }) => origin === 'local').map(({ destination }) => destination);
      expect(local).toEqual(['10.0.0.0/16', '100.64.0.0/24']);
    }
  });

  test('routes private subnets to the NAT gateway and public ones to the internet gateway', () => {
    const [gateway] = model.internetGateways;
    const [nat] = model.natGateways;
    expect(gateway?.vpcId).toBe(model.vpcs[0]?.id);
    const target = (name: string) => {
      const { routeTableId } = named(model.subnets, name);
      return named(model.routeTables, routeTableId).routes.find(({ destination }) => destination === '0.0.0.0/0')
        ?.target;
    };
    expect(target('PrivateSubnet2')).toEqual({ kind: 'nat-gateway', id: nat?.id });
    expect(target('PublicSubnet1')).toEqual({ kind: 'internet-gateway', id: gateway?.id });
  });

  test('gives the NAT gateway its Elastic IP address and no security group', () => {
    expect(model.natGateways).toMatchObject([{ connectivityType: 'public' }]);
    expect(named(model.networkInterfaces, 'NATGateway')).toMatchObject({
      subnetId: named(model.subnets, 'PublicSubnet1').id,
      addresses: [{ privateIp: '10.0.0.10', publicIp: '198.51.100.1' }],
      securityGroupIds: [],
      sourceDestCheck: false,
      owner: { kind: 'nat-gateway' },
    });
  });

  test('takes the rules from the default security group', () => {
    expect(named(model.securityGroups, 'DefaultSecurityGroup')).toMatchObject({ ingress: [], egress: [] });
  });

  test('has the rules of its security groups', () => {
    const { id, ingress, egress } = named(model.securityGroups, 'S/Group');
    expect(ingress).toEqual([{ protocol: 'tcp', ports: { from: 80, to: 90 }, peer: { cidr: '10.0.0.0/16' } }]);
    expect(egress).toContainEqual({
      id: expect.stringContaining('GrouptoSGroup'),
      protocol: 'udp',
      ports: { from: 53, to: 53 },
      peer: { securityGroupId: id },
    });
    expect(named(model.securityGroups, 'S/Open').egress).toEqual([{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }]);
  });
});

const group = (properties: object) =>
  modelWith({ ...twoSubnets, G: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, ...properties }] });

test.each([
  ['all when nothing is said', {}, [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }]],
  ['all when the list is empty', { SecurityGroupEgress: [] }, [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }]],
  [
    'only what is said',
    { SecurityGroupEgress: [{ IpProtocol: 6, FromPort: 1, ToPort: 2, CidrIp: '10.0.0.0/8' }] },
    [{ protocol: 'tcp', ports: { from: 1, to: 2 }, peer: { cidr: '10.0.0.0/8' } }],
  ],
  ['nothing of IPv6', { SecurityGroupEgress: [{ IpProtocol: -1, CidrIpv6: '::/0' }] }, []],
  [
    'no ICMP but echo requests',
    { SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 3, ToPort: -1, CidrIp: '0.0.0.0/0' }] },
    [],
  ],
  [
    'echo requests',
    { SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' }] },
    [{ protocol: 'icmp', peer: { cidr: '0.0.0.0/0' } }],
  ],
])('a security group lets out %s', (_, properties, egress) => {
  const model = group(properties);
  expect(model.notModelled).toEqual([]);
  expect(named(model.securityGroups, 'S.G').egress).toEqual(egress);
});

test('a VPC has a default security group and network ACL', () => {
  const { securityGroups, networkAcls, subnets } = modelWith(twoSubnets);
  const id = 'S.Vpc/default-security-group';
  expect(securityGroups).toMatchObject([
    { id, ingress: [{ protocol: '-1', peer: { securityGroupId: id } }], egress: [{ peer: { cidr: '0.0.0.0/0' } }] },
  ]);
  expect(networkAcls[0]?.entries.map(({ egress, action }) => [egress, action])).toEqual([
    [false, 'allow'],
    [true, 'allow'],
  ]);
  expect(subnets.map(({ networkAclId, routeTableId }) => [networkAclId, routeTableId])).toEqual(
    Array(2).fill(['S.Vpc/default-network-acl', 'S.Vpc/main-route-table']),
  );
});

test('network ACL entries keep their numbers, directions, ports and ICMP types', () => {
  const entry = (properties: object) =>
    ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { Ref: 'N' }, ...properties }] as const;
  const { networkAcls, notModelled } = modelWith({
    ...twoSubnets,
    N: ['AWS::EC2::NetworkAcl', { VpcId: { Ref: 'Vpc' } }],
    In: entry({
      RuleNumber: 100,
      Protocol: 6,
      RuleAction: 'allow',
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 1024, To: 65535 },
    }),
    Out: entry({
      RuleNumber: 90,
      Protocol: 1,
      RuleAction: 'deny',
      CidrBlock: '10.0.0.0/8',
      Egress: true,
      Icmp: { Type: 8, Code: -1 },
    }),
    Six: entry({ RuleNumber: 80, Protocol: -1, RuleAction: 'allow', Ipv6CidrBlock: '::/0' }),
    Of: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'A' }, NetworkAclId: { Ref: 'N' } }],
  });
  expect(notModelled).toEqual([]);
  expect(named(networkAcls, 'S.N').entries).toEqual([
    {
      id: 'S.In',
      ruleNumber: 100,
      egress: false,
      action: 'allow',
      protocol: 'tcp',
      cidr: '0.0.0.0/0',
      ports: { from: 1024, to: 65535 },
    },
    { id: 'S.Out', ruleNumber: 90, egress: true, action: 'deny', protocol: 'icmp', cidr: '10.0.0.0/8', icmpType: 8 },
  ]);
});

describe('assigned addresses', () => {
  test('differ, lie within the subnet, and are none of those that AWS keeps or a template gives', () => {
    const given = fc.uniqueArray(fc.integer({ min: 4, max: 14 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 28 }), given, fc.integer({ min: 1, max: 20 }), (length, hosts, count) => {
        const cidr = `10.0.0.0/${length}`;
        const { first, last } = parseCidr(cidr);
        const SubnetId = reference('x', 'AWS::EC2::Subnet');
        const { privateIp } = createAddresses(hosts.map((host) => ({ SubnetId, PrivateIpAddress: `10.0.0.${host}` })));
        const got = Array.from({ length: count }, () => privateIp('x', cidr)).filter(
          (address) => address !== undefined,
        );
        expect(new Set(got).size).toBe(got.length);
        expect(got).toHaveLength(Math.min(count, last - first - 4 - hosts.length));
        for (const address of got.map(parseAddress)) {
          expect(contains({ first: first + 4, last: last - 1, prefixLength: length }, address)).toBe(true);
          expect(hosts.map((host) => first + host)).not.toContain(address);
        }
      }),
    );
  });

  test('leave out what a template gives itself, wherever in it', () => {
    const instance = (properties: object) => ['AWS::EC2::Instance', { SubnetId: { Ref: 'A' }, ...properties }] as const;
    const { networkInterfaces } = modelWith({
      ...twoSubnets,
      I: instance({}),
      J: instance({ PrivateIpAddress: '10.0.0.10' }),
    });
    expect(networkInterfaces.map(({ id, addresses }) => [id, addresses[0]?.privateIp])).toEqual([
      ['S.I/1', '10.0.0.11'],
      ['S.J/1', '10.0.0.10'],
    ]);
  });
});
