import { compile } from '../../../../lib/packet-lab/compile/compile';
import type { LabNamespace, LabPlan } from '../../../../lib/packet-lab/plan';
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
import { rules } from '../../../../lib/reachability/aws-rules/rules';
import type { NetworkModel } from '../../../../lib/reachability/model';

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');

/** A host in each of two VPCs, whatever connects them. */
function twoVpcs(to: string, more: Partial<NetworkModel> = {}): NetworkModel {
  return merge(
    { vpcs: [a, b], securityGroups: [allowAll(a, 'a'), securityGroup(b, 'b', [rule('10.0.0.0/16', 80)])] },
    subnet(a, 'a', '10.0.1.0/24', [route('10.1.0.0/16', to)]),
    subnet(b, 'b', '10.1.1.0/24', [route('10.0.0.0/16', to)]),
    { networkInterfaces: [host(a, 'a', 'a', '10.0.1.10', ['sg-a']), host(b, 'b', 'b', '10.1.1.10', ['sg-b'])] },
    more,
  );
}

const peered = twoVpcs('pcx-1', {
  vpcPeeringConnections: [{ id: 'pcx-1', requesterVpcId: 'vpc-a', accepterVpcId: 'vpc-b', status: 'active' }],
});

const of = ({ namespaces }: LabPlan, component: string): LabNamespace => {
  const found = namespaces.find((each) => each.component === component);
  if (!found) throw new Error(`no namespace stands for ${component}`);
  return found;
};

const chainOf = ({ nft }: LabNamespace, name: string): readonly string[] => {
  const [, body = ''] = nft.split(`  chain ${name} {\n`);
  return (body.split('\n  }')[0] ?? '').split('\n').map((line) => line.trim());
};

describe('a compiled plan', () => {
  const everything = [peered, ...rules.flatMap(({ expected, twin }) => [expected.network, twin.network])];

  test.each(everything.map((model, index) => [index, compile(model)] as const))('%i is sound', (_index, plan) => {
    const names = plan.namespaces.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,12}$/);
    const devices = plan.links.flatMap(({ ends }) => ends.map((end) => `${end.namespace} ${end.device}`));
    expect(new Set(devices).size).toBe(devices.length);
    for (const { ends } of plan.links) {
      for (const end of ends) {
        expect(end.device.length).toBeLessThanOrEqual(15);
        expect(names).toContain(end.namespace);
      }
    }
    const macs = plan.links.map(({ mac }) => mac);
    expect(new Set(macs).size).toBe(macs.length);
    for (const { namespace } of [...plan.hosts, ...plan.balancers, ...plan.dropPoints])
      expect(names).toContain(namespace);
  });

  test.each(everything.map((model, index) => [index, compile(model)] as const))(
    '%i names only devices and drop points that it has',
    (_index, plan) => {
      for (const { name, ip, nft } of plan.namespaces) {
        const own = plan.links.flatMap(({ ends }) => ends).filter((end) => end.namespace === name);
        const devices = ['lo', ...own.map(({ device }) => device)];
        for (const line of ip) {
          const [, device] = / dev (\S+)/.exec(line) ?? [];
          if (device !== undefined) expect(devices).toContain(device);
        }
        for (const [, counter] of nft.matchAll(/counter name "(d\d+)"/g)) {
          expect(plan.dropPoints.filter((point) => point.counter === counter && point.namespace === name)).toHaveLength(
            1,
          );
          expect(nft).toContain(`counter ${counter} { }`);
        }
        const chains = [...nft.matchAll(/^ {2}chain (\S+) \{/gm)].map(([, chain]) => chain);
        for (const [, chain] of nft.matchAll(/(?:jump|goto) ([\w-]+)/g)) expect(chains).toContain(chain);
      }
    },
  );

  test('is plain data', () => {
    const plan = compile(peered);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test('is the same every time', () => {
    expect(compile(peered)).toEqual(compile(peered));
  });
});

describe('routers', () => {
  const router = of(compile(peered), 'vpc-a');

  test('track no connections', () => {
    expect(router.nft).not.toMatch(/\bct\b|type nat/);
  });

  test('know only the local routes of what comes in by a peering connection', () => {
    const device = 'p1';
    expect(router.ip.filter((line) => line.includes(`dev ${device}`))).toEqual([
      expect.stringMatching(/^route add 10\.1\.0\.0\/16 dev p1 table \d+$/),
    ]);
    const [, mark] = new RegExp(`"${device}" : (\\d+)`).exec(router.nft) ?? [];
    expect(router.ip.filter((line) => line.endsWith(`table ${mark}`))).toEqual([
      `route add throw 10.0.0.0/16 table ${mark}`,
    ]);
  });

  test('let nothing through a peering connection that waits for its acceptance', () => {
    const pending = compile({
      ...peered,
      vpcPeeringConnections: peered.vpcPeeringConnections.map((each) => ({ ...each, status: 'pending-acceptance' })),
    });
    expect(pending.dropPoints).toContainEqual(
      expect.objectContaining({ component: 'pcx-1', reason: expect.stringContaining('acceptance') }),
    );
    expect(compile(peered).dropPoints).not.toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('acceptance') }),
    );
  });

  test('apply network ACLs to what leaves or enters a subnet, and not within it', () => {
    const acl = {
      id: 'acl-1',
      vpcId: 'vpc-a',
      entries: [entry(200, 'ingress', 'allow', '0.0.0.0/0'), entry(100, 'ingress', 'deny', '10.1.0.0/16', [80, 80])],
    };
    const plan = compile({
      ...peered,
      networkAcls: [acl],
      subnets: peered.subnets.map((each) => (each.vpcId === 'vpc-a' ? { ...each, networkAclId: 'acl-1' } : each)),
    });
    const guarded = of(plan, 'vpc-a');
    expect(chainOf(guarded, 'acl1-in')).toEqual([
      expect.stringMatching(/^ip saddr 10\.1\.0\.0\/16 tcp dport 80 counter name "d\d+" .* goto lost$/),
      'return',
      expect.stringMatching(/^counter name .* goto lost$/),
    ]);
    expect(chainOf(guarded, 'from-1')[0]).toMatch(/^oifname \{ "h\d+" \} accept$/);
    expect(chainOf(guarded, 'to-1')).toEqual(['jump acl1-in']);
  });
});

describe('security groups', () => {
  test('let in what a rule allows and lose the rest by name', () => {
    const rulesOfB = chainOf(of(compile(peered), 'eni-b'), 'ingress');
    expect(rulesOfB).toContain('ip saddr 10.0.0.0/16 tcp dport 80 accept');
    expect(rulesOfB.at(-1)).toMatch(/goto lost$/);
    expect(compile(peered).dropPoints).toContainEqual(
      expect.objectContaining({ component: 'sg-b', type: 'security-group' }),
    );
  });

  test('refer to the members of a group, as far as they are known', () => {
    const refers = (peering: NetworkModel['vpcPeeringConnections']) =>
      of(
        compile({
          ...peered,
          vpcPeeringConnections: peering,
          securityGroups: [allowAll(a, 'a'), securityGroup(b, 'b', [rule('sg-a', 80)])],
        }),
        'eni-b',
      ).nft;
    expect(refers(peered.vpcPeeringConnections)).toContain('ip saddr { 10.0.1.10 } tcp dport 80 accept');
    expect(refers([])).not.toContain('10.0.1.10');
  });
});

describe('transit gateways', () => {
  const model = twoVpcs(
    'tgw-1',
    merge(transitGateway(transitRoute('10.0.0.0/16', 'a'), transitRoute('10.1.0.0/16', undefined)), {
      transitGatewayAttachments: [
        attachment(a, 'a', ['a']),
        attachment(b, 'b', ['b'], { natRules: [{ matchSourceCidr: '10.1.0.0/16', natCidr: '100.64.0.0/16' }] }),
      ],
    }),
  );
  const gateway = of(compile(model), 'tgw-1');

  test('route by the table of the attachment, and lose what meets a blackhole', () => {
    expect(gateway.ip).toContainEqual(expect.stringMatching(/^route add 10\.0\.0\.0\/16 dev a1-1 table \d+$/));
    expect(gateway.ip).toContainEqual(expect.stringMatching(/^route add 10\.1\.0\.0\/16 dev lo table \d+$/));
    expect(compile(model).dropPoints).toContainEqual(
      expect.objectContaining({ component: 'tgw-rtb-1', reason: 'the route 10.1.0.0/16 is a blackhole' }),
    );
  });

  test('translate one to one at an attachment', () => {
    expect(chainOf(gateway, 'sources')[1]).toContain('ip saddr set ip saddr & 0.0.255.255 | 100.64.0.0');
    expect(chainOf(gateway, 'destinations')[1]).toBe(
      'oifname "a2-2" ip daddr 100.64.0.0/16 ip daddr set ip daddr & 0.0.255.255 | 10.1.0.0 accept',
    );
    const ways = compile(model).entrances.find(({ component }) => component === 'eni-b')?.ways;
    expect(ways?.flatMap(({ addresses }) => addresses.map(({ ip }) => ip))).toEqual(['10.1.1.10', '100.64.1.10']);
  });

  test('have no way out of a zone without attachment', () => {
    const elsewhere = { ...model, subnets: model.subnets.map((each) => ({ ...each, availabilityZone: each.id })) };
    const moved = compile({
      ...elsewhere,
      subnets: [
        ...elsewhere.subnets,
        ...subnet(a, 'far', '10.0.2.0/24').subnets.map((each) => ({
          ...each,
          availabilityZone: 'az9',
          routeTableId: 'rtb-a',
        })),
      ],
      networkInterfaces: [...model.networkInterfaces, host(a, 'far', 'far', '10.0.2.10', ['sg-a'])],
    });
    expect(moved.dropPoints).toContainEqual(
      expect.objectContaining({ component: 'tgw-attach-a', reason: 'the attachment has no subnet in az9' }),
    );
  });
});

describe('what the lab cannot do', () => {
  test('is said, with whom it touches', () => {
    const half = compile({ ...peered, vpcs: [a] });
    expect(half.notModelled).toContainEqual({
      component: 'pcx-1',
      reason: 'one of its VPCs is not in the input',
      touches: ['vpc-a'],
    });
    expect(half.notModelled).toContainEqual(expect.objectContaining({ component: 'eni-b', touches: ['eni-b'] }));
    expect(compile(peered).notModelled).toEqual([]);
  });
});
