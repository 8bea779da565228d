import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AlarmRule, AlarmState, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { RunbookAlarm, RunbookCompositeAlarm } from '../../../lib/constructs/alarm';
import { alarmTopic } from '../../../lib/constructs/alarm-topic';

describe('RunbookAlarm', () => {
  const metric = new Metric({ namespace: 'Test', metricName: 'Failed' });

  test('ends its description with the link to its article', () => {
    const stack = new Stack();
    new RunbookAlarm(stack, 'Alarm', { metric, description: 'It failed', article: 'it-failed' });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'It failed. What to do: docs/runbook.md#it-failed',
      Threshold: 0,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('takes a threshold and periods', () => {
    const stack = new Stack();
    const limits = { threshold: 5, evaluationPeriods: 3 };
    new RunbookAlarm(stack, 'Alarm', { metric, description: 'It failed', article: 'it-failed', ...limits });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 5, EvaluationPeriods: 3 });
  });

  test('takes what is below, some periods of several, and missing data for a breach', () => {
    const stack = new Stack();
    new RunbookAlarm(stack, 'Alarm', {
      metric,
      description: 'Too few',
      article: 'too-few',
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      missingData: TreatMissingData.BREACHING,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'breaching',
    });
  });
});

test('RunbookCompositeAlarm ends its description with the link to its article', () => {
  const stack = new Stack();
  const metric = new Metric({ namespace: 'Test', metricName: 'Failed' });
  const alarm = new RunbookAlarm(stack, 'Alarm', { metric, description: 'It failed', article: 'it-failed' });
  const rule = AlarmRule.fromAlarm(alarm, AlarmState.ALARM);
  new RunbookCompositeAlarm(stack, 'Page', { description: 'Get up', article: 'page', rule });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
    AlarmDescription: 'Get up. What to do: docs/runbook.md#page',
  });
});

test('alarmTopic takes alarms of the account, and nothing without TLS', () => {
  const stack = new Stack();
  alarmTopic(stack, 'Topic', { displayName: 'Alarms', email: 'operator@example.com' });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::SNS::TopicPolicy'));
  expect(policy?.Properties.PolicyDocument.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    expect.objectContaining({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
  ]);
});
