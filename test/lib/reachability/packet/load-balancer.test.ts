import { rule } from '../../../../lib/reachability/aws-rules/networks';
import { decide, isReachable } from '../../../../lib/reachability/decide';
import { Network } from '../../../../lib/reachability/network';
import { balanced, type Changes } from './balanced';

function ask(changes: Changes, to: { readonly componentId: string } | { readonly ip: string }, port = 80) {
  const network = new Network(balanced(changes));
  const question = { from: { networkInterfaceId: 'eni-client' }, to, protocol: 'tcp', port } as const;
  const { verdict, blockedBy, warnings } = decide(network, question);
  expect(isReachable(network, question)).toBe(verdict === 'reachable');
  return { verdict, blockedBy: [...new Set(blockedBy.map(({ component }) => component))], warnings: warnings.length };
}

const all = { componentId: 'nlb-1' };
const first = { ip: '10.0.1.5' };
const other = { ip: '10.0.2.5' };
const preserved = { group: { preserveClientIp: true } };
const clientOnly = [rule('10.0.1.10/32', 8080)];
const bySecurityGroup = [rule('sg-nlb', 8080)];
const reachable = { verdict: 'reachable', blockedBy: [], warnings: 0 };

test.each<[string, Changes, { readonly componentId: string } | { readonly ip: string }, object]>([
  ['everything in place', {}, all, reachable],
  ['a zone without a healthy target', { two: [] }, all, { verdict: 'reachable', blockedBy: [], warnings: 1 }],
  ['the address of that zone', { two: [] }, other, { verdict: 'blocked', blockedBy: ['sg-two'] }],
  [
    'that address, cross-zone',
    { two: [], loadBalancer: { crossZone: true } },
    other,
    { verdict: 'reachable', warnings: 1 },
  ],
  ['cross-zone by the group', { two: [], group: { crossZone: true } }, other, { verdict: 'reachable', warnings: 1 }],
  ['no healthy target at all', { one: [], two: [] }, all, { verdict: 'blocked', blockedBy: ['sg-one', 'sg-two'] }],
  ['a zone that is not enabled', { loadBalancer: { networkInterfaceIds: ['eni-node-one'] } }, first, reachable],
  ['its own group by reference', { one: bySecurityGroup, two: bySecurityGroup }, all, reachable],
  ['its group, client IP preserved', { ...preserved, one: bySecurityGroup }, first, reachable],
  [
    'a target that does not admit the preserved client',
    { ...preserved, one: [rule('10.0.1.5/32', 8080)] },
    first,
    { verdict: 'blocked', blockedBy: ['sg-one'] },
  ],
  [
    'a target that admits the client and not the health check',
    { ...preserved, one: clientOnly },
    first,
    { verdict: 'blocked', blockedBy: ['sg-one'] },
  ],
  ['no listener', { loadBalancer: { listeners: [] } }, first, { verdict: 'blocked', blockedBy: ['nlb-1'] }],
  ['no targets', { group: { targets: [] } }, first, { verdict: 'blocked', blockedBy: ['tg-1'] }],
  ['an unknown kind', { loadBalancer: { kind: 'unknown' } }, first, { verdict: 'blocked', blockedBy: ['nlb-1'] }],
])('a load balancer with %s', (_what, changes, to, expected) => {
  expect(ask(changes, to)).toMatchObject(expected);
});
