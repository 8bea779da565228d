import { outOfScope } from '../../../../lambda/auto-tagging/policy/scope';
import type { Scope } from '../../../../lambda/auto-tagging/policy/tag-policy';

const facts = { service: 'ec2', accountId: '111122223333', role: 'Developer', region: 'eu-west-1' };

describe('outOfScope', () => {
  it.each<[Scope | undefined, string | undefined]>([
    [undefined, undefined],
    [{}, undefined],
    [{ services: { include: ['ec2'] } }, undefined],
    [{ services: { include: ['s3'] } }, 'The service ec2 is not in scope.'],
    [{ accounts: { exclude: ['111122223333'] } }, 'The account 111122223333 is excluded from the scope.'],
    [
      { regions: { include: ['eu-west-1'], exclude: ['eu-west-1'] } },
      'The Region eu-west-1 is excluded from the scope.',
    ],
    [{ roles: { exclude: ['Deployer'] } }, undefined],
  ])('%j: %s', (scope, reason) => {
    expect(outOfScope(scope, facts)).toBe(reason);
  });

  it.each<[Scope, string | undefined]>([
    [{ roles: { include: ['Developer'] } }, 'The role that is not known is not in scope.'],
    [{ roles: { exclude: ['Developer'] } }, undefined],
  ])('takes what is not known for no member: %j', (scope, reason) => {
    expect(outOfScope(scope, { ...facts, role: '' })).toBe(reason);
  });
});
