/** The creations that a burst is made of; sizes and fields are those that CloudTrail gives these calls. */
const kinds: readonly ((name: string, hex: string) => Creation)[] = [
  (name) => ({
    eventSource: 's3.amazonaws.com',
    eventName: 'CreateBucket',
    requestParameters: {
      CreateBucketConfiguration: { LocationConstraint: REGION, xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
      Host: `s3.${REGION}.amazonaws.com`,
      bucketName: name,
    },
    responseElements: null,
    resources: [{ accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${name}` }],
    arn: `arn:aws:s3:::${name}`,
  }),
  (name) => ({
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    requestParameters: { queueName: name, attribute: { VisibilityTimeout: '30', SqsManagedSseEnabled: 'true' } },
    responseElements: { queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}` },
    arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  }),
  (name) => ({
    eventSource: 'sns.amazonaws.com',
    eventName: 'CreateTopic',
    requestParameters: { name },
    responseElements: { topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:${name}` },
    arn: `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
  }),
  (name) => ({
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'CreateTable',
    requestParameters: {
      tableName: name,
      attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
      keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
      billingMode: 'PAY_PER_REQUEST',
    },
    responseElements: {
      tableDescription: {
        tableName: name,
        tableStatus: 'CREATING',
        tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
        itemCount: 0,
        tableSizeBytes: 0,
      },
    },
    arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  }),
  (name) => ({
    eventSource: 'logs.amazonaws.com',
    eventName: 'CreateLogGroup',
    requestParameters: { logGroupName: `/app/${name}` },
    responseElements: null,
    arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/${name}`,
  }),
  (name, hex) => ({
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'CreateSecret',
    requestParameters: { name, clientRequestToken: `terraform-${hex}` },
    responseElements: { arn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-${hex.slice(0, 6)}` },
    arn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-${hex.slice(0, 6)}`,
  }),
  (_name, hex) => ({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateVolume',
    requestParameters: { size: '100', zone: `${REGION}a`, volumeType: 'gp3', encrypted: true },
    responseElements: {
      requestId: `59dbff89-35bd-4eac-99ed-${hex.slice(0, 12)}`,
      volumeId: `vol-0${hex.slice(0, 16)}`,
      size: '100',
      zone: `${REGION}a`,
      status: 'creating',
      volumeType: 'gp3',
      iops: 3000,
      throughput: 125,
    },
    arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:volume/vol-0${hex.slice(0, 16)}`,
  }),
  (name, hex) => ({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateSecurityGroup',
    requestParameters: { groupName: name, groupDescription: name, vpcId: 'vpc-06fe1a64761a0f7a1' },
    responseElements: {
      requestId: `59dbff89-35bd-4eac-99ed-${hex.slice(0, 12)}`,
      _return: true,
      groupId: `sg-0${hex.slice(0, 16)}`,
    },
    arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-0${hex.slice(0, 16)}`,
  }),
];

const ACCOUNT = '111122223333';
const REGION = 'ap-northeast-2';

interface Creation {
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
  readonly resources?: unknown;
  readonly arn: string;
}

/** A creation of a burst: the record, its resource, and who made it when. */
export interface BurstCreation {
  readonly record: Readonly<Record<string, unknown>>;
  readonly arn: string;
  readonly person: string;
  /** Milliseconds after the start of the burst. */
  readonly at: number;
}

/**
 * People who create resources at an even pace; who makes what is scattered, so that no batch divides evenly.
 *
 * @param count number of creations
 * @param people number of people
 * @param start epoch milliseconds of the first creation
 * @param duration milliseconds over which the creations are spread
 */
export function burst(count: number, people: number, start: number, duration: number): readonly BurstCreation[] {
  return Array.from({ length: count }, (_, index) => {
    const hex = scramble(index);
    const person = `person-${String(Number.parseInt(hex.slice(0, 6), 16) % people).padStart(2, '0')}`;
    const kind = kinds[index % kinds.length] as (typeof kinds)[number];
    const { arn, ...creation } = kind(`burst-${hex}`, hex);
    const at = Math.floor((index * duration) / count);
    return { arn, person, at, record: envelope(creation, person, hex, new Date(start + at)) };
  });
}

function envelope(
  creation: Omit<Creation, 'arn'>,
  person: string,
  hex: string,
  time: Date,
): Readonly<Record<string, unknown>> {
  const eventTime = `${time.toISOString().slice(0, 19)}Z`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEID0000000A:${person}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Developer/${person}`,
      accountId: ACCOUNT,
      accessKeyId: `ASIAEXAMPLE${hex.slice(0, 9).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEID0000000A',
          arn: `arn:aws:iam::${ACCOUNT}:role/Developer`,
          accountId: ACCOUNT,
          userName: 'Developer',
        },
        attributes: { creationDate: eventTime, mfaAuthenticated: 'false' },
      },
    },
    eventTime,
    awsRegion: REGION,
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.7 md/prompt#off',
    requestID: `5f1c8c1e-7c0a-4d0f-9b63-${hex.slice(0, 12)}`,
    eventID: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${creation.eventSource.split('.')[0]}.${REGION}.amazonaws.com`,
    },
    ...creation,
  };
}

/** 32 hexadecimal digits that differ for each index and do not count upwards. */
function scramble(index: number): string {
  return [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f]
    .map((factor) => (Math.imul(index + 1, factor) >>> 0).toString(16).padStart(8, '0'))
    .join('');
}

const NAME = /burst-[0-9a-f]{32}|(?:vol|sg)-0[0-9a-f]{16}/g;

/** What a person would call a resource of a burst; no name is part of another. */
export function nameOf(arn: string): string {
  return arn.match(NAME)?.[0] ?? arn;
}

/** How often each resource of a burst stands in a text. */
export function countNames(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [name] of text.matchAll(NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
