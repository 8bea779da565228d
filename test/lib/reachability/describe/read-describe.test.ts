import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDescribe } from '../../../../lib/reachability/describe/read-describe';
import { InputError } from '../../../../lib/reachability/input-error';
import type { NetworkModel } from '../../../../lib/reachability/model';

const FIXTURE = join(__dirname, '../../../fixtures/describe/two-accounts');
const model = readDescribe(FIXTURE);

/** Last part of ids, as ARNs are long. */
const short = (id: string): string => id.replace(/^arn:.*:(?=[^:]*$)/, '');

function byId<Key extends keyof NetworkModel>(list: Key, id: string): NetworkModel[Key][number] {
  const found = (model[list] as readonly NetworkModel[Key][number][]).find((one) => short(one.id) === id);
  if (!found) throw new Error(`no ${id} in ${list}`);
  return found;
}

describe('what is there', () => {
  test.each([
    ['vpcs', ['vpc-a', 'vpc-b', 'vpc-c']],
    ['subnets', ['subnet-a1', 'subnet-a2', 'subnet-b1']],
    ['routeTables', ['rtb-a', 'rtb-a2', 'rtb-edge', 'vpc-b/main', 'vpc-c/main']],
    ['internetGateways', ['igw-a', 'igw-loose']],
    ['natGateways', ['nat-a']],
    ['vpcPeeringConnections', ['pcx-live', 'pcx-wait']],
    ['transitGateways', ['tgw-a', 'tgw-c']],
    [
      'transitGatewayAttachments',
      ['tgw-attach-0a', 'tgw-attach-0b', 'tgw-attach-0c', 'tgw-attach-0d', 'tgw-attach-0d@tgw-c'],
    ],
    ['vpcEndpoints', ['vpce-0b', 'vpce-0c', 'vpce-s3']],
    ['serviceNetworks', ['sn-1']],
    ['serviceNetworkVpcAssociations', ['snva-1']],
    ['latticeServices', ['svc-1']],
    ['notModelled', ['eni-odd', 'nat-regional', 'targetgroup/instance/1', 'tgw-rtb-a', 'vgw-a', 'vpce-0c']],
  ] as const)('%s', (list, ids) => {
    expect(model[list].map(({ id }) => short(id)).sort()).toEqual(ids);
  });

  test('interfaces, but neither unattached ones nor those of stopped instances', () => {
    const ids = model.networkInterfaces.map(({ id }) => id);
    expect(ids).toContain('eni-app');
    expect(ids).not.toContain('eni-free');
    expect(ids).not.toContain('eni-stopped');
  });
});

describe('one thing seen by two accounts', () => {
  test('a shared subnet is there once, with the zone by its id, and of its owner', () => {
    expect(byId('subnets', 'subnet-a1')).toEqual({
      id: 'subnet-a1',
      name: 'orders-1',
      account: '111111111111',
      region: 'eu-west-1',
      vpcId: 'vpc-a',
      cidrBlock: '10.7.1.0/24',
      availabilityZone: 'euw1-az3',
      routeTableId: 'rtb-a',
      networkAclId: 'acl-a',
    });
  });

  test('a peering connection has the DNS option of each side', () => {
    expect(byId('vpcPeeringConnections', 'pcx-live').allowDnsResolution).toEqual({ requester: true, accepter: false });
  });

  test('the ends of a transit gateway peering stay two, and routes lead to the own one', () => {
    expect(byId('transitGatewayAttachments', 'tgw-attach-0d@tgw-c').resource).toMatchObject({
      peerAttachmentId: 'tgw-attach-0d',
    });
    expect(byId('transitGatewayRouteTables', 'tgw-rtb-c').routes).toEqual([
      { destination: '10.7.0.0/16', attachmentId: 'tgw-attach-0d@tgw-c', origin: 'static' },
    ]);
  });
});

describe('routing', () => {
  test('CIDR blocks that are associated', () => {
    expect(byId('vpcs', 'vpc-a').cidrBlocks).toEqual(['10.7.0.0/16', '100.64.7.0/24']);
  });

  test.each([
    ['10.7.0.0/16', 'local', 'vpc-a', 'local', 'active'],
    ['0.0.0.0/0', 'nat-gateway', 'nat-a', 'static', 'active'],
    ['10.9.0.0/16', 'vpc-peering-connection', 'pcx-live', 'static', 'active'],
    ['10.10.0.0/16', 'transit-gateway', 'tgw-a', 'static', 'blackhole'],
    ['10.11.0.0/16', 'network-interface', 'eni-app', 'static', 'active'],
    ['10.12.0.0/16', 'unknown', 'vgw-a', 'propagated', 'active'],
  ])('%s to %s %s', (destination, kind, id, origin, state) => {
    const route = byId('routeTables', 'rtb-a').routes.find((one) => one.destination === destination);
    expect(route).toEqual({ destination, target: { kind, id }, origin, state });
  });

  test('a gateway endpoint routes a prefix list; IPv6 and VPC Lattice are not routes of the model', () => {
    const { routes } = byId('routeTables', 'rtb-a');
    expect(routes.filter(({ destination }) => typeof destination !== 'string')).toEqual([
      {
        destination: { prefixListId: 'pl-s3' },
        target: { kind: 'vpc-endpoint', id: 'vpce-s3' },
        origin: 'static',
        state: 'active',
      },
    ]);
    expect(routes).toHaveLength(8);
  });

  test('a table of a gateway, and the main one where none is listed', () => {
    expect(byId('routeTables', 'rtb-edge').gatewayIds).toEqual(['igw-a']);
    expect(byId('subnets', 'subnet-b1').routeTableId).toBe('vpc-b/main');
    expect(byId('routeTables', 'vpc-b/main').routes.map(({ destination }) => destination)).toEqual(['10.7.0.0/16']);
  });

  test('transit gateway routes: static, blackholes, to what is gone, propagated with every CIDR', () => {
    expect(byId('transitGatewayRouteTables', 'tgw-rtb-a').routes).toEqual([
      { destination: '10.20.0.0/16', attachmentId: undefined, origin: 'static' },
      { destination: '10.9.0.0/16', attachmentId: 'tgw-attach-0d', origin: 'static' },
      { destination: '10.21.0.0/16', attachmentId: undefined, origin: 'static' },
      { destination: '10.7.0.0/16', attachmentId: 'tgw-attach-0a', origin: 'propagated' },
      { destination: '100.64.7.0/24', attachmentId: 'tgw-attach-0a', origin: 'propagated' },
      { destination: '100.100.0.0/16', attachmentId: 'tgw-attach-0a', origin: 'propagated' },
    ]);
  });

  test.each([
    ['tgw-attach-0a', [{ matchSourceCidr: '10.7.0.0/16', natCidr: '100.100.0.0/16' }]],
    ['tgw-attach-0c', []],
  ])('NAT of attachment %s, if it is switched on', (id, natRules) => {
    expect(byId('transitGatewayAttachments', id).natRules).toEqual(natRules);
  });

  test.each([
    ['tgw-attach-0a', 'available', 'tgw-rtb-a', 'vpc'],
    ['tgw-attach-0c', 'pending-acceptance', undefined, 'vpc'],
    ['tgw-attach-0b', 'available', 'tgw-rtb-a', 'unknown'],
  ])('attachment %s is %s', (id, state, routeTableId, kind) => {
    const attachment = byId('transitGatewayAttachments', id);
    expect([attachment.state, attachment.routeTableId, attachment.resource.kind]).toEqual([state, routeTableId, kind]);
  });
});

describe('filters', () => {
  test('network ACL entries without the implicit deny and IPv6', () => {
    expect(byId('networkAcls', 'acl-a').entries).toEqual([
      {
        ruleNumber: 90,
        egress: false,
        action: 'deny',
        protocol: 'udp',
        cidr: '0.0.0.0/0',
        ports: { from: 53, to: 54 },
      },
      { ruleNumber: 95, egress: false, action: 'allow', protocol: 'icmp', cidr: '0.0.0.0/0', icmpType: 8 },
      { ruleNumber: 100, egress: true, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
    ]);
  });

  test('one security group rule for each peer, of ICMP only what admits an echo request', () => {
    const tcp = { protocol: 'tcp', ports: { from: 8080, to: 8081 } };
    expect(byId('securityGroups', 'sg-app').ingress).toEqual([
      { ...tcp, peer: { cidr: '10.7.0.0/16' } },
      { ...tcp, peer: { cidr: '10.9.0.0/16' } },
      { ...tcp, peer: { securityGroupId: 'sg-web' } },
      { ...tcp, peer: { prefixListId: 'pl-own' } },
      { protocol: 'icmp', peer: { cidr: '10.0.0.0/8' } },
      { protocol: '50', peer: { cidr: '10.1.0.0/16' } },
    ]);
  });

  test('rules that were asked for one by one have their ids', () => {
    const { ingress, egress } = byId('securityGroups', 'sg-ruled');
    expect([...ingress, ...egress].map(({ id }) => id)).toEqual(['sgr-1', 'sgr-2']);
  });

  test.each([
    ['pl-s3', ['3.5.64.0/21']],
    ['pl-own', ['198.51.100.0/24']],
    ['pl-lattice', undefined],
  ])('prefix list %s', (id, cidrs) => {
    expect(byId('prefixLists', id).cidrs).toEqual(cidrs);
  });
});

describe('interfaces', () => {
  test.each([
    ['eni-app', 'instance', 'i-app'],
    ['eni-pay', 'instance', 'i-pay'],
    ['eni-nat', 'nat-gateway', 'nat-a'],
    ['eni-nlb', 'load-balancer', 'loadbalancer/net/front/0a1b'],
    ['eni-tgw', 'transit-gateway-attachment', 'tgw-attach-0a'],
    ['eni-vpce', 'vpc-endpoint', 'vpce-0b'],
    ['eni-lambda', 'lambda-function', 'resize'],
    ['eni-eks', 'eks-cluster', 'shop'],
    ['eni-rds', 'database', 'eni-rds'],
    ['eni-task', 'ecs-service', 'service/main/orders'],
    ['eni-rgw', 'resource-gateway', 'rgw-01'],
    ['eni-odd', 'none', 'eni-odd'],
  ])('%s is of %s %s', (id, kind, owner) => {
    const networkInterface = byId('networkInterfaces', id);
    expect([networkInterface.owner.kind, short(networkInterface.owner.id)]).toEqual([kind, owner]);
  });

  test('the primary address first, then the others, then those of delegated prefixes', () => {
    const { addresses } = byId('networkInterfaces', 'eni-app');
    expect(addresses.slice(0, 3)).toEqual([
      { privateIp: '10.7.1.20', publicIp: '198.51.100.20' },
      { privateIp: '10.7.1.21' },
      { privateIp: '10.7.1.128' },
    ]);
    expect(addresses.at(-1)).toEqual({ privateIp: '10.7.1.143' });
  });

  test('the primary interface of an instance first', () => {
    const ids = model.networkInterfaces.filter(({ owner }) => owner.id === 'i-app').map(({ id }) => id);
    expect(ids).toEqual(['eni-app', 'eni-app-2']);
  });
});

describe('load balancers', () => {
  test('a listener for both protocols; rules count, target groups of weight 0 do not', () => {
    const { listeners, crossZone, securityGroupIds } = byId('loadBalancers', 'loadbalancer/net/front/0a1b');
    expect([crossZone, securityGroupIds]).toEqual([true, undefined]);
    expect(listeners.map(({ protocols, targetGroupIds }) => [...protocols, ...targetGroupIds.map(short)])).toEqual([
      ['tcp', 'udp', 'targetgroup/udp/1'],
      ['tcp', 'targetgroup/ip/1', 'targetgroup/instance/1'],
    ]);
  });

  test.each([
    ['ip', false],
    ['udp', true],
    ['instance', true],
    ['on', true],
    ['off', false],
    ['alb', true],
    ['http', false],
  ])('target group %s preserves the client address: %s', (name, preserved) => {
    expect(byId('targetGroups', `targetgroup/${name}/1`).preserveClientIp).toBe(preserved);
  });

  test('targets that take connections: neither draining ones nor stopped instances', () => {
    expect(byId('targetGroups', 'targetgroup/ip/1').targets).toEqual([
      { to: { ip: '10.7.1.20' }, port: 8080 },
      { to: { ip: '10.9.1.1' }, port: 8080, availabilityZone: 'all' },
    ]);
    expect(byId('targetGroups', 'targetgroup/instance/1').targets).toEqual([
      { to: { networkInterfaceId: 'eni-app' }, port: 8080 },
    ]);
  });
});

describe('endpoints, VPC Lattice and shares', () => {
  test('an endpoint service: whoever is connected was allowed and accepted', () => {
    expect(byId('endpointServices', 'vpce-svc-b')).toMatchObject({
      acceptanceRequired: true,
      acceptedEndpointIds: ['vpce-0e', 'vpce-0b'],
      allowedPrincipals: ['arn:aws:iam::333333333333:root', 'arn:aws:iam::111111111111:root'],
      privateDnsName: 'pay.example.com',
    });
  });

  test.each([
    ['vpce-s3', { kind: 'Gateway', prefixListId: 'pl-s3', routeTableIds: ['rtb-a'] }],
    ['vpce-0b', { kind: 'Interface', endpointServiceId: 'vpce-svc-b', networkInterfaceIds: ['eni-vpce'] }],
    ['vpce-0c', { state: 'pendingAcceptance' }],
  ])('endpoint %s', (id, expected) => {
    expect(byId('vpcEndpoints', id)).toMatchObject(expected);
  });

  test('a service network from its list, its own answer and its policy', () => {
    expect(byId('serviceNetworks', 'sn-1')).toMatchObject({
      name: 'mesh',
      authType: 'AWS_IAM',
      authPolicy: { Statement: [{ Effect: 'Allow' }] },
      serviceAssociations: [{ id: 'snsa-1', latticeServiceId: 'svc-1' }],
    });
  });

  test('a service leads to targets', () => {
    expect(byId('latticeServices', 'svc-1').listeners).toMatchObject([{ port: 80, targetGroupIds: ['tg-1'] }]);
    expect(byId('targetGroups', 'tg-1').targets).toEqual([{ to: { ip: '10.7.1.20' }, port: 8080 }]);
  });

  test('a resource gateway with its interface', () => {
    expect(byId('resourceGateways', 'rgw-01')).toMatchObject({ vpcId: 'vpc-b', networkInterfaceIds: ['eni-rgw'] });
  });

  test('a resource configuration by the DNS name of a load balancer', () => {
    const { ports, resource } = byId('resourceConfigurations', 'rcfg-1');
    expect(ports).toEqual([
      { from: 8080, to: 8080 },
      { from: 9000, to: 9010 },
    ]);
    expect('componentId' in resource && short(resource.componentId)).toBe('loadbalancer/net/front/0a1b');
  });

  test('a share by ARN and by id', () => {
    const [share] = model.resourceShares;
    expect(share?.principals).toEqual(['111111111111']);
    expect(share?.resourceIds).toContain('sn-1');
  });
});

describe('what belongs to an account that was not asked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unseen-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['222222222222/eu-central-1/Vpcs.json', 'pcx-live', 'vpc-c is not in the input'],
    ['222222222222/eu-west-1/Vpcs.json', 'tgw-attach-0c', 'vpc-b is not in the input'],
    [
      '222222222222/eu-central-1/TransitGatewayRouteTables.json',
      'tgw-attach-0d@tgw-c',
      'the route tables of tgw-c are not in the input',
    ],
    ['111111111111/eu-west-1/NatGateways.json', 'eni-nat', 'nat-gateway nat-a is not in the input'],
    ['222222222222/eu-west-1/ResourceGateways.json', 'eni-rgw', 'resource-gateway rgw-01 is not in the input'],
  ])('without %s, %s is not modelled', (file, id, reason) => {
    const partial = join(folder, id);
    cpSync(FIXTURE, partial, { recursive: true });
    rmSync(join(partial, file));
    const unknown = { id, reason, touches: [id] };
    expect(model.notModelled).not.toContainEqual(expect.objectContaining(unknown));
    expect(readDescribe(partial).notModelled).toContainEqual(expect.objectContaining(unknown));
  });
});

describe('what cannot be read', () => {
  const POLICY = '222222222222/eu-west-1/AuthPolicies/sn-1.json';
  const folder = mkdtempSync(join(tmpdir(), 'describe-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['Vpcs.json', '{"Vpcs": [', 'is not JSON'],
    ['Subnets.json', '"none"', 'is not the answer of a describe call'],
    ['Vpcs.json', '{"Vpcs": [{"CidrBlock": "10.0.0.0/16"}]}', 'one of Vpcs has no VpcId'],
    ['Subnets.json', '{"Subnets": [{"VpcId": "vpc-a"}]}', 'one of Subnets has no SubnetId'],
    ['sn-1.json', '{"policy": "{"}', 'its policy is not JSON'],
    ['routes.json', '{"Routes": []}', 'does not say whose Routes'],
  ])('%s with %s', (name, content, message) => {
    const broken = join(folder, String(content.length));
    cpSync(FIXTURE, broken, { recursive: true });
    writeFileSync(join(broken, name === 'sn-1.json' ? POLICY : name), content);
    const read = () => readDescribe(broken);
    expect(read).toThrow(InputError);
    expect(read).toThrow(name);
    expect(read).toThrow(message);
  });
  test('a text instead of a list', () => {
    const broken = join(folder, 'text');
    cpSync(FIXTURE, broken, { recursive: true });
    writeFileSync(join(broken, 'Extra.json'), '{"Vpcs": [{"VpcId": "vpc-x", "CidrBlockAssociationSet": "none"}]}');
    expect(() => readDescribe(broken)).toThrow(InputError);
    expect(() => readDescribe(broken)).toThrow('holds no answers of AWS');
  });
});
