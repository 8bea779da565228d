import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Filter } from '../../../lambda/auto-tagging/policy/tag-policy';
import { iamActionExists, taggingActions, tagReadingActions } from '../../../lib/auto-tagging/tagging-actions';
import { TaggingPermissions } from '../../../lib/auto-tagging/tagging-permissions';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Condition?: object;
}

function policiesFor(services?: Filter) {
  const stack = new Stack(new App(), 'Stack');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const tagPolicy = {
    required: [{ key: 'owner', value: { from: 'owner' } as const }],
    scope: services && { services },
  };
  new TaggingPermissions(stack, 'Permissions', { role, tagPolicy });
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  return policies.map(({ Properties }) => Properties.PolicyDocument as { readonly Statement: readonly Statement[] });
}

describe('TaggingPermissions', () => {
  const policies = policiesFor();
  const statements = policies.flatMap(({ Statement }) => Statement);

  test('fits into the managed policies of one role', () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(policies.length).toBeLessThanOrEqual(10);
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6_144);
  });

  test('sets the required keys only, where a service can tell keys apart', () => {
    const limited = statements.filter(
      ({ Action }) => Action.includes('sqs:TagQueue') || Action.includes('ec2:CreateTags'),
    );
    expect(limited.length).toBeGreaterThan(0);
    for (const { Condition } of limited) {
      expect(Condition).toEqual({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner'] } });
    }
  });

  test('grants nothing for a service out of scope', () => {
    const text = JSON.stringify(policiesFor({ include: ['sqs', 'lambda'], exclude: ['lambda'] }));
    expect(text).toContain('sqs:TagQueue');
    expect(text).not.toContain('lambda:TagResource');
    expect(text).not.toContain('dynamodb:TagResource');
  });
});

describe('taggingActions', () => {
  const actions = taggingActions().map(({ action }) => action);

  test.each([
    'ec2:CreateTags',
    'iam:TagRole',
    's3:PutBucketTagging',
    'autoscaling:CreateOrUpdateTags',
    'aoss:TagResource',
  ])('has %s', (action) => {
    expect(actions).toContain(action);
  });

  test('has nothing that removes tags, and no session tags', () => {
    expect(actions.filter((action) => /:(Un|Delete|Remove|List)|^sts:/i.test(action))).toEqual([]);
  });
});

describe('tagReadingActions', () => {
  test('has actions that exist', () => {
    const actions = tagReadingActions();
    expect(actions).toContain('fis:ListTagsForResource');
    expect(actions.filter((action) => !iamActionExists(action))).toEqual([]);
  });
});

describe('iamActionExists', () => {
  test.each([
    ['s3:GetObject', true],
    ['s3:GetObjekt', false],
    ['nothing:GetObject', false],
    ['s3', false],
  ])('%s: %s', (action, expected) => {
    expect(iamActionExists(action)).toBe(expected);
  });
});
