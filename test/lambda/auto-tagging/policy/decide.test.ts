import { appliedEarlier, decide, type TagFacts, type Tags } from '../../../../lambda/auto-tagging/policy/decide';
import type { RequiredTag, TagPolicy } from '../../../../lambda/auto-tagging/policy/tag-policy';

const creator = { owner: 'ann', arn: 'arn:aws:iam::111122223333:user/a,b', role: 'Developer', tool: '' };
const facts: TagFacts = { creator, day: '2026-03-01', accountId: '111122223333' };
const nobody: TagFacts = { accountId: '111122223333' };

function policyOf(value: RequiredTag['value'], allowedValues?: readonly string[]): TagPolicy {
  return { required: [{ key: 'Key', value, ...(allowedValues && { allowedValues }) }] };
}

describe('decide', () => {
  it.each<[string, RequiredTag['value'], TagFacts, string | undefined]>([
    ['owner', { from: 'owner' }, facts, 'ann'],
    ['unknown owner', { from: 'owner' }, { ...facts, creator: { ...creator, owner: 'unknown' } }, undefined],
    ['owner of a found resource', { from: 'owner' }, nobody, undefined],
    [
      'creator, without characters that tags cannot hold',
      { from: 'creator' },
      facts,
      'arn:aws:iam::111122223333:user/a_b',
    ],
    ['creator without ARN', { from: 'creator' }, { ...facts, creator: { ...creator, arn: '' } }, undefined],
    ['day', { from: 'created-at' }, facts, '2026-03-01'],
    ['unknown day', { from: 'created-at' }, nobody, undefined],
    ['literal', { from: 'literal', value: 'dev' }, nobody, 'dev'],
    ['account', { from: 'account', values: { '111122223333': 'a' } }, nobody, 'a'],
    ['other account', { from: 'account', values: {}, otherwise: 'b' }, nobody, 'b'],
    ['account without value', { from: 'account', values: {} }, nobody, undefined],
    ['role', { from: 'role', values: { Developer: 'web' } }, facts, 'web'],
    [
      'role called as a method of objects',
      { from: 'role', values: {} },
      { ...facts, creator: { ...creator, role: 'toString' } },
      undefined,
    ],
  ])('finds the value: %s', (_, source, given, value) => {
    const { add, problems } = decide(policyOf(source), given, {});
    expect(add).toEqual(value === undefined ? {} : { Key: value });
    expect(problems).toEqual(value === undefined ? [`No value is known for the tag Key (from ${source.from}).`] : []);
  });

  const literal = { from: 'literal', value: 'a' } as const;
  it.each<[string, TagPolicy, Tags, Tags, readonly string[]]>([
    ['keeps another value', policyOf(literal), { Key: 'b' }, {}, []],
    ['keeps an empty value', policyOf(literal), { Key: '' }, {}, []],
    [
      'reports a value that is not allowed',
      policyOf(literal, ['a']),
      { Key: 'b' },
      {},
      ["The value 'b' of the tag Key is not allowed; allowed: a."],
    ],
    [
      'never adds a look-alike',
      policyOf(literal),
      { KEY: 'a' },
      {},
      ['The tag Key is written KEY, which cost tracking counts as another tag.'],
    ],
    ['takes the exact key beside a look-alike', policyOf(literal), { KEY: 'a', Key: 'b' }, {}, []],
    [
      'does not add a value that is not allowed',
      policyOf({ from: 'owner' }, ['bob']),
      {},
      {},
      ["The value 'ann' for the tag Key is not allowed; allowed: bob."],
    ],
    ['adds beside other tags', policyOf(literal), { Name: 'x' }, { Key: 'a' }, []],
    [
      'is not fooled by names of methods',
      { required: [{ key: 'constructor', value: literal }] },
      {},
      { constructor: 'a' },
      [],
    ],
  ])('%s', (_, policy, existing, add, problems) => {
    expect(decide(policy, facts, existing)).toEqual({ add, problems });
  });
});

describe('appliedEarlier', () => {
  const policy: TagPolicy = {
    required: [
      { key: 'Owner', value: { from: 'owner' } },
      { key: 'Day', value: { from: 'created-at' } },
    ],
  };
  it.each<[string, Tags, Tags, Tags | undefined]>([
    ['all as this event would add', { Owner: 'ann', Day: '2026-03-01' }, {}, { Owner: 'ann', Day: '2026-03-01' }],
    [
      'what the call set itself does not count',
      { Owner: 'bob', Day: '2026-03-01' },
      { Owner: 'bob' },
      { Day: '2026-03-01' },
    ],
    ['somebody else tagged', { Owner: 'bob', Day: '2026-03-01' }, {}, undefined],
    ['one is missing', { Owner: 'ann' }, {}, undefined],
    ['the call set all', { Owner: 'ann', Day: '2026-03-01' }, { Owner: 'ann', Day: '2026-03-01' }, undefined],
  ])('%s', (_, existing, inEvent, expected) => {
    expect(appliedEarlier(policy, facts, existing, inEvent)).toEqual(expected);
  });
});
