import fc from 'fast-check';
import { interfaceClasses, portClasses, workloadClasses } from '../../../lib/reachability/classes';
import { isReachable } from '../../../lib/reachability/decide';
import { generate } from '../../../lib/reachability/generate';
import type { NetworkModel } from '../../../lib/reachability/model';
import { Network } from '../../../lib/reachability/network';
import { question } from '../../../lib/reachability/questions';
import { randomNetwork } from './random-network';

describe('interface classes', () => {
  test('every member is answered as the first one, as a source, as a destination and to itself', () => {
    fc.assert(
      fc.property(randomNetwork(60), fc.constantFrom(22, 80, 443, 8080), (model, port) => {
        const network = new Network(model);
        const classes = workloadClasses(network);
        const ask = (from: string, to: string) => isReachable(network, question(from, to, { protocol: 'tcp', port }));
        const others = [...classes.map(({ members: [id = ''] }) => id), 'internet'];
        for (const { members } of classes) {
          const [first = '', second = ''] = members;
          for (const member of members.slice(1)) {
            const peer = member === second ? first : second;
            const told = [ask(member, member), ask(member, peer), ask(peer, member), ask(member, 'balancer')];
            const expected = [ask(first, first), ask(first, second), ask(first, second), ask(first, 'balancer')];
            expect([member, told]).toEqual([member, expected]);
            for (const other of others) {
              if (other === first) continue;
              expect([member, other, ask(other, member)]).toEqual([member, other, ask(other, first)]);
              expect([member, other, ask(member, other)]).toEqual([member, other, ask(first, other)]);
            }
          }
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  const base = generate({ seed: 1, vpcs: 1, interfaces: 40 });
  const [host] = base.networkInterfaces;
  if (host === undefined) throw new Error('no host');
  const id = host.id;
  const ip = host.addresses[0]?.privateIp ?? '';
  const alike = (model: NetworkModel) =>
    interfaceClasses(new Network(model)).find(({ members }) => members.includes(id))?.members.length ?? 0;
  const changed = (change: Partial<typeof host>): NetworkModel => ({
    ...base,
    networkInterfaces: [{ ...host, ...change }, ...base.networkInterfaces.slice(1)],
  });
  const entry = { ruleNumber: 1, egress: false, action: 'deny', protocol: '-1', cidr: `${ip}/32` } as const;

  test('hosts of one subnet and one group are alike', () => {
    expect(alike(base)).toBeGreaterThan(1);
  });

  test.each<[string, NetworkModel]>([
    ['another group', changed({ securityGroupIds: ['sg-other'] })],
    ['no source/destination check', changed({ sourceDestCheck: false })],
    ['a public address', changed({ addresses: [{ privateIp: ip, publicIp: '3.3.3.3' }] })],
    ['a second address', changed({ addresses: [{ privateIp: ip }, { privateIp: '10.0.15.200' }] })],
    ['another kind of owner', changed({ owner: { kind: 'database', id: 'db-1' } })],
    ['a network ACL that names its address', { ...base, networkAcls: [{ id: 'a', vpcId: 'vpc-0', entries: [entry] }] }],
    [
      'a target group that holds it',
      {
        ...base,
        targetGroups: [
          { id: 't', targetType: 'ip', port: 80, preserveClientIp: false, targets: [{ to: { ip }, port: 80 }] },
        ],
      },
    ],
    [
      'something that is not modelled and touches it',
      { ...base, notModelled: [{ id: 'x', type: 't', reason: 'r', touches: [id] }] },
    ],
  ])('%s sets a host apart', (_, model) => {
    expect(alike(model)).toBe(1);
  });

  test('a rule behind the NAT of an attachment tells hosts apart by what they are translated to', () => {
    const attachments = base.transitGatewayAttachments.map((attachment) => ({
      ...attachment,
      natRules: [{ matchSourceCidr: '10.0.0.0/16', natCidr: '100.64.0.0/16' }],
    }));
    const networkAcls = [
      { id: 'a', vpcId: 'vpc-0', entries: [{ ...entry, cidr: `${ip.replace('10.0.', '100.64.')}/32` }] },
    ];
    expect(alike({ ...base, networkAcls })).toBeGreaterThan(1);
    expect(alike({ ...base, networkAcls, transitGatewayAttachments: attachments })).toBe(1);
  });
});

describe('port classes', () => {
  test('are 1 to 65535 without gap or overlap, and no range of the model begins or ends inside one', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 65_535 }))
      .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const base = generate({ seed: 1, vpcs: 1, interfaces: 1 });
        const ingress = ranges.map((ports) => ({ protocol: 'tcp', ports, peer: { cidr: '0.0.0.0/0' } }) as const);
        const group = { id: 'sg-x', vpcId: 'vpc-0', ingress, egress: [] };
        const classes = portClasses(new Network({ ...base, securityGroups: [group] }));
        expect(classes[0]?.from).toBe(1);
        expect(classes.at(-1)?.to).toBe(65_535);
        for (const [index, one] of classes.entries()) {
          expect(one.to).toBeGreaterThanOrEqual(one.from);
          if (index > 0) expect(one.from).toBe((classes[index - 1]?.to ?? 0) + 1);
          for (const { from, to } of ranges) {
            const inside = one.from >= from && one.to <= to;
            expect(inside || one.to < from || one.from > to).toBe(true);
          }
        }
      }),
    );
  });
});
