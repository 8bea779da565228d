import fc from 'fast-check';
import { ranges } from '../../../../lib/packet-lab/compile/addresses';
import { decideUnsigned } from '../../../../lib/packet-lab/compile/auth-policy';
import { clientPorts, servicePorts, serviceRanges } from '../../../../lib/packet-lab/compile/client-ports';
import { matchProtocol } from '../../../../lib/packet-lab/compile/filters';
import { inRotation, rotation, settled, spread } from '../../../../lib/packet-lab/compile/rotation';
import type { LabBalancer, LabTarget } from '../../../../lib/packet-lab/plan';
import { entry, network, vpc } from '../../../../lib/reachability/aws-rules/networks';
import { formatAddress, parseAddress } from '../../../../lib/reachability/ipv4';
import type { PolicyDocument } from '../../../../lib/reachability/model';
import { emptyPlan } from '../empty-plan';

describe('ranges', () => {
  test('holds every address and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1 }), (numbers) => {
        const texts = ranges(numbers.map(formatAddress)).split(', ');
        const held = texts.flatMap((text) => {
          const [first = '', last = first] = text.split('-');
          const from = parseAddress(first);
          return Array.from({ length: parseAddress(last) - from + 1 }, (_each, index) => from + index);
        });
        expect(held).toEqual([...new Set(numbers)].sort((one, other) => one - other));
      }),
    );
  });
});

describe('matchProtocol', () => {
  test.each([
    ['-1', { from: 1, to: 2 }, undefined, ''],
    ['tcp', undefined, undefined, 'ip protocol tcp '],
    ['tcp', { from: 0, to: 65_535 }, undefined, 'ip protocol tcp '],
    ['udp', { from: 53, to: 53 }, undefined, 'udp dport 53 '],
    ['6', { from: 1, to: 9 }, undefined, 'tcp dport 1-9 '],
    ['icmp', undefined, undefined, 'ip protocol icmp '],
    ['icmp', undefined, 8, 'icmp type 8 '],
    ['50', undefined, undefined, undefined],
  ] as const)('%s %o %s', (protocol, ports, icmpType, expected) => {
    expect(matchProtocol(protocol, ports, icmpType)).toBe(expected);
  });
});

describe('clientPorts', () => {
  test('are the first, the last, and both sides of every border of a network ACL between them', () => {
    const entries = [
      entry(1, 'ingress', 'allow', '0.0.0.0/0', [40_000, 50_000]),
      entry(2, 'egress', 'allow', '0.0.0.0/0', [1024, 65_535]),
    ];
    const model = network({ networkAcls: [{ id: 'acl', vpcId: 'vpc', entries }] });
    expect(clientPorts(model)).toEqual([32_768, 39_999, 40_000, 50_000, 50_001, 60_999]);
  });
});

describe('service ports', () => {
  const model = (...ports: readonly (readonly [number, number])[]) =>
    network({
      networkAcls: [
        { id: 'acl', vpcId: 'vpc', entries: ports.map((each) => entry(1, 'ingress', 'allow', '0.0.0.0/0', each)) },
      ],
    });

  test('have borders of their own', () => {
    expect(servicePorts(model([1024, 20_000]))).toEqual([1024, 20_000, 20_001, 65_535]);
  });

  test('that no network ACL tells from those of hosts need no stand-ins', () => {
    expect(serviceRanges(model([1024, 65_535]))).toEqual([]);
  });

  test('that one tells from those of hosts have stand-ins, which are probed', () => {
    const narrow = model([32_768, 60_999]);
    const found = serviceRanges(narrow);
    expect(found.map(({ services }) => services)).toEqual([
      { from: 1024, to: 32_767 },
      { from: 61_000, to: 65_535 },
    ]);
    for (const { hosts } of found) {
      expect(clientPorts(narrow)).toEqual(expect.arrayContaining([hosts.from, hosts.to]));
    }
  });
});

describe('rotation', () => {
  const target = (id: string, targetGroupId = 'tg'): LabTarget => ({
    id,
    targetGroupId,
    ip: `10.0.0.${id}`,
    port: 80,
    healthCheck: { protocol: 'tcp', source: '10.0.0.1', ip: `10.0.0.${id}`, port: 80 },
  });
  const balancer = (...targets: readonly LabTarget[]): LabBalancer => ({
    id: 'l1',
    component: 'nlb',
    namespace: 'l1',
    chain: 'balance',
    addresses: ['10.0.0.1'],
    listeners: [
      { protocol: 'tcp', port: 443, targetGroupIds: [...new Set(targets.map((each) => each.targetGroupId))], targets },
    ],
  });
  const scripts = (healthy: readonly string[], ...targets: readonly LabTarget[]): string =>
    rotation(
      {
        ...emptyPlan,
        balancers: [balancer(...targets)],
      },
      new Set(healthy),
    )
      .map(({ nft }) => nft)
      .join();

  test('hands out nothing without a healthy target', () => {
    expect(scripts([], target('2'))).not.toContain('dnat');
  });

  test('hands everything to the only healthy one', () => {
    expect(scripts(['3'], target('2'), target('3'))).toContain('tcp dport 443 dnat ip to 10.0.0.3:80');
  });

  test('hands consecutive client ports to all', () => {
    expect(scripts(['2', '3', '4'], target('2'), target('3'), target('4'))).toContain(
      'tcp sport & 3 map { 0 : 10.0.0.2 . 80, 1 : 10.0.0.3 . 80, 2 : 10.0.0.4 . 80, 3 : 10.0.0.2 . 80 }',
    );
  });

  test('hands out nothing where a target group of the listener has no healthy target', () => {
    const [listener] = balancer(target('2', 'one'), target('3', 'two')).listeners;
    if (!listener) throw new Error('no listener');
    expect(inRotation(listener, new Set(['2']))).toEqual([]);
    expect(inRotation(listener, new Set(['2', '3']))).toHaveLength(2);
  });

  test('takes a load balancer for one target, if any of its serving addresses fails', () => {
    const through = (id: string) => ({
      ...target(id),
      through: { loadBalancerId: 'alb', networkInterfaceId: `eni-${id}` },
    });
    const back = (id: string, ...targets: readonly LabTarget[]): LabBalancer => ({
      ...balancer(...targets),
      networkInterfaceId: `eni-${id}`,
      listeners: balancer(...targets).listeners.map((each) => ({ ...each, port: 80 })),
    });
    const plan = (...behind: readonly LabBalancer[]) => ({
      ...emptyPlan,
      balancers: [balancer(through('2'), through('3')), ...behind],
    });
    const healthy = new Set(['2', '8', '9']);
    expect(settled(plan(back('2', target('8')), back('3', target('9'))), healthy)).toEqual(new Set(['8', '9']));
    expect(settled(plan(back('2', target('8')), back('3')), healthy)).toEqual(healthy);
  });

  test.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 4],
    [8, 8],
    [9, 16],
  ])('%i targets need %i ports', (targets, ports) => {
    expect(spread(targets)).toBe(ports);
  });
});

describe('decideUnsigned', () => {
  const allow = (changes: Readonly<Record<string, unknown>> = {}): PolicyDocument => ({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'vpc-lattice-svcs:Invoke', Resource: '*', ...changes }],
  });
  const from = (id: string, operator = 'StringEquals') => ({
    Condition: { [operator]: { 'vpc-lattice-svcs:SourceVpc': [id] } },
  });
  test.each([
    ['everybody', allow(), 'allow'],
    ['the VPC', allow(from('vpc-a')), 'allow'],
    ['another VPC', allow(from('vpc-b')), 'deny'],
    ['all VPCs but it', allow(from('vpc-a', 'StringNotEquals')), 'deny'],
    ['a role', allow({ Principal: { AWS: 'arn:aws:iam::111111111111:role/client' } }), 'deny'],
    ['another action', allow({ Action: 's3:GetObject' }), 'deny'],
    [
      'a condition that packets do not tell',
      allow({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } }),
      'unknown',
    ],
    ['a denial', { Statement: [...allow().Statement, { ...allow().Statement[0], Effect: 'Deny' }] }, 'deny'],
    ['nobody', { Statement: [] }, 'deny'],
  ] as const)('%s', (_name, authPolicy, expected) => {
    const service = { id: 'svc', authType: 'AWS_IAM', authPolicy, listeners: [] } as const;
    expect(decideUnsigned(service, vpc('vpc-a', '10.0.0.0/16'))).toBe(expected);
    expect(decideUnsigned({ ...service, authType: 'NONE' }, vpc('vpc-a', '10.0.0.0/16'))).toBe('allow');
  });
});
