import { type DnsConfig, dnsProblems, secondsToFailOver } from '../../../lib/zero-downtime-eks/dns-failover';
import { stackTemplate } from './stack-resources';

const config: DnsConfig = {
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
  recordName: 'payments',
  secondEndpoint: 'payments.example.net',
  routing: { policy: 'failover' },
  ttl: 30,
};
const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';
const weighted = (here: number, second: number): DnsConfig => ({
  ...config,
  routing: { policy: 'weighted', weights: [here, second] },
});

describe('dnsProblems', () => {
  test.each([
    ['failover', config],
    ['weights', weighted(255, 0)],
  ])('finds nothing in %s', (_, good) => {
    expect(dnsProblems(good)).toEqual([]);
  });

  test.each([
    [{ hostedZoneId: 'example.com' }, 'hostedZoneId: id of a hosted zone, such as Z123, got: "example.com"'],
    [{ zoneName: 'com' }, 'zoneName: a domain name, got: "com"'],
    [{ recordName: '' }, 'recordName: a name below the zone, got: ""'],
    [{ recordName: 'a..b' }, 'recordName: a name below the zone, got: "a..b"'],
    [{ secondEndpoint: 'https://x.y' }, 'secondEndpoint: a host name, got: "https://x.y"'],
    [{ ttl: 0 }, 'ttl: whole seconds, 1 to 300, got: 0'],
    [{ ttl: 301 }, 'ttl: whole seconds, 1 to 300, got: 301'],
    [{ routing: weighted(256, 1).routing }, 'routing.weights: whole, 0 to 255 each, got: [256,1]'],
    [{ routing: weighted(0, 0).routing }, 'routing.weights: at least one above 0, got: [0,0]'],
  ])('names %j', (change, problem) => {
    expect(dnsProblems({ ...config, ...change })).toEqual([problem]);
  });
});

test('a failover takes three checks and the TTL', () => {
  expect(secondsToFailOver(config)).toBe(60);
});

describe('DnsFailover', () => {
  test('is not there by default', () => {
    stackTemplate().resourceCountIs('AWS::Route53::RecordSet', 0);
  });

  test.each([
    ['failover', config, [{ Failover: 'PRIMARY' }, { Failover: 'SECONDARY' }]],
    ['weighted', weighted(90, 10), [{ Weight: 90 }, { Weight: 10 }]],
  ])('makes two records, %s, each with a health check of its own', (_, dns, roles) => {
    const template = stackTemplate({ dns, certificateArn });
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    template.resourceCountIs('AWS::Route53::HealthCheck', 2);
    for (const role of roles) {
      template.hasResourceProperties('AWS::Route53::RecordSet', { Type: 'CNAME', TTL: '30', ...role });
    }
    const records = Object.values(template.findResources('AWS::Route53::RecordSet'));
    const checks = records.map(({ Properties }) => JSON.stringify(Properties.HealthCheckId));
    expect(new Set(checks).size).toBe(2);
  });
});
