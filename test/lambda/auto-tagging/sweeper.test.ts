import { createHash } from 'node:crypto';
import { parseMessage } from '../../../lambda/auto-tagging/cloudtrail/parse';
import type { SweepInput, SweepOutput } from '../../../lambda/auto-tagging/sweeper';
import { Loopback } from './notification/loopback';

type Handler = (input: SweepInput) => Promise<SweepOutput>;
type Input = Readonly<Record<string, unknown>>;
interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

const ACCOUNT = '111122223333';
const arnOf = (id: string) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${id}`;
const listed = (id: string) => ({
  Arn: arnOf(id),
  OwningAccountId: ACCOUNT,
  Region: 'us-east-1',
  ResourceType: 'sqs:queue',
});

let aws: Loopback;
let calls: { readonly operation: string; readonly input: Input }[];
let answers: Record<string, (input: Input) => { readonly status?: number; readonly json: unknown }>;
let output: string;
let handler: Handler;

beforeAll(async () => {
  aws = await Loopback.start((asked, body, response) => {
    const target = asked.headers['x-amz-target'];
    const operation = typeof target === 'string' ? (target.split('.').at(-1) ?? '') : (asked.url ?? '').slice(1);
    const input = JSON.parse(body) as Input;
    calls.push({ operation, input });
    const { status = 200, json } = answers[operation]?.(input) ?? { status: 400, json: { __type: 'Unexpected' } };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(json));
  });
  process.env.AWS_ENDPOINT_URL = aws.url;
  process.env.QUEUE_URL = `${aws.url}/${ACCOUNT}/tagger`;
  process.env.VIEW_ARN = '';
  ({ handler } = (await import('../../../lambda/auto-tagging/sweeper')) as { handler: Handler });
});

afterAll(async () => {
  for (const name of ['AWS_ENDPOINT_URL', 'QUEUE_URL', 'VIEW_ARN']) delete process.env[name];
  await aws.stop();
});

beforeEach(() => {
  calls = [];
  output = '';
  answers = {
    ListResources: () => ({ json: { Resources: [listed('one')] } }),
    LookupEvents: ({ LookupAttributes }) => {
      const [{ AttributeValue: name } = { AttributeValue: '' }] = LookupAttributes as { AttributeValue: string }[];
      return {
        json: { Events: name === 'one' ? [{ CloudTrailEvent: creationOf(name) }, { CloudTrailEvent: '{' }] : [] },
      };
    },
    SendMessageBatch: ({ Entries }) => ({ json: { Successful: (Entries as Entry[]).map(successful), Failed: [] } }),
  };
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

// The SDK compares the checksum.
const successful = ({ Id, MessageBody }: Entry) => ({
  Id,
  MessageId: `m${Id}`,
  MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
});
const creationOf = (name: string): string =>
  JSON.stringify({
    eventVersion: '1.08',
    eventID: '5b3d4e5f-0000-4000-8000-000000000000',
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    eventTime: '2026-01-02T03:04:05Z',
    awsRegion: 'us-east-1',
    recipientAccountId: ACCOUNT,
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ada`, userName: 'ada' },
    userAgent: 'console',
    requestParameters: { queueName: name },
    responseElements: { queueUrl: name },
    readOnly: false,
  });
const of = (operation: string) => calls.filter((call) => call.operation === operation).map(({ input }) => input);
const sent = () => of('SendMessageBatch').flatMap(({ Entries }) => Entries as Entry[]);

describe('handler', () => {
  it('hands a resource and its creating event to the tagger', async () => {
    expect(await handler({ nextToken: 'page-2' })).toEqual({ nextToken: 'global:', found: 1, attributed: 1, sent: 1 });
    expect(of('ListResources')).toEqual([
      {
        Filters: { FilterString: 'tag:none resourcetype.supports:tags region:us-east-1' },
        MaxResults: 50,
        NextToken: 'page-2',
      },
    ]);
    expect(of('LookupEvents')).toEqual([
      { LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'one' }], MaxResults: 50 },
    ]);
    expect(parseMessage(sent()[0]?.MessageBody ?? '')).toMatchObject({
      kind: 'found',
      resource: { arn: arnOf('one'), type: 'sqs:queue', accountId: ACCOUNT, region: 'us-east-1' },
      event: { eventName: 'CreateQueue', userIdentity: { userName: 'ada' } },
    });
  });

  it('passes the token of Resource Explorer on', async () => {
    answers.ListResources = () => ({ json: { Resources: [], NextToken: 'page-3' } });
    expect(await handler({})).toEqual({ nextToken: 'page-3', found: 0, attributed: 0, sent: 0 });
  });

  it('ends with the global resources', async () => {
    const distribution = {
      Arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E1`,
      OwningAccountId: ACCOUNT,
      Region: 'global',
    };
    answers.ListResources = () => ({ json: { Resources: [distribution, listed('one')] } });
    expect(await handler({ nextToken: 'global:' })).toEqual({ found: 1, attributed: 0, sent: 1 });
    expect(of('ListResources')).toMatchObject([
      { Filters: { FilterString: expect.stringMatching(/region:global$/u) } },
    ]);
    expect(parseMessage(sent()[0]?.MessageBody ?? '')).toEqual({
      kind: 'found',
      resource: expect.objectContaining({ arn: distribution.Arn, region: 'us-east-1' }),
    });
  });

  it('leaves out what AWS owns, and says so', async () => {
    const Arn = `arn:aws:rds:us-east-1:${ACCOUNT}:pg:default.mysql8.0`;
    answers.ListResources = () => ({ json: { Resources: [{ ...listed('x'), Arn }] } });
    expect(await handler({})).toMatchObject({ found: 0, sent: 0 });
    expect(output).toContain('default of RDS');
    expect(calls).toHaveLength(1);
  });

  it('returns what it would send in a dry run', async () => {
    expect(await handler({ dryRun: true })).toEqual({
      nextToken: 'global:',
      dryRun: true,
      found: 1,
      attributed: 1,
      sent: 0,
      resources: [
        {
          arn: arnOf('one'),
          resourceType: 'sqs:queue',
          accountId: ACCOUNT,
          region: 'us-east-1',
          eventName: 'CreateQueue',
          creator: `arn:aws:iam::${ACCOUNT}:user/ada`,
        },
      ],
    });
    expect(sent()).toEqual([]);
  });

  it('sends ten at once, and again only what failed', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `one-${index}`);
    answers.ListResources = () => ({ json: { Resources: ids.map(listed) } });
    answers.LookupEvents = ({ LookupAttributes }) => {
      const [{ AttributeValue: name } = { AttributeValue: '' }] = LookupAttributes as { AttributeValue: string }[];
      return { json: { Events: [{ CloudTrailEvent: creationOf(name) }] } };
    };
    let failing = true;
    answers.SendMessageBatch = ({ Entries }) => {
      const [first, ...others] = Entries as Entry[];
      const failed = failing && first ? [{ Id: first.Id, Code: 'InternalError', SenderFault: false }] : [];
      const taken = failing ? others : (Entries as Entry[]);
      failing = false;
      return { json: { Successful: taken.map(successful), Failed: failed } };
    };
    expect(await handler({})).toMatchObject({ found: 12, attributed: 12, sent: 12 });
    expect(of('SendMessageBatch').map(({ Entries }) => (Entries as Entry[]).length)).toEqual([10, 1, 2]);
    expect(new Set(sent().map(({ MessageBody }) => MessageBody)).size).toBe(12);
  });

  it.each([
    [true, /SQS refused a message: InvalidMessageContents/u],
    [false, /1 messages failed: InvalidMessageContents/u],
  ])('throws when a message cannot be sent (fault of the sender: %s)', async (SenderFault, expected) => {
    answers.SendMessageBatch = ({ Entries }) => ({
      json: {
        Successful: [],
        Failed: (Entries as Entry[]).map(({ Id }) => ({ Id, Code: 'InvalidMessageContents', SenderFault })),
      },
    });
    await expect(handler({})).rejects.toThrow(expected);
  });
});
