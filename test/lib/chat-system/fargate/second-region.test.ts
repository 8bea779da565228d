import { readSettings } from '../../../../services/chat-system/settings';
import { actionsOf, away, fargateTemplate, full, statementsOf } from '../assembly';
import { serverVariables } from './server-variables';

// cdk-nag runs in synth, which throws its report under jest.
const template = fargateTemplate(away);
const { home } = away;

describe('servers in a second Region', () => {
  test.each(['AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool', 'AWS::GuardDuty::MalwareProtectionPlan'])(
    'bring no %s of their own',
    (type) => {
      template.resourceCountIs(type, 0);
    },
  );

  test('use what the first has, and look for what it writes', () => {
    expect(readSettings(serverVariables(template))).toMatchObject({
      messagesTable: home.messagesTable,
      roomsTable: home.roomsTable,
      signIn: { userPoolId: home.userPoolId, clientId: home.userPoolClientId },
      attachmentsBucket: home.attachmentsBucket,
      attachmentsRegion: home.region,
      tailCheck: 2_000,
    });
  });

  test('may use the replica of their own Region, and the one bucket', () => {
    const statements = statementsOf(template, 'ServiceTaskTaskRoleDefaultPolicy');
    const about = (part: string) => statements.filter(({ Resource }) => JSON.stringify(Resource).includes(part));
    expect(actionsOf(about(home.messagesTable))).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
    expect(JSON.stringify(about(home.messagesTable))).toContain('{"Ref":"AWS::Region"}');
    expect(actionsOf(about(home.attachmentsBucket))).toEqual(['s3:GetObject', 's3:GetObjectTagging', 's3:PutObject']);
  });

  test('are told by the outputs of the first all that they ask for', () => {
    const names = Object.keys(fargateTemplate(full).findOutputs('*'));
    const wanted = Object.keys(home)
      .filter((name) => name !== 'region')
      .map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}`);
    expect(names).toEqual(expect.arrayContaining(wanted));
  });
});
