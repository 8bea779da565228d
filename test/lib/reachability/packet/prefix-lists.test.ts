import { host, merge, route, rule, securityGroup, subnet, vpc } from '../../../../lib/reachability/aws-rules/networks';
import { decide, isExposed, isReachable, isReachableFromHost } from '../../../../lib/reachability/decide';
import type { PrefixList, Route, SecurityGroupRule, VpcEndpoint } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import type { Question } from '../../../../lib/reachability/verdict';

const a = vpc('vpc-a', '10.0.0.0/16');
const s3: PrefixList = { id: 'pl-s3', prefixListName: 'com.amazonaws.us-east-1.s3', cidrs: undefined };
const own: PrefixList = { id: 'pl-own', prefixListName: 'partners', cidrs: undefined };
const known = { ...own, cidrs: ['203.0.113.0/24', '10.9.0.0/16'] };
const everything = [rule('0.0.0.0/0')];
const endpoint: VpcEndpoint = {
  id: 'vpce-1',
  kind: 'Gateway',
  vpcId: a.id,
  state: 'available',
  serviceName: s3.prefixListName,
  networkInterfaceIds: [],
  routeTableIds: ['rtb-a'],
  prefixListId: s3.id,
  privateDnsEnabled: false,
};

interface Given {
  readonly lists?: readonly PrefixList[];
  readonly routes?: readonly Route[];
  readonly egress?: readonly SecurityGroupRule[];
  readonly ingress?: readonly SecurityGroupRule[];
}

/** A host with a public address and a way out, and a gateway endpoint of S3. */
function ask({ lists = [s3], routes = [], egress = everything, ingress = [] }: Given, question: Partial<Question>) {
  const model = merge(subnet(a, 'a', '10.0.0.0/24', [route('0.0.0.0/0', 'igw-1'), ...routes]), {
    vpcs: [a],
    internetGateways: [{ id: 'igw-1', vpcId: a.id }],
    prefixLists: lists,
    vpcEndpoints: [endpoint],
    securityGroups: [securityGroup(a, 'a', ingress, egress)],
    networkInterfaces: [
      host(a, 'a', 'one', '10.0.0.10', ['sg-a'], { publicIp: '198.51.100.1' }),
      host(a, 'a', 'two', '10.0.0.11', ['sg-a'], { publicIp: '198.51.100.2' }),
    ],
  });
  const network = new Network(model);
  const whole: Question = {
    from: { networkInterfaceId: 'eni-one' },
    to: { ip: '52.216.1.1' },
    protocol: 'tcp',
    port: 443,
    ...question,
  };
  const { verdict, notModelled, warnings } = decide(network, whole);
  expect(isReachable(network, whole)).toBe(verdict === 'reachable');
  return { verdict, notModelled: notModelled.map(({ component }) => component), warnings, network, whole };
}

const byS3 = [route({ prefixListId: 'pl-s3' }, 'vpce-1')];
const byOwn = [route({ prefixListId: 'pl-own' }, 'pcx-1')];
const reachable = { verdict: 'reachable', notModelled: [] };
const doubted = (list: string) => ({ verdict: 'reachable', notModelled: [list] });

describe('a route by a prefix list', () => {
  test.each<[string, Given, Question['to'], object]>([
    ['of AWS, to a public address', { routes: byS3 }, { ip: '52.216.1.1' }, doubted('pl-s3')],
    [
      'of AWS whose content is known',
      { routes: byS3, lists: [{ ...s3, cidrs: ['3.5.0.0/19'] }] },
      { ip: '52.216.1.1' },
      reachable,
    ],
    ['of AWS in no route', {}, { ip: '52.216.1.1' }, reachable],
    ['of AWS, to any host of the internet', { routes: byS3 }, 'internet', reachable],
    ['of AWS, to the gateway endpoint itself', { routes: byS3 }, { componentId: 'vpce-1' }, reachable],
    ['of one’s own, to a public address', { routes: byOwn, lists: [own] }, { ip: '52.216.1.1' }, doubted('pl-own')],
    ['of one’s own whose content is known', { routes: byOwn, lists: [known] }, { ip: '52.216.1.1' }, reachable],
    [
      'of one’s own that leads elsewhere',
      { routes: byOwn, lists: [known] },
      { ip: '203.0.113.1' },
      { verdict: 'blocked', notModelled: ['pcx-1'] },
    ],
    [
      'of one’s own, to a private address',
      { routes: byOwn, lists: [own] },
      { ip: '10.9.0.1' },
      { verdict: 'blocked', notModelled: ['pl-own'] },
    ],
    [
      'of one’s own, to a private address that it does not hold',
      { routes: byOwn, lists: [known] },
      { ip: '10.8.0.1' },
      { verdict: 'blocked', notModelled: [] },
    ],
  ])('%s', (_what, given, to, expected) => {
    expect(ask(given, { to })).toMatchObject(expected);
  });
});

describe('a security group rule by a prefix list', () => {
  const blocked = (...notModelled: readonly string[]) => ({ verdict: 'blocked', notModelled });
  test.each<[string, Given, Question['to'], object]>([
    ['of AWS decides', { egress: [rule('pl-s3', 443)] }, { ip: '52.216.1.1' }, blocked('pl-s3')],
    ['of AWS on another port', { egress: [rule('pl-s3', 80)] }, { ip: '52.216.1.1' }, blocked()],
    [
      'of AWS beside one that allows',
      { egress: [rule('pl-s3', 443), rule('52.0.0.0/8')] },
      { ip: '52.216.1.1' },
      reachable,
    ],
    ['of AWS, to any host of the internet', { egress: [rule('pl-s3', 443)] }, 'internet', blocked()],
    ['of AWS, to its endpoint', { egress: [rule('pl-s3', 443)], routes: byS3 }, { componentId: 'vpce-1' }, reachable],
    ['of one’s own decides', { egress: [rule('pl-own', 443)], lists: [own] }, { ip: '10.0.0.11' }, blocked('pl-own')],
    ['of one’s own that is known', { egress: [rule('pl-own', 443)], lists: [known] }, { ip: '203.0.113.9' }, reachable],
  ])('%s', (_what, given, to, expected) => {
    expect(ask(given, { to })).toMatchObject(expected);
  });

  test.each([
    ['pl-s3', [s3], ['reachable from com.amazonaws.us-east-1.s3'], true],
    ['pl-own', [known], ['reachable from 203.0.113.0/24'], true],
    ['10.9.0.0/16', [known], [], false],
  ])('lets a part of the internet in: %s', (peer, lists, warnings, leaks) => {
    const given = { ingress: [rule(peer, 443)], lists };
    const { network, whole, ...answer } = ask(given, { from: 'internet', to: { componentId: 'eni-one' } });
    expect(answer).toMatchObject({ verdict: 'blocked', warnings });
    expect(isExposed(network, whole)).toBe(leaks);
  });
});

test('a list of AWS is one by its name, whatever ids it goes by', () => {
  const looked = { ...s3, id: 'pl-looked-up' };
  const toGateway = { to: { componentId: 'vpce-1' } };
  const other = { ...looked, prefixListName: 'com.amazonaws.us-east-1.dynamodb' };
  const egress = [rule('pl-looked-up')];
  expect(ask({ routes: byS3, lists: [s3, looked], egress }, toGateway).verdict).toBe('reachable');
  expect(ask({ routes: byS3, lists: [s3, other], egress }, toGateway).verdict).toBe('blocked');
});

test.each([
  ['203.0.113.7', true],
  ['203.0.114.0', false],
  ['198.51.100.9', false],
])('of a rule for a prefix list the host %s is meant: %s', (address, admitted) => {
  const { network, whole } = ask(
    { lists: [known], ingress: [rule('pl-own')] },
    { from: 'internet', to: { componentId: 'eni-two' } },
  );
  expect(isReachableFromHost(network, address, whole)).toBe(admitted);
  expect(isReachable(network, whole)).toBe(false);
});
