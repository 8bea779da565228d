import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SlackUrl } from '../../../lib/auto-tagging/slack-url';
import type { SlackUrlSource } from '../../../lib/config';

function synthesize(source: SlackUrlSource) {
  const stack = new Stack(new App(), 'Stack');
  const slackUrl = new SlackUrl(stack, 'SlackUrlSource', source);
  slackUrl.grantRead(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  const template = Template.fromStack(stack);
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  return { template, source: stack.resolve(slackUrl.source), statements: policy?.Properties.PolicyDocument.Statement };
}

describe('SlackUrl', () => {
  test('writes a parameter that is never shown to a secret', () => {
    const { template, source, statements } = synthesize('stack-parameter');
    template.hasParameter('SlackUrl', { NoEcho: true, AllowedPattern: 'https://.+' });
    template.hasResourceProperties('AWS::SecretsManager::Secret', { SecretString: { Ref: 'SlackUrl' } });
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
    const [secret] = Object.keys(template.findResources('AWS::SecretsManager::Secret'));
    expect(source).toEqual({ 'Fn::Join': ['', ['secretsmanager:', { Ref: secret }]] });
    const expected = { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: { Ref: secret } };
    expect(statements).toEqual([expected]);
  });

  test('reads an existing secret', () => {
    const { template, source, statements } = synthesize({ secretName: 'team/slack' });
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(source).toBe('secretsmanager:team/slack');
    expect(statements).toHaveLength(1);
    expect(statements[0].Action).toBe('secretsmanager:GetSecretValue');
    expect(statements[0].Resource['Fn::Join'][1].at(-1)).toBe(':secret:team/slack-??????');
  });

  test.each([['/team/slack'], ['team/slack']])('reads the existing parameter %s', (parameterName) => {
    const { template, source, statements } = synthesize({ parameterName });
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(source).toBe(`ssm:${parameterName}`);
    expect(statements).toHaveLength(1);
    expect(statements[0].Action).toBe('ssm:GetParameter');
    expect(statements[0].Resource['Fn::Join'][1].at(-1)).toBe(':parameter/team/slack');
  });
});
