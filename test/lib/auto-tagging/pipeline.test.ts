import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { OUTCOME_KEY, OUTCOME_MESSAGE } from '../../../lambda/auto-tagging/outcome';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../../lib/auto-tagging/pipeline';
import { type LocalAws, startLocalAws } from '../../../lib/local/aws/local-aws';
import { type LocalSlack, startLocalSlack } from '../../../lib/local/slack';
import { VirtualClock } from '../../../lib/local/virtual-clock';

/** A tagger that tags every queue it hears of, and publishes one event for each. */
const tagger = `
  import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
  import { ResourceGroupsTaggingAPIClient, TagResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
  const tagging = new ResourceGroupsTaggingAPIClient({});
  const events = new EventBridgeClient({});
  export const handler = async ({ Records }) => {
    const batchItemFailures = [];
    for (const { messageId, body } of Records) {
      const { detail } = JSON.parse(body);
      if (detail.poison) { batchItemFailures.push({ itemIdentifier: messageId }); continue; }
      await tagging.send(new TagResourcesCommand({ ResourceARNList: [detail.arn], Tags: { Owner: 'ana' } }));
      await events.send(new PutEventsCommand({ Entries: [{ Source: 'takehome', DetailType: 'ResourceTagged',
        Detail: JSON.stringify(detail), EventBusName: process.env.EVENT_BUS_NAME }] }));
      console.log(JSON.stringify({ message: '${OUTCOME_MESSAGE}', '${OUTCOME_KEY}': { eventId: detail.arn, outcome: 'tagged' } }));
    }
    return { batchItemFailures };
  };`;

const notifier = `
  import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
  import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
  export const handler = async ({ Records }) => {
    const SecretId = process.env.SLACK_URL_SOURCE.slice('secretsmanager:'.length);
    const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId }));
    await new DynamoDBClient({}).send(new DescribeTableCommand({ TableName: process.env.ALERT_TABLE_NAME }));
    const text = Records.map(({ body }) => JSON.parse(body).detail.arn).join();
    const answer = await fetch(SecretString, { method: 'POST', body: JSON.stringify({ text }) });
    if (!answer.ok) throw new Error('Slack: ' + answer.status);
  };`;

const lambda = (S3Key: string, Variables: object, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Key },
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 20,
    Environment: { Variables },
    ...more,
  },
});
const queue = (deadLetter: string, properties: object) => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    VisibilityTimeout: 120,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetter, 'Arn'] }, maxReceiveCount: 2 },
    ...properties,
  },
});
const mapping = (source: string, target: string, properties: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: { 'Fn::GetAtt': [source, 'Arn'] }, FunctionName: { Ref: target }, ...properties },
});
const rule = (target: string, EventPattern: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern, State: 'ENABLED', Targets: [{ Arn: { 'Fn::GetAtt': [target, 'Arn'] }, Id: 'Target0' }] },
});

const template = {
  Resources: {
    TaggerFn: lambda('tagger.zip', { EVENT_BUS_NAME: 'default', QUEUE_URL: { Ref: 'TaggerQueue' } }),
    NotifierFn: lambda(
      'notifier.zip',
      {
        ALERT_TABLE_NAME: { Ref: 'AlertTable' },
        SLACK_URL_SOURCE: { 'Fn::Join': ['', ['secretsmanager:', { Ref: 'SlackSecret' }]] },
      },
      { ReservedConcurrentExecutions: 1 },
    ),
    Provider: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: '' }, Runtime: 'nodejs24.x' } },
    TaggerQueue: queue('DeadLetters', { DelaySeconds: 60 }),
    NotifierQueue: queue('DeadLetters', {}),
    DeadLetters: { Type: 'AWS::SQS::Queue' },
    TaggerMapping: mapping('TaggerQueue', 'TaggerFn', {
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
    NotifierMapping: mapping('NotifierQueue', 'NotifierFn', { BatchSize: 100, MaximumBatchingWindowInSeconds: 30 }),
    Created: rule('TaggerQueue', { source: [{ prefix: 'aws.' }] }),
    Tagged: rule('NotifierQueue', { source: ['takehome'] }),
    SlackSecret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    AlertTable: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
  },
};

let assembly: string;
beforeAll(() => {
  assembly = mkdtempSync(join(tmpdir(), 'assembly-'));
  for (const [name, contents] of Object.entries({ tagger, notifier })) {
    mkdirSync(join(assembly, `asset.${name}`));
    buildSync({
      stdin: { contents, resolveDir: process.cwd() },
      outfile: join(assembly, `asset.${name}`, 'index.js'),
      bundle: true,
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      supported: { 'dynamic-import': false },
    });
  }
  const file = (name: string) => ({
    source: { path: `asset.${name}` },
    destinations: { here: { objectKey: `${name}.zip` } },
  });
  const path = (id: string, data: string) => [`/AutoTagging/${id}/Resource`, [{ type: 'aws:cdk:logicalId', data }]];
  const write = (name: string, content: object) => writeFileSync(join(assembly, name), JSON.stringify(content));
  write('AutoTagging.template.json', template);
  write('AutoTagging.assets.json', { files: { a: file('tagger'), b: file('notifier') } });
  write(
    'AutoTagging.metadata.json',
    Object.fromEntries([path('Tagging/Tagger', 'TaggerFn'), path('Notification/Notifier', 'NotifierFn')]),
  );
});
afterAll(() => rmSync(assembly, { recursive: true }));

let clock: VirtualClock;
let aws: LocalAws;
let slack: LocalSlack;
beforeEach(async () => {
  clock = new VirtualClock(0);
  aws = await startLocalAws({ clock });
  slack = await startLocalSlack({ clock });
});
afterEach(async () => {
  await slack.stop();
  await aws.stop();
});

const start = (options: Partial<PipelineOptions> = {}) => startPipeline({ assembly, clock, aws, slack, ...options });
const arn = (n: number) => `arn:aws:sqs:us-east-1:123456789012:q${n}`;
const put = (pipeline: Pipeline, detail: object) => pipeline.putEvent({ source: 'aws.sqs', detail });

describe('startPipeline', () => {
  test('carries an event from the rule to Slack, with the delays of the template', async () => {
    const pipeline = await start();
    expect(put(pipeline, { arn: arn(1) })).toHaveLength(1);
    expect(pipeline.putEvent({ source: 'other' })).toEqual([]);
    await pipeline.run();
    expect(aws.inventory.tagsOf(arn(1))).toEqual({ Owner: 'ana' });
    expect(pipeline.outcomes.map(({ record }) => record)).toEqual([{ eventId: arn(1), outcome: 'tagged' }]);
    expect(pipeline.lastOutcomeAt).toBe(60_000);
    expect(slack.messages).toMatchObject([
      { time: 90_000, path: '/services/T00000000/B00000000/local', body: { text: arn(1) } },
    ]);
    expect([aws.unknownCalls, pipeline.deadLetters, pipeline.drained]).toEqual([[], [], true]);
    expect(pipeline.logs).toContainEqual(expect.objectContaining({ time: 60_000, function: 'Tagger' }));
    expect(() => pipeline.function('Sweeper')).toThrow('no function Sweeper');
  });

  test('gives up on poison, and on nothing else', async () => {
    const pipeline = await start();
    for (let n = 0; n < 3; n++) put(pipeline, { arn: arn(n), poison: n === 1 });
    await pipeline.run();
    expect(pipeline.deadLetters.map((body) => JSON.parse(body).detail.arn)).toEqual([arn(1)]);
    expect(slack.messages.map(({ body }) => body.text)).toEqual([`${arn(0)},${arn(2)}`]);
  });

  test.each([
    [1, 'before-send', 1],
    [1, 'after-answer', 2],
    [2, 'after-answer', 2],
  ] as const)('crashes at request %d %s, and delivers again', async (n, phase, tagCalls) => {
    const pipeline = await start({
      crashAt: (point) =>
        point.function === 'Tagger' && point.environment === 1 && point.n === n && point.phase === phase,
    });
    put(pipeline, { arn: arn(1) });
    await pipeline.run();
    expect(aws.calls.filter(({ operation }) => operation === 'TagResources')).toHaveLength(tagCalls);
    expect(pipeline.function('Tagger').environments.map(({ killed }) => killed)).toEqual([true, false]);
    expect(pipeline.outcomes).toHaveLength(1);
    expect(pipeline.lastOutcomeAt).toBe(180_000);
  });

  test('waits while Slack is out', async () => {
    slack.outages.push({ from: 0, until: 100_000, status: 503 });
    const pipeline = await start();
    put(pipeline, { arn: arn(1) });
    await pipeline.run();
    expect(slack.messages.map(({ time }) => time)).toEqual([210_000]);
    expect(pipeline.function('Notifier').errors).toMatchObject([{ message: 'Slack: 503' }]);
  });

  test('runs another asset and other variables where told', async () => {
    const broken = join(assembly, 'asset.broken');
    mkdirSync(broken);
    writeFileSync(
      join(broken, 'index.js'),
      "exports.handler = async () => console.log('did nothing for', process.env.WHOM);",
    );
    const pipeline = await start({ assets: { Tagger: broken }, environment: { Tagger: { WHOM: 'nobody' } } });
    put(pipeline, { arn: arn(1) });
    await pipeline.run();
    expect(pipeline.logs.map(({ line }) => line)).toEqual(['did nothing for nobody']);
    expect(slack.messages).toEqual([]);
  });

  test('says what is missing', async () => {
    await expect(start({ assembly: tmpdir() })).rejects.toThrow('run npx cdk synth');
  });
});
