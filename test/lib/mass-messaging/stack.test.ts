import { Match, type Template } from 'aws-cdk-lib/assertions';
import { SenderEnvironment } from '../../../lambda/mass-messaging/environment';
import { capacityOf } from '../../../lib/mass-messaging/capacity';
import type { Transport } from '../../../lib/mass-messaging/config';
import { loadOf } from '../../../lib/mass-messaging/load';
import { config, only, propertiesOf, templateWith, transports } from './assembly';

// cdk-nag runs in synth, which throws its report under jest.
const templates = new Map(transports.map((transport) => [transport, templateWith({ transport })]));
const templateOf = (transport: Transport): Template => templates.get(transport) ?? templateWith({ transport });
const mappingsOf = (transport: Transport) => propertiesOf(templateOf(transport), 'AWS::Lambda::EventSourceMapping');
const capacity = (transport: Transport) => capacityOf(loadOf({ ...config, transport }));
const seconds = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

describe.each(transports)('with %s', (transport) => {
  const template = templateOf(transport);
  const numbers = capacity(transport);

  test('the sender has the timeout, memory and parallel requests of the capacity', () => {
    const { Timeout, MemorySize, Environment } = only(template, 'AWS::Lambda::Function', 'SenderFunction');
    expect({ Timeout, MemorySize }).toEqual({ Timeout: numbers.timeout, MemorySize: numbers.memorySize });
    expect(Environment).toMatchObject({
      Variables: { [SenderEnvironment.sendsAtOnce]: `${numbers.sendsAtOnce}` },
    });
  });

  test('the sender may be invoked by what it put into the later queue, until morning', () => {
    const looping = template.findResources('AWS::Lambda::Function', { Properties: { RecursiveLoop: 'Allow' } });
    expect(Object.keys(looping)).toEqual([expect.stringContaining('SenderFunction')]);
  });

  test('every mapping has the batches of the capacity, and lets single records fail', () => {
    const mappings = mappingsOf(transport);
    expect(mappings).toHaveLength(2);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        BatchSize: numbers.batchSize,
        MaximumBatchingWindowInSeconds: numbers.batchingWindow,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    }
  });

  test('a message stays with an invocation for six timeouts and the batching window', () => {
    const least = 6 * numbers.timeout + numbers.batchingWindow;
    const fed = propertiesOf(template, 'AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
    expect(fed).toHaveLength(transport === 'sqs' ? 2 : 1);
    for (const { VisibilityTimeout } of fed) expect(VisibilityTimeout).toBeGreaterThanOrEqual(least);
  });

  test('dead letters are kept longer than what they come from', () => {
    const { MessageRetentionPeriod } = only(template, 'AWS::SQS::Queue', 'WaitingDeadLetters');
    const others = propertiesOf(template, 'AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
    const defaultRetention = 345_600;
    for (const other of others) {
      const retention = seconds(other.MessageRetentionPeriod ?? defaultRetention);
      expect(seconds(MessageRetentionPeriod)).toBeGreaterThan(retention);
    }
  });

  test('the sender gives up before the transport does', () => {
    const { Environment } = only(template, 'AWS::Lambda::Function', 'SenderFunction') as {
      readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
    };
    const gaveUp = Number(Environment.Variables[SenderEnvironment.maxReceives]);
    const deliveries = [
      ...propertiesOf(template, 'AWS::SQS::Queue').flatMap(({ RedrivePolicy }) =>
        RedrivePolicy === undefined ? [] : (RedrivePolicy as { maxReceiveCount: number }).maxReceiveCount,
      ),
      ...mappingsOf(transport).flatMap(({ MaximumRetryAttempts }) => MaximumRetryAttempts ?? []),
    ];
    expect(deliveries).toHaveLength(2);
    for (const delivered of deliveries) expect(delivered).toBeGreaterThan(gaveUp);
  });

  test('everything that holds data goes with the stack', () => {
    const types = ['AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Kinesis::Stream'];
    const kept = types.flatMap((type) =>
      Object.entries(template.findResources(type)).filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Delete'),
    );
    expect(kept).toEqual([]);
    expect(propertiesOf(template, 'Custom::S3AutoDeleteObjects')).toHaveLength(
      propertiesOf(template, 'AWS::S3::Bucket').length,
    );
  });
});

describe('with kinesis', () => {
  const [stream] = propertiesOf(templateOf('kinesis'), 'AWS::Kinesis::Stream');
  const mapping = mappingsOf('kinesis').find(({ StartingPosition }) => StartingPosition !== undefined);

  test('the stream has the shards of the capacity, and the mapping its factor', () => {
    const { shards, parallelizationFactor } = capacity('kinesis');
    expect(stream).toMatchObject({ ShardCount: shards, StreamModeDetails: { StreamMode: 'PROVISIONED' } });
    expect(mapping).toMatchObject({ ParallelizationFactor: parallelizationFactor, StartingPosition: 'TRIM_HORIZON' });
  });

  test('Lambda gives a record up before the stream forgets it, and halves batches to find it', () => {
    expect(mapping).toMatchObject({ BisectBatchOnFunctionError: true });
    const age = seconds(mapping?.MaximumRecordAgeInSeconds);
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(3_600 * seconds(stream?.RetentionPeriodHours));
  });

  test('what is given up goes to S3, which is told all of it', () => {
    const [id] = Object.keys(templateOf('kinesis').findResources('AWS::S3::Bucket')).filter((name) =>
      name.startsWith('TransportDiscarded'),
    );
    expect(id).toBeDefined();
    expect(mapping).toMatchObject({
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [id, 'Arn'] } } },
      MetricsConfig: { Metrics: ['EventCount'] },
    });
  });
});

describe('with sqs', () => {
  test('there is no stream, and no more invocations than the capacity has', () => {
    templateOf('sqs').resourceCountIs('AWS::Kinesis::Stream', 0);
    for (const mapping of mappingsOf('sqs')) {
      expect(mapping).toMatchObject({ ScalingConfig: { MaximumConcurrency: capacity('sqs').concurrency } });
    }
  });
});

describe('the provider', () => {
  test('is told by the config, at night nobody is', () => {
    only(templateOf('sqs'), 'AWS::Lambda::Function', 'SenderFunction');
    templateOf('sqs').hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          [SenderEnvironment.providerUrl]: 'https://messages.example.com/v1',
          [SenderEnvironment.requestsPerSecond]: '2000',
          [SenderEnvironment.providerSecretName]: '',
          [SenderEnvironment.quietHours]: '21:00-08:00',
        }),
      },
    });
  });

  test('has its key read by the sender alone, and only that secret', () => {
    const provider = { ...config.provider, secretName: 'messaging/key' };
    const template = templateWith({ provider, quietHours: { from: '22:00', to: '07:30' } });
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(policies.match(/secretsmanager:GetSecretValue/g)).toHaveLength(1);
    expect(policies).toContain(':secret:messaging/key-??????');
    expect(JSON.stringify(templateOf('sqs').findResources('AWS::IAM::Policy'))).not.toContain('secretsmanager');
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ [SenderEnvironment.quietHours]: '22:00-07:30' }) },
    });
  });
});

test('the tables are on demand, and only those that can be lost have no backups', () => {
  const tables = Object.entries(templateOf('sqs').findResources('AWS::DynamoDB::Table'));
  expect(tables).toHaveLength(4);
  const restorable = tables.flatMap(([id, { Properties }]) => {
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
    return Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true ? [id] : [];
  });
  expect(restorable.map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['TablesCampaigns', 'TablesOptOuts']);
});
