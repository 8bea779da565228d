import { Match } from 'aws-cdk-lib/assertions';
import { podsWithoutAZone } from '../../../lib/zero-downtime-eks/observability/service-alarms';
import { stackTemplate } from './stack-resources';

const template = stackTemplate();
const told = stackTemplate({ alarmEmail: 'operator@example.com' });

describe('Observability', () => {
  test('takes the loss of all targets for the worst case, and a canary without requests for no verdict', () => {
    for (const [metric, missing] of [
      ['HealthyHostCount', 'breaching'],
      ['UnHealthyHostCount', 'notBreaching'],
    ]) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: metric, TreatMissingData: missing });
    }
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('canary-bad$'),
      TreatMissingData: 'missing',
    });
  });

  test('tells nobody by default', () => {
    template.resourceCountIs('AWS::SNS::Topic', 0);
    const alarms = {
      ...template.findResources('AWS::CloudWatch::Alarm'),
      ...template.findResources('AWS::CloudWatch::CompositeAlarm'),
    };
    expect(Object.values(alarms).filter(({ Properties }) => Properties.AlarmActions)).toEqual([]);
  });

  test('tells the address of the page and of every ticket, over TLS, and not of what takes part in them only', () => {
    told.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'operator@example.com' });
    told.allResourcesProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: [{ Ref: Match.anyValue() }] });
    const silent = Object.values(told.findResources('AWS::CloudWatch::Alarm'))
      .filter(({ Properties }) => !Properties.AlarmActions)
      .map(({ Properties }) => /#(.+)$/.exec(Properties.AlarmDescription)?.[1]);
    expect([...new Set(silent)].sort()).toEqual([
      'availability-burns',
      'canary-bad',
      'latency-burns',
      'rejected-connections',
      'too-few-targets',
    ]);
  });

  test('ships logs and metrics by Pod Identity, into log groups that go with the stack', () => {
    template.hasResourceProperties('AWS::EKS::Addon', {
      AddonName: 'amazon-cloudwatch-observability',
      PodIdentityAssociations: [{ ServiceAccount: 'cloudwatch-agent', RoleArn: Match.anyValue() }],
    });
    const groups = Object.entries(template.findResources('AWS::Logs::LogGroup')).filter(([id]) =>
      id.startsWith('ObservabilityContainerInsights'),
    );
    expect(groups.map(([, { Properties, DeletionPolicy }]) => [Properties.RetentionInDays, DeletionPolicy])).toEqual(
      Array(4).fill([30, 'Delete']),
    );
  });

  test('periods and evaluation periods are what CloudWatch allows', () => {
    for (const [id, { Properties }] of Object.entries(template.findResources('AWS::CloudWatch::Alarm'))) {
      const metrics = (Properties.Metrics ?? []) as readonly { readonly MetricStat?: { readonly Period: number } }[];
      const period = Properties.Period ?? metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period;
      const longest = period < 3600 ? 86_400 : 604_800;
      expect([id, period % 60, period * Properties.EvaluationPeriods <= longest]).toEqual([id, 0, true]);
    }
  });
});

describe('podsWithoutAZone', () => {
  test.each([
    [3, 3, 2],
    [4, 3, 2],
    [6, 3, 4],
    [2, 3, 1],
    [3, 1, 0],
  ])('of %i pods in %i zones are %i', (replicas, zones, left) => {
    expect(podsWithoutAZone(replicas, zones)).toBe(left);
  });
});
