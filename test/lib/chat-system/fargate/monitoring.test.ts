import { chatMetrics, METRIC_NAMESPACE } from '../../../../services/chat-system/telemetry';
import { config, fargateTemplate, full, only, type Properties, propertiesOf } from '../assembly';

// cdk-nag runs in synth, which throws its report under jest.
const template = fargateTemplate(config);
const fullTemplate = fargateTemplate(full);
const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');
const alarm = (id: string): Properties => only(template, 'AWS::CloudWatch::Alarm', `Monitoring${id}`);

describe('the alarms', () => {
  test('each link an article, and look at metrics that servers write under their own names', () => {
    expect(alarms.length).toBeGreaterThanOrEqual(10);
    for (const { AlarmDescription } of alarms) expect(AlarmDescription).toMatch(/docs\/runbook\.md#chat-[\w-]+$/);
    const own = alarms.filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
    expect(own.length).toBeGreaterThanOrEqual(6);
    for (const { MetricName, Dimensions } of own) {
      expect(Object.values(chatMetrics)).toContain(MetricName);
      expect(Dimensions).toEqual([{ Name: 'service', Value: 'ChatSystem-Fargate' }]);
    }
  });

  test('say when there are fewer servers than there have to be, and when there is none', () => {
    expect(alarm('TooFewServers')).toMatchObject({
      Threshold: config.servers.least,
      ComparisonOperator: 'LessThanThreshold',
      Statistic: 'Minimum',
      TreatMissingData: 'breaching',
    });
  });

  test('say that a server is nearly full before it is', () => {
    const { Threshold } = alarm('NearlyFull');
    expect(Number(Threshold)).toBeLessThan(config.connectionsPerServer);
    expect(Number(Threshold)).toBeGreaterThan(0.7 * config.connectionsPerServer);
  });

  test('look at the cache by its name', () => {
    const { ServerlessCacheName } = only(template, 'AWS::ElastiCache::ServerlessCache');
    for (const id of ['CacheThrottled', 'CacheFull']) {
      expect(alarm(id)).toMatchObject({
        Namespace: 'AWS/ElastiCache',
        Dimensions: [{ Name: 'clusterId', Value: ServerlessCacheName }],
      });
    }
    const { CacheUsageLimits } = only(template, 'AWS::ElastiCache::ServerlessCache') as {
      readonly CacheUsageLimits: { readonly DataStorage: { readonly Maximum: number } };
    };
    expect(Number(alarm('CacheFull').Threshold)).toBeLessThan(1e9 * CacheUsageLimits.DataStorage.Maximum);
  });

  test('tell somebody where somebody is named', () => {
    const told = (of: typeof template) =>
      propertiesOf(of, 'AWS::CloudWatch::Alarm').filter(({ AlarmActions }) => AlarmActions !== undefined).length;
    expect([told(template), told(fullTemplate)]).toEqual([0, alarms.length]);
  });
});

test('the dashboard shows what every metric of the servers is', () => {
  const { DashboardBody } = only(template, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(DashboardBody);
  expect(Object.values(chatMetrics).filter((name) => !body.includes(name))).toEqual([]);
});
