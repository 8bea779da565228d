import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { createApp } from '../lib/app';
import { sandboxConfig } from '../sandbox.config';
import { fullConfig } from './configs';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

const resourcesOf = (assembly: CloudAssembly): readonly Resource[] =>
  assembly.stacks.flatMap(({ template }) => Object.values(template.Resources as Record<string, Resource>));

/** What the snapshot holds once. */
const usual = new Map(
  createApp(sandboxConfig)
    .synth()
    .stacks.map(({ stackName, template }) => [stackName, template] as const),
);

// cdk-nag runs in synth, which throws its report under jest.
describe.each([
  ['as it is checked in', sandboxConfig],
  ['with everything switched on', fullConfig],
])('the app %s', (_, config) => {
  const assembly = createApp(config).synth();
  const resources = resourcesOf(assembly);

  test('has changed on purpose only', () => {
    const changed = assembly.stacks.filter(
      ({ stackName, template }) => config === sandboxConfig || !isDeepStrictEqual(usual.get(stackName), template),
    );
    expect(Object.fromEntries(changed.map(({ stackName, template }) => [stackName, template]))).toMatchSnapshot();
  });

  test('deploys to any account and Region', () => {
    expect(assembly.stacks.map(({ environment }) => environment.name)).toEqual(
      assembly.stacks.map(() => 'aws://unknown-account/unknown-region'),
    );
    expect(assembly.manifest.missing ?? []).toEqual([]);
  });

  test('leaves nothing behind', () => {
    const stateful = [
      'AWS::SQS::Queue',
      'AWS::DynamoDB::Table',
      'AWS::DynamoDB::GlobalTable',
      'AWS::Cognito::UserPool',
      'AWS::ElastiCache::ServerlessCache',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::RDS::DBCluster',
      'AWS::ECR::Repository',
      'AWS::KMS::Key',
    ];
    const kept = resources.filter(({ Type, DeletionPolicy }) => stateful.includes(Type) && DeletionPolicy !== 'Delete');
    expect(kept).toEqual([]);
    expect(resources.filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))).toEqual([]);
  });

  test('gives every function a log group of its own that forgets after a month', () => {
    const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThanOrEqual(3);
    expect(functions.filter(({ Properties }) => !JSON.stringify(Properties?.LoggingConfig)?.includes('Ref'))).toEqual(
      [],
    );
    const logGroups = resources.filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    expect(logGroups.map(({ Properties }) => Properties?.RetentionInDays)).toEqual(logGroups.map(() => 30));
  });

  test('names nothing but the role of member accounts', () => {
    const names = ['RoleName', 'QueueName', 'TableName', 'FunctionName', 'BucketName', 'LogGroupName', 'AlarmName'];
    const physicalNames = [
      ...names,
      'TopicName',
      'DashboardName',
      'StateMachineName',
      'TrailName',
      'ManagedPolicyName',
    ];
    const named = resources
      // CloudFormation demands a name of a composite alarm; CDK derives it from the stack's.
      .filter(({ Type }) => Type !== 'AWS::CloudWatch::CompositeAlarm')
      .filter(({ Type }) => !['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Permission'].includes(Type))
      .flatMap(({ Properties = {} }) => physicalNames.map((name) => Properties[name]))
      // A reference is to a name that CloudFormation made.
      .filter((name) => typeof name === 'string');
    expect(named).toEqual(config.autoTagging.forwarder ? ['takehome-auto-tagging-member'] : []);
  });

  test('takes the Slack URL by a parameter that is never shown', () => {
    const { template } = assembly.getStackByName('AutoTagging');
    expect(template.Parameters.SlackUrl).toMatchObject({ NoEcho: true });
    expect(template.Parameters.SlackUrl).not.toHaveProperty('Default');
    const users = Object.values(template.Resources as Record<string, Resource>).filter((resource) =>
      JSON.stringify(resource).includes('{"Ref":"SlackUrl"}'),
    );
    expect(users.map(({ Type }) => Type)).toEqual(['AWS::SecretsManager::Secret']);
    expect(JSON.stringify(template.Outputs ?? {})).not.toContain('SlackUrl');
  });

  test('holds no Slack URL in any file', () => {
    const files = readdirSync(assembly.directory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const texts = files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const);
    expect(texts.filter(([, text]) => /hooks\.slack\.com\/(services|workflows)\/[A-Z0-9]/i.test(text))).toEqual([]);
  });
});
