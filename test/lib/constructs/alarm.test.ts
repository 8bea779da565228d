import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { RunbookAlarm } from '../../../lib/constructs/alarm';

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
});
