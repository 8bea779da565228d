import { answer } from '../../../lib/reachability/answer';
import { decideCases } from '../../../lib/reachability/cases';
import { InputError } from '../../../lib/reachability/input-error';
import { Network } from '../../../lib/reachability/network';
import { peered } from './two-vpcs';

const network = new Network(peered);
const good = { id: 'a', from: { ip: '10.0.0.10' }, to: { ip: '10.1.0.10' }, protocol: 'tcp', port: 80 };
const decided = (...cases: readonly unknown[]) => [
  ...decideCases(network, cases.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')),
];

describe('cases', () => {
  test('are answered in order, by address or id, with the keys that were promised', () => {
    const byId = { ...good, id: 'b', from: { id: 'eni-two' }, to: { id: 'eni-server' }, port: 81, expected: 'blocked' };
    const ping = { ...good, id: 3, protocol: 'icmp', port: null };
    const outside = { ...good, id: 'd', from: { ip: '8.8.8.8', kind: 'internet' } };
    const results = decided(good, '', byId, ping, `${JSON.stringify(outside)}\r`);
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'reachable'],
      ['b', 'blocked'],
      ['3', 'blocked'],
      ['d', 'blocked'],
    ]);
    expect(decided({ ...good, protocol: 'TCP', port: '80' })).toEqual(decided(good));
    const keys = ['id', 'verdict', 'notModelled', 'forward', 'return', 'blockedBy'];
    for (const result of results) expect(Object.keys(result)).toEqual(keys);
    expect(results[0]?.forward).not.toEqual([]);
    expect(results[1]?.blockedBy).toContainEqual(expect.objectContaining({ component: 'sg-server' }));
  });

  test.each<[string, unknown, RegExp]>([
    ['is not JSON', '{', /^case in line 2: not JSON$/],
    ['is no object', 'null', /^case in line 2: no id$/],
    ['has no id', { ...good, id: undefined }, /^case in line 2: no id$/],
    ['says not from where', { ...good, from: {} }, /^case a \(line 2\): from has neither ip nor id$/],
    ['says not where to', { ...good, to: 'eni-one' }, /^case a \(line 2\): to has neither ip nor id$/],
    ['has an unknown protocol', { ...good, protocol: 'sctp' }, /^case a \(line 2\): unknown protocol "sctp"/],
    ['has no protocol', { ...good, protocol: undefined }, /^case a \(line 2\): unknown protocol;/],
    ['has no port', { ...good, port: undefined }, /^case a \(line 2\): tcp needs a port$/],
    ['has a port too large', { ...good, port: 65_536 }, /^case a \(line 2\): port 65536 is not one of 1 to 65535$/],
    ['has a port that is none', { ...good, port: 'http' }, /^case a \(line 2\): port "http" is not one/],
    ['names nobody', { ...good, to: { id: 'eni-nobody' } }, /^case a \(line 2\): .*eni-nobody/],
  ])('a case that %s is told in one line', (_, wrong, message) => {
    expect(() => decided(good, wrong)).toThrow(InputError);
    expect(() => decided(good, wrong)).toThrow(message);
    expect(() => decided(good, wrong)).toThrow(/^[^\n]*$/);
  });
});

describe('the answer of several', () => {
  const one = { networkInterfaceId: 'eni-one' };
  const two = { networkInterfaceId: 'eni-two' };
  const to = [{ componentId: 'eni-server' }];
  const what = { protocol: 'tcp', port: 80 } as const;

  test('is reachable only if all pairs are', () => {
    expect(answer(network, [one, two], to, what).verdict).toBe('reachable');
    const outside = answer(network, [one, 'internet'], to, what);
    expect(outside.pairs.map(({ verdict }) => verdict.verdict)).toEqual(['reachable', 'blocked']);
    expect(outside.verdict).toBe('blocked');
    expect(outside.blockedBy).toEqual(outside.pairs[1]?.verdict.blockedBy);
  });

  test('is never yes for nobody', () => {
    expect(answer(network, [], to, what).verdict).toBe('blocked');
  });
});
