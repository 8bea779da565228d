import {
  allowAll,
  attachment,
  entry,
  host,
  merge,
  route,
  rule,
  securityGroup,
  subnet,
  transitGateway,
  transitRoute,
  vpc,
} from '../../../../lib/reachability/aws-rules/networks';
import type {
  LoadBalancer,
  NetworkAclEntry,
  NetworkModel,
  SecurityGroupRule,
  Target,
  TargetGroup,
} from '../../../../lib/reachability/model';
import { answer, blocked, to } from './ask';

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');
const c = vpc('vpc-c', '10.2.0.0/16');
const client = '10.0.0.10/32';
const nodes = '10.1.0.0/22';
const zoneTwo = { availabilityZone: 'use1-az2' };
const zoneThree = { availabilityZone: 'use1-az3' };

interface Given {
  /** How the client's VPC and that of far targets are connected with the load balancer's. */
  readonly by?: 'pcx' | 'tgw';
  readonly region?: string;
  readonly routes?: boolean;
  readonly targets?: readonly string[];
  readonly admits?: readonly SecurityGroupRule[];
  readonly balancerAdmits?: readonly SecurityGroupRule[];
  readonly balancerEgress?: readonly SecurityGroupRule[];
  readonly balancer?: Partial<LoadBalancer>;
  readonly group?: Partial<TargetGroup>;
  readonly protocol?: 'tcp' | 'udp';
  readonly nodeAcl?: readonly NetworkAclEntry[];
  readonly targetAcl?: readonly NetworkAclEntry[];
  readonly public?: boolean;
}

const addressOf: Readonly<Record<string, string>> = { far: '10.2.0.20' };
const asTarget = (name: string): Target => ({
  to: addressOf[name] ? { ip: addressOf[name] } : { networkInterfaceId: `eni-${name}` },
  port: 8080,
});

/**
 * A client in a VPC of its own; a Network Load Balancer in two zones of vpc-b, before instances in subnets that have no
 * route out of the VPC; and a server in vpc-c.
 */
function given({
  by = 'pcx',
  region = 'us-east-1',
  routes = true,
  targets = ['one', 'two'],
  admits = [rule(client, 8080), rule(nodes, 8080)],
  balancerAdmits = [rule('0.0.0.0/0', 80)],
  balancerEgress = [rule('0.0.0.0/0')],
  balancer = {},
  group = {},
  protocol = 'tcp',
  nodeAcl,
  targetAcl,
  public: isPublic = false,
}: Given): NetworkModel {
  const out = isPublic ? 'igw-1' : by === 'tgw' ? 'tgw-1' : 'pcx-ab';
  const toClient = routes ? [route(isPublic ? '0.0.0.0/0' : '10.0.0.0/16', out)] : [];
  const toTarget = route('10.2.0.0/16', by === 'tgw' ? 'tgw-1' : 'pcx-bc');
  const ofNode = nodeAcl && { networkAclId: 'acl-node' };
  const ofTarget = targetAcl && { networkAclId: 'acl-target' };
  const node = { owner: { kind: 'load-balancer', id: 'nlb' } } as const;
  const far = { ...c, region };
  return merge(
    subnet(a, 'client', '10.0.0.0/24', [route('10.1.0.0/16', by === 'tgw' ? 'tgw-1' : 'pcx-ab')]),
    subnet(b, 'node-one', '10.1.1.0/24', [...toClient, toTarget], ofNode),
    subnet(b, 'node-two', '10.1.2.0/24', [...toClient, toTarget], { ...zoneTwo, ...ofNode }),
    subnet(b, 'one', '10.1.11.0/24', [], ofTarget),
    subnet(b, 'two', '10.1.12.0/24', [], { ...zoneTwo, ...ofTarget }),
    subnet(b, 'three', '10.1.13.0/24', [], { ...zoneThree, ...ofTarget }),
    subnet(c, 'far', '10.2.0.0/24', [route('10.1.0.0/16', by === 'tgw' ? 'tgw-1' : 'pcx-bc')]),
    transitGateway(
      transitRoute('10.0.0.0/16', 'a'),
      transitRoute('10.1.0.0/16', 'b'),
      transitRoute('10.2.0.0/16', 'c'),
    ),
    {
      vpcs: [a, b, far],
      internetGateways: [{ id: 'igw-1', vpcId: b.id }],
      vpcPeeringConnections: [a, c].flatMap(({ id }) =>
        by === 'tgw'
          ? []
          : [{ id: id === a.id ? 'pcx-ab' : 'pcx-bc', requesterVpcId: b.id, accepterVpcId: id, status: 'active' }],
      ),
      transitGatewayAttachments: [
        attachment(a, 'a', ['client']),
        attachment(b, 'b', ['node-one', 'node-two']),
        attachment(c, 'c', ['far']),
      ],
      networkAcls: [
        { id: 'acl-node', vpcId: b.id, entries: nodeAcl ?? [] },
        { id: 'acl-target', vpcId: b.id, entries: targetAcl ?? [] },
      ],
      securityGroups: [
        allowAll(a, 'client'),
        securityGroup(b, 'nlb', balancerAdmits, balancerEgress),
        securityGroup(b, 'target', admits, []),
      ],
      networkInterfaces: [
        host(a, 'client', 'client', '10.0.0.10', ['sg-client']),
        host(b, 'node-one', 'node-one', '10.1.1.5', ['sg-nlb'], {
          ...node,
          ...(isPublic && { publicIp: '198.51.100.1' }),
        }),
        host(b, 'node-two', 'node-two', '10.1.2.5', ['sg-nlb'], {
          ...node,
          ...(isPublic && { publicIp: '198.51.100.2' }),
        }),
        host(b, 'one', 'one', '10.1.11.20', ['sg-target']),
        host(b, 'two', 'two', '10.1.12.20', ['sg-target']),
        host(b, 'three', 'three', '10.1.13.20', ['sg-target']),
        host(c, 'far', 'far', '10.2.0.20', ['sg-target']),
      ],
      loadBalancers: [
        {
          id: 'nlb',
          kind: 'network',
          scheme: isPublic ? 'internet-facing' : 'internal',
          vpcId: b.id,
          networkInterfaceIds: ['eni-node-one', 'eni-node-two'],
          securityGroupIds: ['sg-nlb'],
          crossZone: false,
          enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
          listeners: [{ protocols: [protocol], port: 80, targetGroupIds: ['tg'] }],
          ...balancer,
        },
      ],
      targetGroups: [
        {
          id: 'tg',
          targetType: 'instance',
          port: 8080,
          preserveClientIp: true,
          targets: targets.map(asTarget),
          ...group,
        },
      ],
    },
  );
}

const crossZone = { balancer: { crossZone: true } };
const reachable = 'reachable';

describe('instances behind a Network Load Balancer, which see the client’s address', () => {
  test.each<[string, Given, string, unknown]>([
    ['admit it and the health check', {}, 'nlb', reachable],
    ['admit only the health check', { admits: [rule(nodes, 8080)] }, 'nlb', blocked('sg-target')],
    ['admit only the client', { admits: [rule(client, 8080)] }, 'nlb', blocked('sg-target')],
    ['admit the load balancer’s group', { admits: [rule('sg-nlb', 8080)] }, 'nlb', reachable],
    ['admit the client’s group', { admits: [rule(nodes, 8080), rule('sg-client', 8080)] }, 'nlb', blocked('sg-target')],
    [
      'admit the load balancer, and it has no group to refer to',
      { admits: [rule('sg-nlb', 8080)], balancer: { securityGroupIds: undefined } },
      'nlb',
      blocked('sg-target'),
    ],
    [
      'admit only the health check, not preserved',
      { admits: [rule(nodes, 8080)], group: { preserveClientIp: false } },
      'nlb',
      reachable,
    ],
  ])('%s', (_what, changes, destination, expected) => {
    expect(answer(given(changes), to(destination))).toEqual(expected);
  });
});

describe('a health check on another port', () => {
  const group = { healthCheckPort: 9000 };
  const hidden = { ...group, preserveClientIp: false };
  test.each<[string, Given, unknown]>([
    ['has to be admitted too', { group, admits: [rule(client, 8080), rule(nodes, 9000)] }, reachable],
    ['is not that of the listener', { group, admits: [rule(client, 8080), rule(nodes, 8080)] }, blocked('sg-target')],
    ['does not admit the client', { group, admits: [rule('0.0.0.0/0', 9000)] }, blocked('sg-target')],
    ['does not admit the load balancer', { group: hidden, admits: [rule(nodes, 9000)] }, blocked('sg-target')],
    ['beside the load balancer', { group: hidden, admits: [rule(nodes, [8080, 9000])] }, reachable],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(changes), to('nlb'))).toEqual(expected);
  });
});

describe('zones of a Network Load Balancer', () => {
  const onlyTwo = { targets: ['two'] };
  test.each<[string, Given, string, unknown]>([
    ['without a target answer nobody', onlyTwo, '10.1.1.5', blocked('nlb')],
    ['use the targets of others across zones', { ...onlyTwo, ...crossZone }, '10.1.1.5', reachable],
    ['without a target are not named', onlyTwo, 'nlb', reachable],
    ['serve no target of a zone that is not enabled', { targets: ['three'], ...crossZone }, 'nlb', blocked('nlb')],
  ])('%s', (_what, changes, destination, expected) => {
    expect(answer(given(changes), to(destination))).toEqual(expected);
  });
});

describe('the load balancer’s own security group', () => {
  test.each<[string, Given, unknown]>([
    ['admits the client', { balancerAdmits: [rule(client, 80)] }, reachable],
    ['does not admit the client', { balancerAdmits: [rule(nodes, 80)] }, blocked('sg-nlb')],
    ['lets it out to the targets', { balancerEgress: [rule('10.1.0.0/16', 8080)] }, reachable],
    ['lets it out to the client only', { balancerEgress: [rule(client)] }, blocked('sg-nlb')],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(changes), to('nlb'))).toEqual(expected);
  });
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html */
describe('network ACLs', () => {
  const ofNode = [
    entry(1, 'ingress', 'allow', client, [80, 80]),
    entry(2, 'ingress', 'allow', '10.1.0.0/16', [1024, 65535]),
    entry(3, 'egress', 'allow', '10.1.0.0/16', [8080, 8080]),
    entry(4, 'egress', 'allow', client, [32768, 60999]),
  ];
  const ofTarget = [
    entry(1, 'ingress', 'allow', client, [8080, 8080]),
    entry(2, 'ingress', 'allow', nodes, [8080, 8080]),
    entry(3, 'egress', 'allow', client, [32768, 60999]),
    entry(4, 'egress', 'allow', nodes, [1024, 65535]),
  ];
  const without = (entries: readonly NetworkAclEntry[], number: number) =>
    entries.filter(({ ruleNumber }) => ruleNumber !== number);

  test('see the client’s address, and the load balancer’s for health checks', () => {
    expect(answer(given({ nodeAcl: ofNode, targetAcl: ofTarget }), to('nlb'))).toBe(reachable);
  });

  test.each([1, 2, 3, 4])('need every entry: %i', (number) => {
    expect(answer(given({ nodeAcl: without(ofNode, number) }), to('nlb'))).toEqual(blocked('acl-node'));
    expect(answer(given({ targetAcl: without(ofTarget, number) }), to('nlb'))).toEqual(blocked('acl-target'));
  });

  test('of targets that do not see the client need not know it', () => {
    const targetAcl = without(without(ofTarget, 1), 3);
    expect(answer(given({ targetAcl, group: { preserveClientIp: false } }), to('nlb'))).toBe(reachable);
  });
});

describe('the way back', () => {
  test.each<[string, Given, unknown]>([
    ['is that of the load balancer and not of the target, over peering', {}, reachable],
    ['so too over a transit gateway', { by: 'tgw' }, reachable],
    ['is missing', { routes: false }, blocked('rtb-node-one', 'rtb-node-two')],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(changes), to('nlb'))).toEqual(expected);
  });
});

describe('UDP', () => {
  const udp = { protocol: 'udp' } as const;
  const admitting = (protocol: 'tcp' | 'udp') => [rule(client, 8080, protocol), rule(nodes, 8080)];
  const unchecked = [rule(client, 8080, 'udp'), rule(nodes, 8080, 'udp')];
  test.each<[string, Given, 'tcp' | 'udp', unknown]>([
    ['passes', { ...udp, balancerAdmits: [rule(client, 80, 'udp')], admits: admitting('udp') }, 'udp', reachable],
    ['is not TCP to the listener', { ...udp, balancerAdmits: [rule(client)] }, 'tcp', blocked('nlb')],
    [
      'is not TCP to the target',
      { ...udp, balancerAdmits: [rule(client)], admits: admitting('tcp') },
      'udp',
      blocked('sg-target'),
    ],
    ['is checked by TCP', { ...udp, balancerAdmits: [rule(client)], admits: unchecked }, 'udp', blocked('sg-target')],
    [
      'is checked by TCP on a port of its own',
      {
        ...udp,
        balancerAdmits: [rule(client)],
        admits: [rule(client, 8080, 'udp'), rule(nodes, 9000)],
        group: { healthCheckPort: 9000 },
      },
      'udp',
      reachable,
    ],
    ['is not TCP to the load balancer’s group', { ...udp, admits: admitting('udp') }, 'udp', blocked('sg-nlb')],
  ])('%s', (_what, changes, protocol, expected) => {
    expect(answer(given(changes), to('nlb', { protocol }))).toEqual(expected);
  });
});

describe('a target in another VPC', () => {
  const far = { targets: ['far'], group: { targetType: 'ip' } } as const;
  const open = [rule('0.0.0.0/0')];
  const everywhere = (changes: Given): Given => {
    const group = { ...changes.group, targets: [{ to: { ip: '10.2.0.20' }, port: 8080, availabilityZone: 'all' }] };
    return { ...changes, group, admits: open };
  };
  const hidden = { ...far, group: { ...far.group, preserveClientIp: false } };
  test.each<[string, Given, unknown]>([
    ['that is peered', far, reachable],
    ['that is peered with another Region', { ...far, region: 'us-west-2' }, blocked('tg')],
    ['that is peered with another Region, not preserved', { ...hidden, region: 'us-west-2' }, reachable],
    ['behind a transit gateway', { ...far, by: 'tgw' }, blocked('tg')],
    ['behind a transit gateway, not preserved', { ...hidden, by: 'tgw' }, reachable],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(everywhere(changes)), to('nlb'))).toEqual(expected);
  });
});

describe('an interface that answers to the load balancer alone', () => {
  test.each<[string, Partial<TargetGroup>, unknown]>([
    ['loses what preserves the client', {}, blocked('tg')],
    ['serves what does not', { preserveClientIp: false }, reachable],
  ])('%s', (_what, group, expected) => {
    const model = given({ group, admits: [rule('0.0.0.0/0')] });
    const vpcEndpoints = [
      {
        id: 'vpce-1',
        kind: 'Interface' as const,
        vpcId: b.id,
        state: 'available' as const,
        serviceName: 'com.amazonaws.us-east-1.s3',
        networkInterfaceIds: ['eni-one', 'eni-two'],
        routeTableIds: [],
        privateDnsEnabled: false,
      },
    ];
    const owner = { kind: 'vpc-endpoint', id: 'vpce-1' } as const;
    const networkInterfaces = model.networkInterfaces.map((each) =>
      ['eni-one', 'eni-two'].includes(each.id) ? { ...each, owner } : each,
    );
    const targetGroups = model.targetGroups.map((each) => ({
      ...each,
      targets: ['10.1.11.20', '10.1.12.20'].map((ip) => ({ to: { ip }, port: 443 })),
    }));
    expect(answer({ ...model, networkInterfaces, vpcEndpoints, targetGroups }, to('nlb'))).toEqual(expected);
  });
});

describe('an internet-facing one before instances in private subnets', () => {
  const open = [rule('0.0.0.0/0', 8080)];
  test.each<[string, Given, unknown]>([
    ['serves the internet', { public: true, admits: open }, reachable],
    ['whose targets admit the VPC only', { public: true, admits: [rule('10.1.0.0/16', 8080)] }, blocked('sg-target')],
    [
      'whose targets admit the internet and not the health check',
      { public: true, admits: [rule('8.0.0.0/8', 8080)] },
      blocked('sg-target'),
    ],
    [
      'whose subnets are private',
      { public: true, admits: open, routes: false },
      blocked('rtb-node-one', 'rtb-node-two'),
    ],
    ['that has no public address', { admits: open }, blocked('internet', 'rtb-node-one', 'rtb-node-two')],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(changes), to('nlb', { from: 'internet' }))).toEqual(expected);
  });
});
