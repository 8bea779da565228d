import fc from 'fast-check';
import { AUDIENCE, ISSUER } from '../../../lib/landing-zone/delivery';
import { DEFAULT_DELIVERY, deliveryProblems, subjectOf } from '../../../lib/landing-zone/delivery-config';
import { pushVerdict } from '../../../lib/landing-zone/proofs/only-the-branch-may-push';
import type { Resource, Template } from '../../../lib/landing-zone/template';
import {
  admits,
  type Claims,
  type TrustPolicy,
  UnknownPolicyElementError,
} from '../../../lib/landing-zone/trust-policy';
import { templateWith, withEach, withResource } from './assembly';

const template = templateWith();
const SUBJECT = 'repo:owner--to-be-named/devops-take-home:ref:refs/heads/main';

describe('deliveryProblems', () => {
  test.each([
    DEFAULT_DELIVERY,
    { repository: 'o/n.a_m-e', branch: 'release/1.x' },
    { ...DEFAULT_DELIVERY, ids: { owner: 1, repository: 2 }, existingProvider: true },
  ])('has nothing against %j', (config) => expect(deliveryProblems(config)).toEqual([]));

  test.each([
    ['repository', { repository: 'owner/*' }],
    ['repository', { repository: '*/name' }],
    ['repository', { repository: 'owner/nam?' }],
    ['repository', { repository: 'owner' }],
    ['repository', { repository: 'owner/name/more' }],
    ['repository', { repository: 'https://github.com/owner/name' }],
    ['branch', { branch: '*' }],
    ['branch', { branch: 'ma*n' }],
    ['branch', { branch: '' }],
    ['branch', { branch: 'refs/heads/main' }],
    ['branch', { branch: 'a..b' }],
    ['branch', { branch: 'a b' }],
    ['branch', { branch: 'a\n' }],
    ['ids.owner', { ids: { owner: 0, repository: 1 } }],
    ['ids.repository', { ids: { owner: 1, repository: 1.5 } }],
  ])('refuses this %s: %j', (property, changes) => {
    const problems = deliveryProblems({ ...DEFAULT_DELIVERY, ...changes });
    expect(problems).toEqual([expect.stringMatching(`^${property}: .+, got: `)]);
  });
});

describe('subjectOf', () => {
  test('is names only where the tokens have names only', () => expect(subjectOf(DEFAULT_DELIVERY)).toBe(SUBJECT));

  test('has the numbers where the tokens have them', () => {
    const subject = subjectOf({ ...DEFAULT_DELIVERY, ids: { owner: 12, repository: 34 } });
    expect(subject).toBe('repo:owner--to-be-named@12/devops-take-home@34:ref:refs/heads/main');
  });
});

describe('admits', () => {
  const policy = (Condition: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>): TrustPolicy => ({
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Condition }],
  });
  const key = 'i:sub';
  const judge = (operator: string, named: string | string[], claims: Claims): boolean =>
    admits(policy({ [operator]: { [key]: named } }), 'i', claims);

  test.each([
    ['StringEquals', 'a', { sub: 'a' }, true],
    ['StringEquals', 'a', { sub: 'A' }, false],
    ['StringEquals', ['b', 'a'], { sub: 'a' }, true],
    ['StringEquals', 'a*', { sub: 'ab' }, false],
    ['StringEquals', 'a', {}, false],
    ['StringEqualsIfExists', 'a', {}, true],
    ['StringEqualsIfExists', 'a', { sub: 'b' }, false],
    ['StringEqualsIgnoreCase', 'a', { sub: 'A' }, true],
    ['StringLike', 'a*c', { sub: 'abbc' }, true],
    ['StringLike', 'a*c', { sub: 'abbcd' }, false],
    ['StringLike', 'a?c', { sub: 'abc' }, true],
    ['StringLike', 'a?c', { sub: 'abbc' }, false],
    ['StringLike', 'a.c', { sub: 'abc' }, false],
    ['StringLike', '*', {}, false],
    ['StringNotEquals', 'a', { sub: 'b' }, true],
    ['StringNotEquals', 'a', {}, true],
    ['StringNotLike', 'a*', { sub: 'ab' }, false],
    ['ForAnyValue:StringLike', 'a*', { sub: ['x', 'ab'] }, true],
    ['ForAnyValue:StringLike', 'a*', {}, false],
    ['ForAllValues:StringEquals', 'a', { sub: ['a', 'b'] }, false],
    ['ForAllValues:StringEquals', 'a', {}, true],
  ])('%s %j of %j is %s', (operator, named, claims: Claims, expected) => {
    expect(judge(operator, named, claims)).toBe(expected);
  });

  test('asks for every operator and every key', () => {
    const both = policy({ StringEquals: { 'i:sub': 'a' }, StringLike: { 'I:AUD': 'b*' } });
    const tokens: readonly Claims[] = [{ sub: 'a', aud: 'bc' }, { sub: 'a' }, { aud: 'bc' }, {}];
    const verdicts = tokens.map((claims) => admits(both, 'i', claims));
    expect(verdicts).toEqual([true, false, false, false]);
  });

  test('lets a denial win, and nobody in where nothing matches', () => {
    const [allow] = policy({}).Statement;
    const deny = { ...allow, Effect: 'Deny', Action: 'sts:*', Condition: { StringEquals: { [key]: 'a' } } };
    const both = { Statement: [allow, deny] } as TrustPolicy;
    expect([admits(both, 'i', { sub: 'a' }), admits(both, 'i', { sub: 'b' })]).toEqual([false, true]);
    expect(admits({ Statement: [] }, 'i', {})).toBe(false);
    expect(admits({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] }, 'i', {})).toBe(false);
  });

  test.each([
    ['an operator', policy({ DateEquals: { [key]: 'a' } })],
    ['a key', policy({ StringEquals: { 'aws:PrincipalTag/x': 'a' } })],
    ['a key of another provider', policy({ StringEquals: { 'j:sub': 'a' } })],
    ['NotAction', { Statement: [{ Effect: 'Allow', NotAction: 'x', Action: [] }] }],
  ])('does not judge %s that it does not know', (_, unknown) => {
    expect(() => admits(unknown as TrustPolicy, 'i', { sub: 'a' })).toThrow(UnknownPolicyElementError);
  });

  test('StringLike without wildcards is StringEquals', () => {
    const text = fc.string().filter((one) => !/[*?]/.test(one));
    fc.assert(
      fc.property(text, fc.string(), (named, value) => {
        expect(judge('StringLike', named, { sub: value })).toBe(judge('StringEquals', named, { sub: value }));
        expect(judge('StringLike', named, { sub: named })).toBe(true);
      }),
    );
  });
});

describe('only-the-branch-may-push', () => {
  test.each([
    ['as it is checked in', {}],
    ['with another branch', { repository: 'a/b', branch: 'release/1.x' }],
    ['with numbers', { ...DEFAULT_DELIVERY, ids: { owner: 1234, repository: 5678 } }],
    ['with the provider that the account has', { ...DEFAULT_DELIVERY, existingProvider: true }],
  ])('holds %s', (_, delivery) => {
    const verdict = pushVerdict('repository' in delivery ? templateWith({ delivery }) : template);
    expect(verdict.notes).toEqual([]);
    expect(verdict.holds).toBe(true);
    expect(verdict.figures['tokens of others that are refused']).toBeGreaterThan(25);
  });

  const withTrust = (conditions: unknown): Template =>
    withEach(template, 'AWS::IAM::Role', (role) => {
      if (!JSON.stringify(role).includes('WebIdentity')) return role;
      const document = role.Properties?.AssumeRolePolicyDocument as TrustPolicy;
      const Statement = document.Statement.map((statement) => ({ ...statement, Condition: conditions }));
      return { ...role, Properties: { ...role.Properties, AssumeRolePolicyDocument: { ...document, Statement } } };
    });
  const [aud, sub] = [`${ISSUER}:aud`, `${ISSUER}:sub`];

  test.each([
    [
      'every repository of the owner',
      { StringEquals: { [aud]: AUDIENCE }, StringLike: { [sub]: 'repo:owner--to-be-named/*' } },
      'another repository',
    ],
    [
      'every branch',
      { StringEquals: { [aud]: AUDIENCE }, StringLike: { [sub]: 'repo:owner--to-be-named/devops-take-home:*' } },
      'a pull request',
    ],
    [
      'every branch that begins so',
      { StringEquals: { [aud]: AUDIENCE }, StringLike: { [sub]: `${SUBJECT}*` } },
      'a branch whose name goes on',
    ],
    [
      'an owner that ends so',
      { StringEquals: { [aud]: AUDIENCE }, StringLike: { [sub]: 'repo:*/devops-take-home:ref:refs/heads/main' } },
      'a fork',
    ],
    ['no audience', { StringEquals: { [sub]: SUBJECT } }, 'another audience'],
    [
      'an audience if there is one',
      { StringEquals: { [sub]: SUBJECT }, StringEqualsIfExists: { [aud]: AUDIENCE } },
      'no audience',
    ],
    ['no subject', { StringEquals: { [aud]: AUDIENCE } }, 'another branch'],
    [
      'all of the subjects of a token without any',
      { StringEquals: { [aud]: AUDIENCE }, 'ForAllValues:StringEquals': { [sub]: SUBJECT } },
      'no subject',
    ],
    [
      'an environment too',
      {
        StringEquals: {
          [aud]: AUDIENCE,
          [sub]: [SUBJECT, 'repo:owner--to-be-named/devops-take-home:environment:production'],
        },
      },
      'a job in an environment',
    ],
    ['no condition', {}, 'a wildcard'],
    [
      'another repository',
      { StringEquals: { [aud]: AUDIENCE, [sub]: SUBJECT.replace('devops', 'other') } },
      'does not let',
    ],
  ])('does not hold when the role trusts %s', (_, conditions, named) => {
    const { holds, notes } = pushVerdict(withTrust(conditions));
    expect(holds).toBe(false);
    expect(notes.join('\n')).toContain(named);
  });

  const policyFor = (statement: unknown): Resource => ({
    Type: 'AWS::IAM::Policy',
    Properties: { Roles: [{ Ref: roleId }], PolicyDocument: { Statement: [statement] } },
  });
  const [roleId = ''] =
    Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith('Delivery'),
    ) ?? [];

  test.each([
    [
      'may do more',
      withResource(template, 'More', policyFor({ Effect: 'Allow', Action: 's3:*', Resource: '*' })),
      's3:*',
    ],
    [
      'may push elsewhere',
      withResource(template, 'More', policyFor({ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' })),
      'ecr:PutImage on *',
    ],
    [
      'has a managed policy',
      withEach(template, 'AWS::IAM::Role', (role) => ({
        ...role,
        Properties: { ...role.Properties, ManagedPolicyArns: ['x'] },
      })),
      'further policies',
    ],
    ['is one of two', withResource(template, 'Second', template.Resources[roleId] as Resource), '2 roles'],
    [
      'brings images whose tags change',
      withEach(template, 'AWS::ECR::Repository', (one) => ({
        ...one,
        Properties: { ...one.Properties, ImageTagMutability: 'MUTABLE' },
      })),
      'change its image',
    ],
    [
      'takes tokens of another provider',
      withEach(template, 'AWS::IAM::OIDCProvider', (one) => ({
        ...one,
        Properties: { ...one.Properties, Url: 'https://token.actions.example.com' },
      })),
      'does not let',
    ],
  ])('does not hold when the role %s', (_, broken, named) => {
    const { holds, notes } = pushVerdict(broken);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toContain(named);
  });
});
