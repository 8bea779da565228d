import { ask, isBlocked, type RuleCase, reaches } from './rule-case';
import { acl, group, host, rule, subnet, topology, vpc } from './topology';

/** Hosts a and same in one subnet, host b in another. */
function inOneVpc(options: { readonly entries?: readonly string[]; readonly b?: readonly string[] }) {
  const { entries, b } = options;
  return topology(
    vpc('A', '10.0.0.0/16'),
    subnet('A1', 'A', '10.0.1.0/24', entries ? { acl: 'acl-A1' } : {}),
    subnet('A2', 'A', '10.0.2.0/24'),
    acl('acl-A1', 'A', ...(entries ?? [])),
    host('a', ['A', 'A1', '10.0.1.10']),
    host('same', ['A', 'A1', '10.0.1.11']),
    host('b', ['A', 'A2', '10.0.2.10'], b),
  );
}

/** Host a has no inbound rule, host b no outbound one, host mute no rule at all. */
function stateful(toB: boolean) {
  return topology(
    inOneVpc({ b: ['sg-b'] }),
    host('asking', ['A', 'A1', '10.0.1.20'], ['sg-asking']),
    host('mute', ['A', 'A1', '10.0.1.30'], ['sg-mute']),
    group('sg-asking', 'A', { egress: [rule('0.0.0.0/0')] }),
    group('sg-b', 'A', { ingress: toB ? [rule('sg-asking')] : [] }),
    group('sg-mute', 'A', {}),
  );
}

/** Host b is the client and host a the web server behind the ACL. */
const toWeb = (...entries: readonly string[]) => inOneVpc({ entries });

const noDns = ['in deny 0.0.0.0/0 udp 53', 'out deny 0.0.0.0/0 udp 53', 'in allow 0.0.0.0/0', 'out allow 0.0.0.0/0'];

export const filterRules: readonly RuleCase[] = [
  {
    id: 'awsdoc/sg/stateful-reply',
    expected: reaches(stateful(true), 'asking', 'b'),
    twin: isBlocked(stateful(false), ask('asking', 'b'), ['sg-b'], 'forward'),
  },
  {
    id: 'awsdoc/sg/dns-unfiltered',
    expected: reaches(stateful(true), 'mute', '10.0.0.2', 'udp', 53),
    twin: isBlocked(stateful(true), ask('mute', 'a', 'udp', 53), ['sg-mute'], 'forward'),
  },
  {
    id: 'awsdoc/nacl/intra-subnet',
    expected: reaches(inOneVpc({ entries: ['in deny 0.0.0.0/0', 'out deny 0.0.0.0/0'] }), 'a', 'same'),
    twin: isBlocked(
      inOneVpc({ entries: ['in allow 0.0.0.0/0', 'out deny 0.0.0.0/0'] }),
      ask('a', 'b'),
      ['acl-A1'],
      'forward',
    ),
  },
  {
    id: 'awsdoc/nacl/stateless-reply',
    expected: isBlocked(toWeb('in allow 0.0.0.0/0 tcp 80'), ask('b', 'a'), ['acl-A1'], 'return'),
    twin: reaches(toWeb('in allow 0.0.0.0/0 tcp 80', 'out allow 0.0.0.0/0 tcp 32768-60999'), 'b', 'a'),
  },
  {
    id: 'awsdoc/nacl/order',
    expected: isBlocked(
      toWeb('in deny 0.0.0.0/0 tcp 80', 'in allow 0.0.0.0/0 tcp 80', 'out allow 0.0.0.0/0'),
      ask('b', 'a'),
      ['acl-A1'],
      'forward',
    ),
    twin: reaches(toWeb('in allow 0.0.0.0/0 tcp 80', 'in deny 0.0.0.0/0 tcp 80', 'out allow 0.0.0.0/0'), 'b', 'a'),
  },
  {
    id: 'awsdoc/nacl/resolver',
    expected: reaches(toWeb(...noDns), 'a', '10.0.0.2', 'udp', 53),
    twin: isBlocked(toWeb(...noDns), ask('a', 'b', 'udp', 53), ['acl-A1'], 'forward'),
  },
];
