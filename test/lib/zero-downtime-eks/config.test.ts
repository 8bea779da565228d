import { problems, type ZeroDowntimeEksConfig } from '../../../lib/zero-downtime-eks/config';

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/5f3c1f1a-0000-0000-0000-000000000000';
const imageTag = '0123456789abcdef'.repeat(4);

test.each<ZeroDowntimeEksConfig>([
  {},
  { alarmEmail: 'operator@example.com' },
  { certificateArn },
  { certificateArn: certificateArn.replace('aws', 'aws-cn') },
  { adminRoleArn: 'arn:aws:iam::111122223333:role/path/admin' },
  { release: { ledgerPhase: 'before' } },
  { release: { ledgerPhase: 'after', schema: 'contracted' } },
  { zones: ['us-east-1a', 'us-east-1b', 'us-east-1d'] },
  { release: { ledgerPhase: 'dual-write', stable: { imageTag, ledgerPhase: 'before' } } },
  { release: { ledgerPhase: 'dual-write', stable: { imageTag, ledgerPhase: 'dual-write' } } },
])('%j is valid', (config) => {
  expect(problems(config)).toEqual([]);
});

test.each<readonly [object, string]>([
  [{ alarmEmail: 'nobody' }, 'alarmEmail: an e-mail address, got: "nobody"'],
  [
    { zones: ['us-east-1a', 'us-east-1b', 'us-east-1a'] },
    'zones: three different Availability Zones, got: ["us-east-1a","us-east-1b","us-east-1a"]',
  ],
  [
    { zones: ['use1-az1', 'use1-az2', 'use1-az4'] },
    'zones: three different Availability Zones, got: ["use1-az1","use1-az2","use1-az4"]',
  ],
  [{ adminRoleArn: 'admin' }, 'adminRoleArn: ARN of a role, got: "admin"'],
  [{ certificateArn: 'arn' }, 'certificateArn: ARN of a certificate of AWS Certificate Manager, got: "arn"'],
  [
    { release: { ledgerPhase: 'later' } },
    'release.ledgerPhase: one of before, dual-write, read-new, after, got: "later"',
  ],
  [
    { release: { ledgerPhase: 'read-new', schema: 'contracted' } },
    'release.schema: one of validated, got: "contracted"',
  ],
  [
    { release: { ledgerPhase: 'after', schema: 'contracted', stable: { imageTag, ledgerPhase: 'read-new' } } },
    'release.stable.ledgerPhase: a phase that may run beside it, one of after, got: "read-new"',
  ],
  [
    { release: { ledgerPhase: 'after', stable: { imageTag: 'latest', ledgerPhase: 'after' } } },
    'release.stable.imageTag: 64 hexadecimal digits, got: "latest"',
  ],
  [
    { release: { ledgerPhase: 'read-new', stable: { imageTag, ledgerPhase: 'before' } } },
    'release.stable.ledgerPhase: a phase that may run beside it, one of dual-write, read-new, got: "before"',
  ],
  [
    { release: { ledgerPhase: 'before', stable: { imageTag, ledgerPhase: 'after' } } },
    'release.stable.ledgerPhase: a phase that may run beside it, one of before, got: "after"',
  ],
])('%j is not: %s', (config, problem) => {
  expect(problems(config)).toEqual([problem]);
});

test('a name in public DNS needs a service that the public reaches', () => {
  const dns = {
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
    recordName: 'payments',
    secondEndpoint: 'payments.example.net',
    routing: { policy: 'failover' },
    ttl: 60,
  } as const;
  expect(problems({ dns, certificateArn })).toEqual([]);
  expect(problems({ dns })).toEqual(['certificateArn: given where dns is, got: null']);
  expect(problems({ certificateArn, dns: { ...dns, ttl: 0 } })).toEqual([expect.stringMatching(/^dns\.ttl: /)]);
});
