import { Match, Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../../lib/app';
import type { AutoTaggingConfig } from '../../../lib/config';
import { sandboxConfig } from '../../../sandbox.config';
import { configWith, fullConfig, stackOf } from '../../configs';

const templateWith = (changes: Partial<AutoTaggingConfig>): Template =>
  Template.fromStack(stackOf(createApp(configWith(changes)), 'AutoTagging'));
const arnOf = (name: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(name), 'Arn'] });

describe('AutoTaggingStack', () => {
  const template = templateWith({});
  const full = Template.fromStack(stackOf(createApp(fullConfig), 'AutoTagging'));

  test('holds creating calls for the grace period, and keeps what cannot be worked on', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      DelaySeconds: 60,
      VisibilityTimeout: 360,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf('^TaggingDeadLetterQueue'), maxReceiveCount: 25 },
    });
    templateWith({ gracePeriod: 900 }).hasResourceProperties('AWS::SQS::Queue', { DelaySeconds: 900 });
  });

  test('hands the tagger batches that are large enough to fill calls, and takes them back one by one', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf('^TaggingQueue'),
      BatchSize: 1_500,
      MaximumBatchingWindowInSeconds: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('divides the five calls a second among the two taggers', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 300,
      Environment: { Variables: { TAG_CALLS_PER_SECOND: '2.5', EVENT_BUS_NAME: 'default', MEMBER_ROLE_NAME: '' } },
    });
    full.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { MEMBER_ROLE_NAME: 'takehome-auto-tagging-member' } },
    });
  });

  test('keeps one notifier, where the account can reserve any', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 1 });
    const without = templateWith({ reserveConcurrency: false }).findResources('AWS::Lambda::Function');
    expect(JSON.stringify(without)).not.toContain('ReservedConcurrentExecutions');
  });

  test('gathers alerts for the window of the config', () => {
    templateWith({ notificationWindow: 300 }).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf('^NotificationQueue'),
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 300,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('keeps dead letters as long as SQS can', () => {
    const queues = Object.values(template.findResources('AWS::SQS::Queue')).map(({ Properties }) => Properties);
    const deadLetters = queues.filter(({ RedrivePolicy }) => RedrivePolicy === undefined);
    expect(deadLetters.map(({ MessageRetentionPeriod }) => MessageRetentionPeriod)).toEqual([1_209_600, 1_209_600]);
  });

  test('takes events over TLS only', () => {
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
    expect(policies).toHaveLength(4);
    for (const policy of policies) expect(JSON.stringify(policy)).toContain('{"aws:SecureTransport":"false"}');
  });

  test('forgets alerts by itself', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test.each([
    ['creating calls', 'CreationRulesCreated', '^TaggingQueue', '^TaggingDeadLetterQueue'],
    ['findings', 'NotificationFindings', '^NotificationQueue', '^NotificationDeadLetterQueue'],
    ['removed tags', 'UntagRulesUntagged', '^NotificationQueue', '^NotificationDeadLetterQueue'],
    ['alarms', 'MonitoringAlarmStateChanges', '^NotificationQueue', '^NotificationDeadLetterQueue'],
  ])('sends %s to their queue, on the default bus', (_, name, queue, deadLetterQueue) => {
    const rules = Object.entries(template.findResources('AWS::Events::Rule')).filter(([id]) => id.startsWith(name));
    expect(rules).toHaveLength(1);
    const [[, rule] = []] = rules;
    expect(rule?.Properties).not.toHaveProperty('EventBusName');
    const [{ Arn, DeadLetterConfig }] = rule?.Properties.Targets ?? [{}];
    expect(Arn['Fn::GetAtt'][0]).toMatch(new RegExp(queue));
    expect(DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(new RegExp(deadLetterQueue));
  });

  test('tells Slack of every alarm, and of no others', () => {
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    const [rule] = Object.entries(template.findResources('AWS::Events::Rule')).filter(([id]) => /Alarm/.test(id));
    const resources: readonly { 'Fn::GetAtt': readonly string[] }[] = rule?.[1].Properties.EventPattern.resources;
    expect(resources.map((resource) => resource['Fn::GetAtt'][0]).sort()).toEqual(alarms.sort());
    expect(alarms.length).toBeGreaterThanOrEqual(10);
  });

  test('sends an e-mail when Slack fails, if somebody is to get it', () => {
    template.resourceCountIs('AWS::SNS::Topic', 0);
    full.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'operator@example.com' });
    full.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('slack-failed$'),
      AlarmActions: [{ Ref: Match.stringLikeRegexp('SlackFails') }],
    });
    full.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
  });

  test('sweeps page by page until there is no more', () => {
    const [stateMachine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const definition: readonly unknown[] = stateMachine?.Properties.DefinitionString['Fn::Join'][1];
    const { States } = JSON.parse(definition.map((part) => (typeof part === 'string' ? part : '')).join(''));
    expect(States.SweepPage).toMatchObject({ Next: 'More', Output: '{% $states.result.Payload %}' });
    expect(States.SweepPage.Retry[0]).toMatchObject({ MaxAttempts: 6, BackoffRate: 2 });
    expect(States.More).toMatchObject({ Default: 'Swept', Choices: [{ Next: 'SweepPage' }] });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 day)' });
  });

  test('leaves out what is switched off', () => {
    const none = templateWith({ sweep: false });
    none.resourceCountIs('AWS::StepFunctions::StateMachine', 0);
    none.resourceCountIs('AWS::Scheduler::Schedule', 0);
    none.resourceCountIs('AWS::CloudTrail::Trail', 0);
    none.resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });

  test('makes a trail of writing management events in every Region, on request', () => {
    full.hasResourceProperties('AWS::CloudTrail::Trail', {
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EventSelectors: [Match.objectLike({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true })],
    });
  });

  test('lets member accounts, and them only, put events on the bus', () => {
    full.resourceCountIs('AWS::Events::EventBusPolicy', 2);
    full.hasResourceProperties('AWS::Events::EventBusPolicy', {
      StatementId: 'AutoTagging444455556666',
      Statement: Match.objectLike({ Action: 'events:PutEvents', Effect: 'Allow' }),
    });
  });

  test('activates the required tags for cost reports, on request', () => {
    const keys = sandboxConfig.autoTagging.tagPolicy.required.map(({ key }) => ({ TagKey: key, Status: 'Active' }));
    full.hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: Match.objectLike({ Input: JSON.stringify({ CostAllocationTagsStatus: keys }) }),
    });
    full.hasOutput('*', { Value: Match.stringLikeRegexp('24 hours') });
  });
});
