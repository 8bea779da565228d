import { ask } from '../../../../lib/reachability/aws-rules/rule-case';
import { acl } from '../../../../lib/reachability/aws-rules/topology';
import { decide } from '../../../../lib/reachability/decide';
import { Network } from '../../../../lib/reachability/network';
import { onward } from '../../../../lib/reachability/services/onward';
import { type Changes, latticeNetwork } from './lattice-network';

const allowAll = { Effect: 'Allow', Principal: '*', Action: 'vpc-lattice-svcs:Invoke', Resource: '*' };

function verdictOf(changes: Changes, from = 'client', port = 80) {
  const { verdict, blockedBy, notModelled, warnings } = decide(
    new Network(latticeNetwork(changes)),
    ask(from, 'svc', 'tcp', port),
  );
  return { verdict, blockedBy: [...new Set(blockedBy.map(({ component }) => component))], notModelled, warnings };
}

describe('a service of VPC Lattice in another account', () => {
  test('is reached where everything is in place', () => {
    expect(verdictOf({})).toEqual({ verdict: 'reachable', blockedBy: [], notModelled: [], warnings: [] });
  });

  test.each<[string, Changes, string[]]>([
    ['no association of the VPC', { association: { vpcId: 'Provider' } }, ['Consumer']],
    ['a service that is not of the service network', { serviceNetwork: { serviceAssociations: [] } }, ['sn']],
    [
      'an association whose security group admits others',
      { association: { securityGroupIds: ['sg-target'] } },
      ['sg-target'],
    ],
    ['a share for somebody else', { share: { principals: ['333333333333'] } }, ['share']],
    ['no share', { model: { resourceShares: [] } }, ['sn']],
    ['a target that does not admit Lattice', { targetPeer: '10.0.0.0/16' }, ['sg-target']],
    ['a target that admits another prefix list', { targetPeer: 'pl-mine' }, ['sg-target']],
    ['a client that may not leave to Lattice', { clientPeer: '10.0.0.0/16' }, ['sg-client']],
    ['an auth policy without a statement', { service: { authType: 'AWS_IAM' } }, ['svc']],
    [
      'a service network that denies',
      {
        serviceNetwork: { authType: 'AWS_IAM', authPolicy: { Statement: [allowAll, { ...allowAll, Effect: 'Deny' }] } },
      },
      ['sn'],
    ],
    [
      'a listener without a target group',
      { service: { listeners: [{ protocols: ['tcp'], port: 80, targetGroupIds: [] }] } },
      ['svc'],
    ],
    ['several of them', { targetPeer: 'pl-mine', share: { principals: [] } }, ['sg-target', 'share']],
  ])('is blocked by %s', (_what, changes, blockedBy) => {
    const verdict = verdictOf(changes);
    expect(verdict).toMatchObject({ verdict: 'blocked', notModelled: [] });
    expect(verdict.blockedBy.toSorted()).toEqual(blockedBy);
  });

  test.each<[string, Changes, string]>([
    ['the range of Lattice at the target', { targetPeer: '169.254.171.0/24' }, 'client'],
    ['the range of Lattice at the client', { clientPeer: '169.254.171.0/24' }, 'client'],
    ['an association without security groups', { association: { securityGroupIds: [] } }, 'other'],
    ['a share for a role', { share: { principals: ['arn:aws:iam::222222222222:role/deployer'] } }, 'client'],
  ])('is reached with %s', (_what, changes, from) => {
    expect(verdictOf(changes, from)).toMatchObject({ verdict: 'reachable', blockedBy: [] });
  });

  test('is not reached by another host of the VPC, as the association does not admit it', () => {
    expect(verdictOf({}, 'other')).toMatchObject({ verdict: 'blocked', blockedBy: ['sg-association'] });
  });

  test('has no listener on another port', () => {
    expect(verdictOf({ clientPeer: '0.0.0.0/0' }, 'client', 443).blockedBy).toContain('svc');
  });

  test('a share with an organization is not judged', () => {
    const share = { principals: ['arn:aws:organizations::111111111111:organization/o-1'] };
    expect(verdictOf({ share })).toMatchObject({ verdict: 'reachable', notModelled: [{ component: 'share' }] });
  });

  test('a signed caller is asked for by a warning', () => {
    const Principal = { AWS: 'arn:aws:iam::222222222222:root' };
    const service = { authType: 'AWS_IAM', authPolicy: { Statement: [{ ...allowAll, Principal }] } } as const;
    expect(verdictOf({ service })).toMatchObject({
      verdict: 'reachable',
      warnings: [/signed/].map(expect.stringMatching),
    });
  });

  test('the network ACL of the target holds for Lattice, also for its reply', () => {
    const model = latticeNetwork();
    const subnets = model.subnets.map((one) => (one.id === 'P1' ? { ...one, networkAclId: 'acl-P1' } : one));
    const verdict = (...entries: readonly string[]) => {
      const { networkAcls = [] } = acl('acl-P1', 'Provider', ...entries);
      return verdictOf({ model: { subnets, networkAcls } });
    };
    const request = 'in allow 169.254.171.0/24 tcp 8080';
    expect(verdict(request, 'out allow 169.254.171.0/24 tcp 1024-65535')).toMatchObject({ verdict: 'reachable' });
    expect(verdict(request)).toMatchObject({ verdict: 'blocked', blockedBy: ['acl-P1'] });
  });

  test('targets that nobody can see are not judged', () => {
    const group = { id: 'targets', targetType: 'unknown', port: 0, preserveClientIp: false, targets: [] } as const;
    expect(verdictOf({ model: { targetGroups: [group] } }).notModelled).toMatchObject([{ component: 'targets' }]);
  });
});

describe('an address of VPC Lattice', () => {
  const arrival = {
    at: { latticeAddress: '169.254.171.1' },
    client: { ip: '10.0.1.10', networkInterfaceId: 'client' },
    protocol: 'tcp',
    port: 80,
  } as const;

  test('is that of the only service', () => {
    const { legs, notModelled, blockers } = onward(new Network(latticeNetwork()), arrival);
    expect({ targets: legs.map(({ component }) => component), notModelled, blockers }).toEqual({
      targets: ['targets'],
      notModelled: [],
      blockers: [],
    });
  });

  test('is not judged where there are two services', () => {
    const model = latticeNetwork();
    const latticeServices = [...model.latticeServices, { id: 'second', authType: 'NONE', listeners: [] } as const];
    const serviceAssociations = ['svc', 'second'].map((id) => ({ id: `snsa-${id}`, latticeServiceId: id }));
    const changed = latticeNetwork({ serviceNetwork: { serviceAssociations }, model: { latticeServices } });
    expect(onward(new Network(changed), arrival).notModelled).toHaveLength(1);
  });

  test('leads nowhere from a VPC that uses none', () => {
    const changed = latticeNetwork({ model: { serviceNetworkVpcAssociations: [] } });
    expect(onward(new Network(changed), arrival).blockers).toMatchObject([{ component: 'Consumer' }]);
  });
});
