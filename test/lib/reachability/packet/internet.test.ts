import { allowAll, entry, host, merge, route, subnet, vpc } from '../../../../lib/reachability/aws-rules/networks';
import { decide } from '../../../../lib/reachability/decide';
import type { NetworkInterface, NetworkModel, Route } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import type { Question } from '../../../../lib/reachability/verdict';
import { type Answer, answer, blocked, to } from './ask';

const a = vpc('vpc-a', '10.0.0.0/16');
const reachable = 'reachable';
const toInternet = route('0.0.0.0/0', 'igw-1');
const internet: Partial<Question> = { from: 'internet' };
const ping: Partial<Question> = { protocol: 'icmp', port: undefined as never };

interface Given {
  readonly routes?: readonly Route[];
  readonly attached?: boolean;
  readonly publicIp?: string;
  /** Of the internet gateway. */
  readonly gateway?: readonly Route[];
  readonly appliance?: Partial<NetworkInterface>;
}

/** A server in a subnet of its own, a NAT gateway and an appliance in another, and a client in a third. */
function given({ routes = [toInternet], attached = true, publicIp, gateway, appliance = {} }: Given): NetworkModel {
  const local: Route = { ...route(a.cidrBlocks[0] ?? '', ''), target: { kind: 'local', id: a.id }, origin: 'local' };
  return merge(
    subnet(a, 'server', '10.0.0.0/24', routes),
    subnet(a, 'public', '10.0.1.0/24', [toInternet]),
    subnet(a, 'client', '10.0.2.0/24', [route('0.0.0.0/0', 'nat-1')]),
    {
      vpcs: [a],
      internetGateways: [{ id: 'igw-1', ...(attached && { vpcId: a.id }) }],
      routeTables: gateway
        ? [{ id: 'rtb-gateway', vpcId: a.id, main: false, routes: [local, ...gateway], gatewayIds: ['igw-1'] }]
        : [],
      natGateways: [
        {
          id: 'nat-1',
          vpcId: a.id,
          subnetId: 'subnet-public',
          connectivityType: 'public',
          networkInterfaceId: 'eni-nat',
        },
      ],
      securityGroups: [allowAll(a, 'all')],
      networkInterfaces: [
        host(a, 'server', 'server', '10.0.0.10', ['sg-all'], publicIp === undefined ? {} : { publicIp }),
        host(a, 'client', 'client', '10.0.2.10', ['sg-all']),
        host(a, 'public', 'appliance', '10.0.1.10', ['sg-all'], { publicIp: '198.51.100.3', ...appliance }),
        host(a, 'public', 'nat', '10.0.1.20', [], {
          publicIp: '198.51.100.2',
          owner: { kind: 'nat-gateway', id: 'nat-1' },
        }),
      ],
    },
  );
}

const publicIp = '198.51.100.1';

describe('a host of the internet', () => {
  test.each<[string, Given, string, Answer]>([
    ['reaches a public address', { publicIp }, 'eni-server', reachable],
    ['reaches it by the address', { publicIp }, publicIp, reachable],
    [
      'gets no answer from a subnet without a route to the internet gateway',
      { publicIp, routes: [] },
      publicIp,
      blocked('rtb-server'),
    ],
    [
      'gets none by a NAT gateway, which did not see it come',
      { publicIp, routes: [route('0.0.0.0/0', 'nat-1')] },
      publicIp,
      blocked('rtb-server'),
    ],
    ['does not get in without an internet gateway', { publicIp, attached: false }, publicIp, blocked(a.id)],
    ['does not reach a private address', {}, 'eni-server', blocked('internet')],
    ['does not reach a private address by itself', { publicIp }, '10.0.0.10', blocked('internet')],
    [
      'does not reach what has neither public address nor route',
      { routes: [] },
      'eni-server',
      blocked('internet', 'rtb-server'),
    ],
  ])('%s', (_what, changes, destination, expected) => {
    expect(answer(given(changes), to(destination, internet))).toEqual(expected);
  });
});

describe('hosts of the internet that a route or rule means in particular', () => {
  const exceptions = (model: NetworkModel) =>
    decide(new Network(model), to('eni-server', internet)).warnings.filter((text) =>
      text.startsWith('reachable from '),
    );
  const others = [toInternet, route('8.0.0.0/7', 'nat-1')];

  test('do not speak for the others', () => {
    expect(answer(given({ publicIp, routes: others }), to('eni-server', internet))).toBe(reachable);
    expect(answer(given({ publicIp, routes: [route('8.0.0.0/7', 'igw-1')] }), to('eni-server', internet))).toEqual(
      blocked('rtb-server'),
    );
  });

  test.each<[string, Given, readonly string[]]>([
    ['by a route', { publicIp, routes: [route('8.0.0.0/7', 'igw-1')] }, ['reachable from 8.0.0.0/7']],
    [
      'that begins where no hosts are',
      { publicIp, routes: [route('0.0.0.0/1', 'igw-1')] },
      ['reachable from 0.0.0.0/1'],
    ],
    ['by none', { publicIp, routes: [] }, []],
  ])('are told where only they get in: %s', (_what, changes, expected) => {
    expect(exceptions(given(changes))).toEqual(expected);
  });

  test('are told where only a network ACL lets them in', () => {
    const model = given({ publicIp });
    const entries = [entry(100, 'ingress', 'allow', '203.0.113.0/24'), entry(100, 'egress', 'allow', '0.0.0.0/0')];
    const filtered = {
      ...model,
      networkAcls: [{ id: 'acl-1', vpcId: a.id, entries }],
      subnets: model.subnets.map((one) => ({ ...one, networkAclId: 'acl-1' })),
    };
    expect(answer(filtered, to('eni-server', internet))).toEqual(blocked('acl-1'));
    expect(exceptions(filtered)).toEqual(['reachable from 203.0.113.0/24']);
  });

  test('are somebody even where they are everybody', () => {
    const routes = [route('0.0.0.0/1', 'igw-1'), route('128.0.0.0/1', 'igw-1')];
    expect(answer(given({ publicIp, routes }), to('eni-server', internet))).toBe(reachable);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
describe('a NAT gateway', () => {
  test.each<[string, string, Partial<Question>, Answer]>([
    ['takes a client out', '8.8.4.4', {}, reachable],
    ['lets its echo requests out', '8.8.4.4', ping, reachable],
    ['accepts nothing at its public address', '198.51.100.2', internet, blocked('nat-1')],
    ['answers no echo request there', '198.51.100.2', { ...internet, ...ping }, blocked('nat-1')],
    ['accepts nothing at its private address', '10.0.1.20', {}, blocked('nat-1')],
    ['answers no echo request there either', '10.0.1.20', ping, blocked('nat-1')],
    ['lets nobody in to whom it takes out', 'eni-client', internet, blocked('internet', 'rtb-client')],
  ])('%s', (_what, destination, question, expected) => {
    expect(answer(given({ publicIp }), to(destination, question))).toEqual(expected);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
describe('the route table of an internet gateway', () => {
  const toAppliance = [route('10.0.0.0/24', 'eni-appliance')];
  const unknown = { blockedBy: ['eni-appliance'], notModelled: ['eni-appliance'] };
  test.each<[string, Given, string, Answer]>([
    ['that is local only', { publicIp, gateway: [] }, publicIp, reachable],
    [
      'leads to an appliance that forwards',
      { publicIp, gateway: toAppliance, appliance: { sourceDestCheck: false } },
      publicIp,
      unknown,
    ],
    ['leads to one that checks its packets', { publicIp, gateway: toAppliance }, publicIp, blocked('eni-appliance')],
    ['leads other subnets there', { publicIp, gateway: [route('10.0.2.0/24', 'eni-appliance')] }, publicIp, reachable],
    [
      'leads to the appliance what is for it',
      { gateway: [route('10.0.1.0/24', 'eni-appliance')] },
      '198.51.100.3',
      reachable,
    ],
  ])('%s', (_what, changes, destination, expected) => {
    expect(answer(given(changes), to(destination, internet))).toEqual(expected);
  });

  test('is one half: replies by the appliance are unknown as well', () => {
    const model = given({
      publicIp,
      routes: [route('0.0.0.0/0', 'eni-appliance')],
      appliance: { sourceDestCheck: false },
    });
    expect(answer(model, to(publicIp, internet))).toEqual(unknown);
  });
});
