import {
  allowAll,
  host,
  merge,
  rule,
  securityGroup,
  subnet,
  vpc,
} from '../../../../lib/reachability/aws-rules/networks';
import type { NetworkModel, SecurityGroup, SecurityGroupRule } from '../../../../lib/reachability/model';
import { type Answer, answer, blocked, to } from './ask';

const shared = vpc('vpc-shared', '10.0.0.0/16');
const by = (account: string, group: SecurityGroup): SecurityGroup => ({ ...group, account });
const [one, other] = ['222222222222', '333333333333'];
const reachable = 'reachable';

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html */
describe('participants of a shared VPC', () => {
  function given(ingress: readonly SecurityGroupRule[], egress = [rule('0.0.0.0/0')]): NetworkModel {
    return merge(subnet(shared, 'one', '10.0.0.0/24'), subnet(shared, 'other', '10.0.1.0/24'), {
      vpcs: [shared],
      securityGroups: [
        by(one, securityGroup(shared, 'client', [], egress)),
        by(other, securityGroup(shared, 'server', ingress)),
        by(other, allowAll(shared, 'third')),
      ],
      networkInterfaces: [
        host(shared, 'one', 'client', '10.0.0.10', ['sg-client'], { account: one }),
        host(shared, 'other', 'server', '10.0.1.10', ['sg-server'], { account: other }),
      ],
    });
  }

  test.each<[string, NetworkModel, Answer]>([
    ['reach each other by address', given([rule('10.0.0.0/24', 80)]), reachable],
    ['refer to each other’s groups', given([rule('sg-client', 80)]), reachable],
    [
      'refer to each other’s groups on the way out',
      given([rule('10.0.0.0/24', 80)], [rule('sg-server', 80)]),
      reachable,
    ],
    ['are not a group of their account', given([rule('sg-third', 80)]), blocked('sg-server')],
    ['are kept apart by their groups', given([rule('10.9.0.0/24', 80)]), blocked('sg-server')],
  ])('%s', (_what, model, expected) => {
    expect(answer(model, to('eni-server'))).toEqual(expected);
  });
});

describe('an instance with two interfaces', () => {
  const instance = { kind: 'instance', id: 'i-two' } as const;
  function given(second: readonly SecurityGroupRule[]): NetworkModel {
    return merge(subnet(shared, 'one', '10.0.0.0/24'), subnet(shared, 'other', '10.0.1.0/24'), {
      vpcs: [shared],
      securityGroups: [
        allowAll(shared, 'client'),
        securityGroup(shared, 'first', [rule('0.0.0.0/0', 80)]),
        securityGroup(shared, 'second', second),
      ],
      networkInterfaces: [
        host(shared, 'one', 'client', '10.0.0.10', ['sg-client']),
        host(shared, 'one', 'first', '10.0.0.20', ['sg-first'], { owner: instance }),
        host(shared, 'other', 'second', '10.0.1.20', ['sg-second'], { owner: instance }),
      ],
    });
  }

  test.each<[string, readonly SecurityGroupRule[], string, Answer]>([
    ['is reached by the one that admits', [], 'eni-first', reachable],
    ['is not reached by the one that does not', [], 'eni-second', blocked('sg-second')],
    ['is reached by both', [rule('10.0.0.10/32', 80)], 'eni-second', reachable],
  ])('%s', (_what, second, destination, expected) => {
    expect(answer(given(second), to(destination))).toEqual(expected);
  });

  test('needs no network to talk to itself, but has to say who it is to others', () => {
    const from = { networkInterfaceId: 'eni-first' };
    expect(answer(given([]), to('10.0.1.20', { from }))).toBe(reachable);
    expect(answer(given([]), to('10.0.1.20'))).toEqual(blocked('sg-second'));
  });
});
