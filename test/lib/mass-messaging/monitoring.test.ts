import type { Template } from 'aws-cdk-lib/assertions';
import { expanderMetrics, METRIC_NAMESPACE, senderMetrics } from '../../../lambda/mass-messaging/telemetry';
import { propertiesOf, templateWith, transports } from './assembly';

interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
}

/** Names of the metrics that an alarm looks at, as `namespace/name`. */
function metricsOf(template: Template): readonly string[] {
  const metrics = propertiesOf(template, 'AWS::CloudWatch::Alarm').flatMap((alarm): readonly Metric[] => {
    const { Metrics } = alarm as {
      readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Metric } }[];
    };
    return Metrics ? Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) : [alarm as Metric];
  });
  return metrics.map(({ Namespace, MetricName }) => `${Namespace}/${MetricName}`);
}

describe.each(transports)('with %s', (transport) => {
  const template = templateWith({ transport, alarmEmail: 'operator@example.com' });
  const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');

  test('every alarm tells somebody, and what to do', () => {
    expect(alarms.length).toBeGreaterThanOrEqual(11);
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(AlarmDescription).toMatch(/docs\/runbook\.md#[a-z-]+$/);
    }
  });

  test('alarms look at metrics that the handlers write', () => {
    const written = [...Object.values(senderMetrics), ...Object.values(expanderMetrics)];
    const own = metricsOf(template).filter((metric) => metric.startsWith(`${METRIC_NAMESPACE}/`));
    expect(own).toContain(`${METRIC_NAMESPACE}/${senderMetrics.starved}`);
    expect(own.filter((metric) => !written.some((name) => metric === `${METRIC_NAMESPACE}/${name}`))).toEqual([]);
  });

  test('alarms look at what waits, what was given up and what failed', () => {
    const age =
      transport === 'sqs'
        ? ['AWS/SQS/ApproximateAgeOfOldestMessage']
        : ['AWS/Kinesis/GetRecords.IteratorAgeMilliseconds', 'AWS/Lambda/OnFailureDestinationDeliveredEventCount'];
    expect(metricsOf(template)).toEqual(
      expect.arrayContaining([
        ...age,
        'AWS/SQS/ApproximateNumberOfMessagesVisible',
        'AWS/States/ExecutionsFailed',
        'AWS/States/ExecutionsAborted',
        'AWS/Firehose/DeliveryToS3.DataFreshness',
      ]),
    );
  });

  test('an hour is an hour in the unit of the metric', () => {
    const thresholds = alarms.flatMap(({ MetricName, Threshold }) =>
      /Age/.test(String(MetricName)) ? [[MetricName, Threshold]] : [],
    );
    expect(thresholds).toEqual(
      transport === 'sqs'
        ? [['ApproximateAgeOfOldestMessage', 3_600]]
        : [['GetRecords.IteratorAgeMilliseconds', 3_600_000]],
    );
  });
});

test('nobody is told without an address', () => {
  const template = templateWith();
  template.resourceCountIs('AWS::SNS::Topic', 0);
  for (const { AlarmActions } of propertiesOf(template, 'AWS::CloudWatch::Alarm')) expect(AlarmActions).toBeUndefined();
});
