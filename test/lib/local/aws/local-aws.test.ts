import { AutoScalingClient, CreateOrUpdateTagsCommand, DescribeTagsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateTagsCommand, DescribeTagsCommand as DescribeEc2Tags, EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRoleTagsCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { ListResourcesCommand, ResourceExplorer2Client } from '@aws-sdk/client-resource-explorer-2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetBucketTaggingCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { seededFaults } from '../../../../lib/local/aws/faults';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../../lib/local/aws/local-aws';
import { Queue } from '../../../../lib/local/queue';
import { VirtualClock } from '../../../../lib/local/virtual-clock';

let clock: VirtualClock;
let aws: LocalAws;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const settings = () => ({ endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 });

async function start(options: Partial<LocalAwsOptions> = {}): Promise<void> {
  await aws?.stop();
  clock = new VirtualClock();
  aws = await startLocalAws({ clock, ...options });
}

async function pass(milliseconds: number): Promise<void> {
  const end = clock.now() + milliseconds;
  clock.setTimeout(() => {}, milliseconds);
  await clock.run(() => clock.now() >= end);
}

beforeEach(() => start());
afterAll(() => aws.stop());

const bucket = (n: number | string) => `arn:aws:s3:::bucket-${n}`;

describe('Resource Groups Tagging API', () => {
  const tag = (...ResourceARNList: string[]) =>
    new ResourceGroupsTaggingAPIClient(settings()).send(
      new TagResourcesCommand({ ResourceARNList, Tags: { Owner: 'ana' } }),
    );

  test('tags, and reads back only what has tags', async () => {
    aws.inventory.add(bucket('untagged'));
    expect(await tag(bucket(1), bucket(2))).toMatchObject({ FailedResourcesMap: {} });
    expect(aws.inventory.tagsOf(bucket(2))).toEqual({ Owner: 'ana' });
    const read = await new ResourceGroupsTaggingAPIClient(settings()).send(
      new GetResourcesCommand({ ResourceARNList: [bucket(1), bucket('untagged')] }),
    );
    expect(read.ResourceTagMappingList).toEqual([{ ResourceARN: bucket(1), Tags: [{ Key: 'Owner', Value: 'ana' }] }]);
    expect(aws.calls).toMatchObject([
      { service: 'tagging', operation: 'TagResources', result: 'ok', region: 'us-east-1', time: clock.now() },
      { operation: 'GetResources', result: 'ok' },
    ]);
  });

  test.each([
    ['no ARN', []],
    ['21 ARNs', Array.from({ length: 21 }, (_, n) => bucket(n))],
    ['an ARN twice', [bucket(1), bucket(1)]],
    ['not an ARN', ['bucket-1']],
    ['another Region', ['arn:aws:sqs:eu-west-1:123456789012:q']],
    ['an IAM role among good ones', [bucket(1), 'arn:aws:iam::123456789012:role/r']],
    ['an Auto Scaling group', ['arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:u:autoScalingGroupName/g']],
  ])('refuses the whole call: %s', async (_name, arns) => {
    await expect(tag(...arns)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(aws.inventory.tagsOf(bucket(1))).toEqual({});
  });

  test.each([
    ['aws: key', { 'aws:x': '' }],
    ['long key', { ['k'.repeat(129)]: '' }],
    ['long value', { k: 'v'.repeat(257) }],
    ['character', { k: '<' }],
    ['51 tags', Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '']))],
  ])('refuses the tags: %s', async (_name, Tags) => {
    const call = new TagResourcesCommand({ ResourceARNList: [bucket(1)], Tags });
    await expect(new ResourceGroupsTaggingAPIClient(settings()).send(call)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('answers 5 calls a second for each Region, and no more', async () => {
    for (let call = 0; call < 5; call++) await tag(bucket(call));
    await expect(tag(bucket(5))).rejects.toMatchObject({ name: 'ThrottlingException' });
    await pass(1000);
    await expect(tag(bucket(6))).resolves.toBeDefined();
  });

  test('reports what does not exist yet, what is refused and what is over 50 tags, each by ARN', async () => {
    await start({
      unknownResources: 'absent',
      faults: { onArn: (arn) => seededFaults({ seed: 's', refused: arn === bucket('no') ? 1 : 0 }).onArn?.(arn, 0) },
    });
    aws.inventory.add(bucket('soon'), {}, clock.now() + 5000);
    aws.inventory.add(bucket('full'), Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, ''])));
    const map = (await tag(bucket('soon'), bucket('no'), bucket('full'))).FailedResourcesMap;
    expect(map?.[bucket('soon')]).toMatchObject({ ErrorCode: 'NoSuchBucket', StatusCode: 404 });
    expect(map?.[bucket('no')]).toMatchObject({ ErrorCode: 'AccessDeniedException' });
    expect(map?.[bucket('full')]).toMatchObject({ ErrorCode: 'TooManyTagsException' });
    await pass(5000);
    expect((await tag(bucket('soon'))).FailedResourcesMap).toEqual({});
  });

  test('throttles a share of the calls, the same ones for an equal seed', async () => {
    const results = async () => {
      await start({ faults: seededFaults({ seed: 'x', throttled: 0.5 }), limits: { tagResources: 1000 } });
      for (let call = 0; call < 20; call++) await tag(bucket(call)).catch(() => {});
      return aws.calls.map(({ result }) => result);
    };
    const first = await results();
    expect(new Set(first)).toEqual(new Set(['ok', 'ThrottledException']));
    expect(await results()).toEqual(first);
  });
});

describe('EventBridge', () => {
  const put = (...details: string[]) =>
    new EventBridgeClient(settings()).send(
      new PutEventsCommand({
        Entries: details.map((Detail) => ({ Source: 'x', DetailType: 'T', Detail, EventBusName: 'bus' })),
      }),
    );

  test('delivers entries as events', async () => {
    const events: unknown[] = [];
    aws.onEvent((bus, event) => events.push([bus, event]));
    expect(await put('{"a":1}')).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    expect(events).toEqual([
      ['bus', expect.objectContaining({ source: 'x', 'detail-type': 'T', detail: { a: 1 }, account: '123456789012' })],
    ]);
  });

  test('fails entries one by one', async () => {
    let entries = 0;
    const fail = seededFaults({ seed: 's', failedEntries: 1 }).onEntry;
    await start({ faults: { onEntry: (entry, time) => (entries++ === 0 ? fail?.(entry, time) : undefined) } });
    const answer = await put('{}', '{}', 'nonsense');
    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'InternalFailure',
      undefined,
      'MalformedDetail',
    ]);
  });

  test('refuses 11 entries, and too much', async () => {
    await expect(put(...Array.from({ length: 11 }, () => '{}'))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put(JSON.stringify('x'.repeat(300_000)))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('remembers a call that it does not know', async () => {
    await expect(new EventBridgeClient(settings()).send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    expect(aws.unknownCalls).toEqual(['events:ListRules']);
  });
});

describe('the other services', () => {
  test('SQS', async () => {
    const queue = new Queue({ clock, name: 'q' });
    const QueueUrl = aws.addQueue(queue);
    const client = new SQSClient(settings());
    const sent = await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'hello' }] }),
    );
    expect(sent.Successful).toMatchObject([{ Id: '1' }]);
    const [message] = queue.receive(1);
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle: message?.receiptHandle, VisibilityTimeout: 0 },
          { Id: 'b', ReceiptHandle: 'other', VisibilityTimeout: 0 },
        ],
      }),
    );
    expect(changed).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'MessageNotInflight' }] });
    expect(queue.visibleCount).toBe(1);
  });

  test('Secrets Manager and Systems Manager', async () => {
    aws.secrets.set('name', 'value');
    aws.parameters.set('/p', 'other');
    const secret = await new SecretsManagerClient(settings()).send(new GetSecretValueCommand({ SecretId: 'name' }));
    expect(secret.SecretString).toBe('value');
    const parameter = (WithDecryption: boolean) =>
      new SSMClient(settings()).send(new GetParameterCommand({ Name: '/p', WithDecryption }));
    expect((await parameter(true)).Parameter?.Value).toBe('other');
    expect((await parameter(false)).Parameter?.Value).not.toBe('other');
    await expect(
      new SecretsManagerClient(settings()).send(new GetSecretValueCommand({ SecretId: 'none' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('STS: calls with assumed credentials go to the account of the role', async () => {
    const { Credentials } = await new STSClient(settings()).send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::210987654321:role/r', RoleSessionName: 's' }),
    );
    const assumed = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'secret', sessionToken: 'token' };
    const identity = (keys: typeof credentials) =>
      new STSClient({ ...settings(), credentials: keys }).send(new GetCallerIdentityCommand({}));
    expect((await identity(assumed)).Account).toBe('210987654321');
    expect((await identity(credentials)).Account).toBe('123456789012');
  });

  test('EC2', async () => {
    const arn = 'arn:aws:ec2:us-east-1:123456789012:instance/i-1';
    const client = new EC2Client(settings());
    await client.send(new CreateTagsCommand({ Resources: ['i-1'], Tags: [{ Key: 'Owner', Value: 'ana' }] }));
    expect(aws.inventory.tagsOf(arn)).toEqual({ Owner: 'ana' });
    const read = await client.send(new DescribeEc2Tags({ Filters: [{ Name: 'resource-id', Values: ['i-1'] }] }));
    expect(read.Tags).toEqual([{ Key: 'Owner', ResourceId: 'i-1', ResourceType: 'instance', Value: 'ana' }]);
  });

  test('IAM', async () => {
    aws.inventory.add('arn:aws:iam::123456789012:role/path/r');
    const client = new IAMClient(settings());
    await client.send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'Owner', Value: 'ana' }] }));
    expect(aws.inventory.tagsOf('arn:aws:iam::123456789012:role/path/r')).toEqual({ Owner: 'ana' });
    expect((await client.send(new ListRoleTagsCommand({ RoleName: 'r' }))).Tags).toEqual([
      { Key: 'Owner', Value: 'ana' },
    ]);
  });

  test('a native call is refused as a whole', async () => {
    await start({ faults: seededFaults({ seed: 's', refused: 1 }) });
    await expect(
      new IAMClient(settings()).send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'k', Value: '' }] })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('S3 replaces the whole tag set', async () => {
    const client = new S3Client(settings());
    const read = () => client.send(new GetBucketTaggingCommand({ Bucket: 'b' }));
    await expect(read()).rejects.toMatchObject({ name: 'NoSuchTagSet' });
    for (const Key of ['one', 'two']) {
      const Tagging = { TagSet: [{ Key, Value: 'a+b' }] };
      await client.send(new PutBucketTaggingCommand({ Bucket: 'b', Tagging }));
    }
    expect((await read()).TagSet).toEqual([{ Key: 'two', Value: 'a+b' }]);
  });

  test('Auto Scaling', async () => {
    const client = new AutoScalingClient(settings());
    const tag = {
      ResourceId: 'g',
      ResourceType: 'auto-scaling-group',
      Key: 'Owner',
      Value: 'ana',
      PropagateAtLaunch: false,
    };
    await client.send(new CreateOrUpdateTagsCommand({ Tags: [tag] }));
    const read = await client.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'auto-scaling-group', Values: ['g'] }] }),
    );
    expect(read.Tags).toEqual([tag]);
  });

  test('Resource Explorer lists what was never tagged, page by page', async () => {
    for (let n = 0; n < 3; n++) aws.inventory.add(`arn:aws:sqs:us-east-1:123456789012:q${n}`);
    aws.inventory.add('arn:aws:sqs:us-east-1:123456789012:tagged', { a: '' });
    const page = (NextToken?: string) =>
      new ResourceExplorer2Client(settings()).send(
        new ListResourcesCommand({ Filters: { FilterString: 'tag:none' }, MaxResults: 2, NextToken }),
      );
    const first = await page();
    const second = await page(first.NextToken);
    expect([...(first.Resources ?? []), ...(second.Resources ?? [])].map(({ Arn }) => Arn?.slice(-2))).toEqual([
      'q0',
      'q1',
      'q2',
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  test('CloudTrail looks up who made a resource', async () => {
    const record = { eventID: 'e', eventName: 'CreateQueue', eventTime: new Date(clock.now()).toISOString() };
    aws.trail.push({ resourceNames: ['q0'], record });
    const lookUp = (AttributeValue: string) =>
      new CloudTrailClient(settings()).send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue }] }),
      );
    const { Events } = await lookUp('q0');
    expect(JSON.parse(Events?.[0]?.CloudTrailEvent ?? '')).toEqual(record);
    expect((await lookUp('q1')).Events).toEqual([]);
  });

  test('DynamoDB keeps a condition', async () => {
    await aws.dynamoDb.call('CreateTable', {
      TableName: 'alerts',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const client = new DynamoDBClient(settings());
    const put = () =>
      client.send(
        new PutItemCommand({
          TableName: 'alerts',
          Item: { id: { S: 'a' } },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
    await put();
    await expect(put()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(aws.calls.filter(({ service }) => service === 'dynamodb')).toHaveLength(2);
  });

  test.each([
    ['POST', '/2017-03-31/tags/', { Tags: { Owner: 'ana' } }],
    ['PUT', '/v2/tags/', { tags: { Owner: 'ana' } }],
    ['POST', '/tags/', { tags: [{ key: 'Owner', value: 'ana' }] }],
  ])('any service: %s %s<ARN>', async (method, path, body) => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f';
    const url = `${aws.url}${path}${encodeURIComponent(arn)}`;
    const answer = await fetch(url, { method, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    expect(await (await fetch(url)).json()).toMatchObject({ tags: { Owner: 'ana' } });
  });
});
