import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsOf, config, fargateTemplate, only, statementsOf } from '../assembly';

// cdk-nag runs in synth, which throws its report under jest.
const template = fargateTemplate(config);
const server = statementsOf(template, 'ServiceTaskTaskRoleDefaultPolicy');
const about = (part: string) => server.filter(({ Resource }) => JSON.stringify(Resource).includes(part));
const source = (path: string): string =>
  readFileSync(join(__dirname, '../../../../services/chat-system', path), 'utf8');

/** Commands of the SDK that a source makes, as actions. */
const commandsOf = (service: string, ...paths: readonly string[]): readonly string[] => {
  const found = paths.flatMap((path) => [...source(path).matchAll(/new (\w+)Command\(/g)].map(([, name]) => name));
  return [...new Set(found)].map((name) => `${service}:${name}`).sort();
};

describe('the role of a server', () => {
  test.each([
    ['TablesMessages', ['store/dynamo-message-store.ts']],
    ['TablesRooms', ['store/dynamo-room-store.ts', 'store/room-versions.ts']],
  ])('may do to %s what %j do, and nothing else', (table, paths) => {
    const wanted = commandsOf('dynamodb', ...paths);
    expect(wanted.length).toBeGreaterThan(0);
    expect(actionsOf(about(table))).toEqual(wanted);
  });

  test('may read an attachment only with the tag of a scan that found nothing, and tag none', () => {
    const statements = about('AttachmentsBucket');
    expect(actionsOf(statements)).toEqual(['s3:GetObject', 's3:GetObjectTagging', 's3:PutObject']);
    expect(statements.filter(({ Action }) => [Action].flat().includes('s3:GetObject'))).toEqual([
      expect.objectContaining({
        Condition: { StringEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' } },
      }),
    ]);
  });

  test('may besides only look at its target', () => {
    const others = server.filter(({ Resource }) => !/Tables|Attachments/.test(JSON.stringify(Resource)));
    expect(actionsOf(others)).toEqual(['elasticloadbalancing:DescribeTargetHealth']);
  });
});

describe('GuardDuty', () => {
  test('scans the bucket of attachments and tags what it finds', () => {
    expect(only(template, 'AWS::GuardDuty::MalwareProtectionPlan')).toMatchObject({
      Actions: { Tagging: { Status: 'ENABLED' } },
      ProtectedResource: { S3Bucket: { BucketName: { Ref: expect.stringMatching(/^AttachmentsBucket/) } } },
    });
  });

  test('may do what its documentation asks for', () => {
    const statements = statementsOf(template, 'AttachmentsScanRoleDefaultPolicy');
    expect(actionsOf(statements)).toEqual([
      'events:DeleteRule',
      'events:DescribeRule',
      'events:ListTargetsByRule',
      'events:PutRule',
      'events:PutTargets',
      'events:RemoveTargets',
      's3:GetBucketNotification',
      's3:GetObject',
      's3:GetObjectTagging',
      's3:GetObjectVersion',
      's3:GetObjectVersionTagging',
      's3:ListBucket',
      's3:PutBucketNotification',
      's3:PutObject',
      's3:PutObjectTagging',
      's3:PutObjectVersionTagging',
    ]);
  });
});
