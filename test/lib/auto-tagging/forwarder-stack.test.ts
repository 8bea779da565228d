import { Match, Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../../lib/app';
import { ledgerOf, type Template as PermissionsTemplate } from '../../../lib/auto-tagging/permissions';
import { sandboxConfig } from '../../../sandbox.config';
import { fullConfig, stackOf } from '../../configs';

describe('AutoTaggingForwarderStack', () => {
  const app = createApp(fullConfig);
  const template = Template.fromStack(stackOf(app, 'AutoTaggingForwarder'));

  test('exists only where the config asks for it', () => {
    expect(createApp(sandboxConfig).node.tryFindChild('AutoTaggingForwarder')).toBeUndefined();
  });

  test('sends creating calls and removed tags to the central bus', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    expect(rules).toHaveLength(2);
    for (const { Properties } of rules) {
      expect(JSON.stringify(Properties.Targets)).toContain(':events:eu-west-1:111122223333:event-bus/default');
      expect(Properties.Targets[0].RoleArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^ForwarderRole'), 'Arn'] });
    }
  });

  test('makes the role for the tagger once an account, and not in the central one', () => {
    template.hasResource('AWS::IAM::Role', {
      Condition: 'IsCentralRegionOfMember',
      Properties: {
        RoleName: 'takehome-auto-tagging-member',
        AssumeRolePolicyDocument: {
          Statement: [Match.objectLike({ Action: 'sts:AssumeRole', Effect: 'Allow' })],
        },
      },
    });
    expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).toContain(':iam::111122223333:root');
    for (const { Condition } of Object.values(template.findResources('AWS::IAM::ManagedPolicy'))) {
      expect(Condition).toBe('IsCentralRegionOfMember');
    }
  });

  test('lets that role tag what the tagger may tag at home', () => {
    const central = Template.fromStack(stackOf(app, 'AutoTagging')).toJSON() as PermissionsTemplate;
    const atHome = ledgerOf(central).TaggingTagger ?? [];
    const member = ledgerOf(template.toJSON() as PermissionsTemplate).MemberRole ?? [];
    expect(member.length).toBeGreaterThan(0);
    for (const grant of member) expect(atHome).toContainEqual(grant);
  });
});
