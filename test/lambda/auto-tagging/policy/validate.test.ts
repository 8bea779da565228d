import type { TagPolicy } from '../../../../lambda/auto-tagging/policy/tag-policy';
import { tagPolicyProblems } from '../../../../lambda/auto-tagging/policy/validate';

const owner = { key: 'Owner', value: { from: 'owner' } } as const;

describe('tagPolicyProblems', () => {
  it('finds nothing wrong with a valid policy', () => {
    const policy: TagPolicy = {
      required: [
        owner,
        { key: 'Env', value: { from: 'literal', value: 'dev' }, allowedValues: ['dev', 'prod'] },
        { key: 'Cost Centre', value: { from: 'account', values: { '111122223333': 'a' }, otherwise: 'b' } },
        { key: 'Team', value: { from: 'role', values: { Developer: 'web' } } },
      ],
      scope: {
        services: { include: ['ec2'] },
        accounts: { exclude: ['111122223333'] },
        regions: { include: ['us-gov-west-1'] },
      },
      infrastructureAsCode: 'alert',
    };
    expect(tagPolicyProblems(policy)).toEqual([]);
  });

  it.each<[string, TagPolicy, string]>([
    ['no tag', { required: [] }, 'required: 1 to 50 tags, got: 0'],
    [
      '51 tags',
      { required: Array.from({ length: 51 }, (_, i) => ({ ...owner, key: `k${i}` })) },
      'required: 1 to 50 tags, got: 51',
    ],
    ['an empty key', { required: [{ ...owner, key: '' }] }, "required[0].key: 1 to 128 characters, got: ''"],
    ['a long key', { required: [{ ...owner, key: 'k'.repeat(129) }] }, 'required[0].key: 1 to 128 characters, got'],
    [
      'a comma in a key',
      { required: [{ ...owner, key: 'a,b' }] },
      "required[0].key: letters, digits, spaces and _ . : / = + - @, got: 'a,b'",
    ],
    ['a reserved key', { required: [{ ...owner, key: 'AWS:x' }] }, "required[0].key: no prefix aws:, got: 'AWS:x'"],
    [
      'keys that look alike',
      { required: [owner, { ...owner, key: 'OWNER' }] },
      "required: keys that differ in more than letter case, got: 'OWNER'",
    ],
    [
      'an unknown source',
      { required: [{ key: 'k', value: { from: 'dice' } }] } as unknown as TagPolicy,
      "required[0].value.from: one of owner, creator, created-at, literal, account, role, got: 'dice'",
    ],
    [
      'a long literal',
      { required: [{ key: 'k', value: { from: 'literal', value: 'v'.repeat(257) } }] },
      'required[0].value.value: at most 256 characters, got',
    ],
    [
      'a literal that is not allowed',
      { required: [{ key: 'k', value: { from: 'literal', value: 'x' }, allowedValues: ['y'] }] },
      "required[0].value.value: one of allowedValues, got: 'x'",
    ],
    [
      'a map with a short account id',
      { required: [{ key: 'k', value: { from: 'account', values: { '123': 'x' } } }] },
      "required[0].value.values: keys of 12 digits, got: '123'",
    ],
    [
      'a fallback with a comma',
      { required: [{ key: 'k', value: { from: 'role', values: {}, otherwise: 'a,b' } }] },
      'required[0].value.otherwise: letters, digits, spaces',
    ],
    [
      'no allowed value',
      { required: [{ ...owner, allowedValues: [] }] },
      'required[0].allowedValues: at least one value, got: []',
    ],
    [
      'an account of 11 digits',
      { required: [owner], scope: { accounts: { include: ['12345678901'] } } },
      "scope.accounts.include: 12 digits, got: '12345678901'",
    ],
    [
      'a service by its endpoint',
      { required: [owner], scope: { services: { exclude: ['ec2.amazonaws.com'] } } },
      'scope.services.exclude: an IAM service prefix',
    ],
    [
      'a Region by its name',
      { required: [owner], scope: { regions: { include: ['Ireland'] } } },
      'scope.regions.include: a Region',
    ],
    [
      'a role ARN',
      { required: [owner], scope: { roles: { exclude: ['arn:aws:iam::1:role/x'] } } },
      'scope.roles.exclude: the name of a role',
    ],
    [
      'an unknown behaviour',
      { required: [owner], infrastructureAsCode: 'ignore' } as unknown as TagPolicy,
      "infrastructureAsCode: 'tag' or 'alert', got: 'ignore'",
    ],
    ['no list', { required: 'Owner' } as unknown as TagPolicy, "required: a list of tags, got: 'Owner'"],
  ])('reports %s', (_, policy, problem) => {
    expect(tagPolicyProblems(policy)).toEqual([expect.stringContaining(problem)]);
  });
});
