import fc from 'fast-check';
import {
  allowAll,
  attachment,
  host,
  merge,
  route,
  rule,
  securityGroup,
  subnet,
  transitGateway,
  transitRoute,
  vpc,
} from '../../../lib/reachability/aws-rules/networks';
import { decide, isExposed, isReachable } from '../../../lib/reachability/decide';
import { difference } from '../../../lib/reachability/difference';
import { exposed } from '../../../lib/reachability/exposed';
import type { NetworkModel } from '../../../lib/reachability/model';
import { Network } from '../../../lib/reachability/network';
import type { Destination, Question } from '../../../lib/reachability/verdict';
import { balanced, type Changes } from './packet/balanced';
import { randomNetwork } from './random-network';
import { latticeNetwork } from './services/lattice-network';

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');
const both = { targets: true, always: true };
const somebody = { targets: true, always: false };
const nobody = { targets: false, always: false };
const to80 = (to: Destination, from: Question['from'] = { networkInterfaceId: 'eni-client' }): Question => ({
  from,
  to,
  protocol: 'tcp',
  port: 80,
});

function asked(model: NetworkModel, question: Question) {
  const network = new Network(model);
  const always = isReachable(network, question);
  expect(decide(network, question).verdict === 'reachable').toBe(always);
  return { targets: isExposed(network, question), always };
}

const open = [rule('0.0.0.0/0', 8080)];
const notTheClient = [rule('10.0.1.5/32', 8080), rule('10.0.2.5/32', 8080)];
const preserved = { group: { preserveClientIp: true } };

describe('a client whom a load balancer hands to one of two targets', () => {
  test.each<[string, Changes, Destination, object]>([
    ['both targets admit', { ...preserved, one: open, two: open }, { componentId: 'nlb-1' }, both],
    [
      'only the first target admits',
      { ...preserved, one: open, two: notTheClient },
      { componentId: 'nlb-1' },
      somebody,
    ],
    [
      'only the second target admits',
      { ...preserved, one: notTheClient, two: open },
      { componentId: 'nlb-1' },
      somebody,
    ],
    ['only the other zone admits, by this zone', { ...preserved, one: notTheClient }, { ip: '10.0.1.5' }, nobody],
    ['no target admits', { ...preserved, one: notTheClient, two: notTheClient }, { componentId: 'nlb-1' }, nobody],
    ['every target hides and refuses the health check of', { one: [], two: [] }, { componentId: 'nlb-1' }, nobody],
    [
      'every target admits, and not the health check, so that it fails open',
      { ...preserved, one: [rule('10.0.1.10/32', 8080)], two: [] },
      { componentId: 'nlb-1' },
      somebody,
    ],
  ])('%s', (_what, changes, to, expected) => {
    expect(asked(balanced(changes), to80(to))).toEqual(expected);
  });

  test('is part of what is exposed and of what a change opens', () => {
    const [leaking, closed] = [open, notTheClient].map(
      (one) => new Network(balanced({ ...preserved, one, two: notTheClient })),
    );
    if (!leaking || !closed) throw new Error('two networks');
    const through = exposed(leaking, 'eni-target-one').throughDoors;
    expect(through).toContainEqual(
      expect.objectContaining({ sources: expect.arrayContaining(['eni-client']), destination: 'nlb-1' }),
    );
    expect(exposed(closed, 'eni-target-one').throughDoors).toEqual([]);
    expect(difference(closed, leaking).opened).toContainEqual(
      expect.objectContaining({ destination: 'nlb-1', ports: { from: 80, to: 80 } }),
    );
  });
});

test.each([
  ['some hosts of the internet', '203.0.113.0/24', somebody],
  ['all hosts of the internet', '0.0.0.0/0', both],
  ['none of them', '10.0.0.0/8', nobody],
])('a group that admits %s', (_what, peer, expected) => {
  const model = merge(subnet(a, 'a', '10.0.0.0/24', [route('0.0.0.0/0', 'igw-1')]), {
    vpcs: [a],
    internetGateways: [{ id: 'igw-1', vpcId: a.id }],
    securityGroups: [securityGroup(a, 'server', [rule(peer, 80)])],
    networkInterfaces: [host(a, 'a', 'server', '10.0.0.10', ['sg-server'], { publicIp: '198.51.100.1' })],
  });
  expect(asked(model, to80({ componentId: 'eni-server' }, 'internet'))).toEqual(expected);
});

test.each([
  ['one of two zones', '10.9.0.0/16', somebody],
  ['either zone', '10.1.0.0/16', both],
])('a transit gateway in appliance mode that finds a way by %s', (_what, firstZone, expected) => {
  const { resource, ...rest } = attachment(b, 'b', ['b-one', 'b-two']);
  const appliance = resource.kind === 'vpc' ? { ...resource, applianceMode: true } : resource;
  const acl = { id: 'acl-1', vpcId: b.id };
  const all = { ruleNumber: 1, action: 'allow', protocol: '-1' } as const;
  const model = merge(
    subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', 'tgw-1')]),
    subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', 'tgw-1')]),
    subnet(b, 'b-one', '10.1.1.0/24', [], { networkAclId: 'acl-1' }),
    subnet(b, 'b-two', '10.1.2.0/24', [], { availabilityZone: 'use1-az2' }),
    transitGateway(transitRoute('10.0.0.0/16', 'a'), transitRoute('10.1.0.0/16', 'b')),
    {
      vpcs: [a, b],
      networkAcls: [
        {
          ...acl,
          entries: [
            { ...all, egress: true, cidr: firstZone },
            { ...all, egress: false, cidr: '0.0.0.0/0' },
          ],
        },
      ],
      securityGroups: [allowAll(a, 'a'), allowAll(b, 'b')],
      networkInterfaces: [host(a, 'a', 'client', '10.0.0.10', ['sg-a']), host(b, 'b', 'server', '10.1.0.10', ['sg-b'])],
      transitGatewayAttachments: [attachment(a, 'a', ['a']), { ...rest, resource: appliance }],
    },
  );
  expect(asked(model, to80({ componentId: 'eni-server' }))).toEqual(expected);
});

describe('a service that hands connections on by several target groups', () => {
  const target = { to: { ip: '10.0.1.10' }, port: 8080 };
  const group = { targetType: 'ip', vpcId: 'Provider', port: 8080, preserveClientIp: false } as const;
  test.each([
    ['both with a target', [target], both],
    ['one of them empty', [], somebody],
    ['one of them that refuses', [{ ...target, port: 81 }], somebody],
  ])('%s', (_what, targets, expected) => {
    const model = latticeNetwork();
    const listeners = [{ protocols: ['tcp'], port: 80, targetGroupIds: ['targets', 'second'] }] as const;
    const changed = {
      ...model,
      targetGroups: [...model.targetGroups, { ...group, id: 'second', targets }],
      latticeServices: model.latticeServices.map((service) => ({ ...service, listeners })),
    };
    expect(asked(changed, to80({ componentId: 'svc' }, { networkInterfaceId: 'client' }))).toEqual(expected);
  });
});

test('what a transit gateway sends round and round ends', () => {
  const zones = ['one', 'two', 'three'];
  const { resource, ...rest } = attachment(b, 'b', zones);
  const model = merge(
    subnet(a, 'a', '10.0.0.0/24', [route('0.0.0.0/0', 'tgw-1')]),
    ...zones.map((zone, index) =>
      subnet(b, zone, `10.1.${index}.0/24`, [route('0.0.0.0/0', 'tgw-1')], { availabilityZone: zone }),
    ),
    transitGateway(transitRoute('0.0.0.0/0', 'b')),
    {
      vpcs: [a, b],
      securityGroups: [allowAll(a, 'a')],
      networkInterfaces: [host(a, 'a', 'client', '10.0.0.10', ['sg-a'])],
      transitGatewayAttachments: [
        attachment(a, 'a', ['a']),
        { ...rest, resource: resource.kind === 'vpc' ? { ...resource, applianceMode: true } : resource },
      ],
    },
  );
  expect(asked(model, to80({ ip: '10.9.0.1' }))).toEqual(nobody);
});

test('whatever is reachable is exposed', () => {
  fc.assert(
    fc.property(randomNetwork(12), fc.nat(), fc.nat(), fc.constantFrom(22, 80, 443), (model, one, other, port) => {
      const network = new Network(model);
      const ids = [...model.networkInterfaces, ...model.loadBalancers].map(({ id }) => id);
      const from = model.networkInterfaces[one % model.networkInterfaces.length];
      const to = ids[other % ids.length];
      if (!from || to === undefined) return;
      const question = to80({ componentId: to }, { networkInterfaceId: from.id });
      const each = { ...question, port };
      expect(isReachable(network, each) && !isExposed(network, each)).toBe(false);
      const byEverybody = { ...each, from: 'internet' as const };
      expect(isReachable(network, byEverybody) && !isExposed(network, byEverybody)).toBe(false);
    }),
  );
});
