import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import type { CloudTrailEvent } from '../../../lambda/auto-tagging/cloudtrail/event';
import type { Derivation } from '../../../lambda/auto-tagging/derivation/derivation';
import { type RecordOutcome, readOutcome } from '../../../lambda/auto-tagging/outcome';
import type { TagPolicy } from '../../../lambda/auto-tagging/policy/tag-policy';
import { createTagger, InvalidEnvironmentError } from '../../../lambda/auto-tagging/tagger';
import {
  ACCOUNT,
  batch,
  contextOf,
  createdBy,
  entriesOf,
  error,
  FakeAws,
  failed,
  message,
  policy,
  queueArn,
  recordOf,
  sqsRecord,
} from './factories';

const aws = new FakeAws();
const today = new Date().toISOString().slice(0, 10);
const added = { Owner: 'ann', CreatedAt: today };
const environment = {
  queueUrl: 'http://queue/tagger',
  eventBusName: 'default',
  tagCallsPerSecond: '500',
  memberRoleName: '',
};

interface Run {
  readonly response: SQSBatchResponse;
  readonly outcomes: readonly RecordOutcome[];
  readonly lines: readonly Record<string, unknown>[];
}
interface Options {
  readonly policy?: TagPolicy;
  readonly derive?: (event: CloudTrailEvent) => Derivation;
  readonly remaining?: number;
  readonly environment?: Partial<typeof environment>;
}

function deriveArns(event: CloudTrailEvent): Derivation {
  return { kind: 'created', resources: createdBy(event), reason: 'as the test says' };
}

async function run(records: readonly SQSRecord[], options: Options = {}): Promise<Run> {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(...String(chunk).split('\n').filter(Boolean));
    return true;
  });
  try {
    const rules = { policy: options.policy ?? policy, derive: options.derive ?? deriveArns };
    const tagger = createTagger({ ...environment, ...options.environment }, rules);
    const response = await tagger(batch(...records), contextOf(options.remaining));
    const outcomes = lines.flatMap((line) => readOutcome(line)?.record ?? []);
    return { response, outcomes, lines: lines.map((line) => JSON.parse(line)) };
  } finally {
    write.mockRestore();
  }
}

const ids = ({ response }: Run) => response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const types = () => aws.published().map(({ type, finding }) => [type, finding.id]);

beforeAll(() => aws.start());
afterAll(() => aws.stop());
beforeEach(() => {
  aws.reset();
  // No jitter: retries come at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

describe('createTagger', () => {
  it.each(['', '0', '-1', 'five'])('refuses TAG_CALLS_PER_SECOND=%s', (tagCallsPerSecond) => {
    const rules = { policy, derive: deriveArns };
    expect(() => createTagger({ ...environment, tagCallsPerSecond }, rules)).toThrow(InvalidEnvironmentError);
  });

  it('tags, publishes, logs and acknowledges', async () => {
    const arn = queueArn('a');
    const result = await run([message('m1', recordOf('e1', [arn]))]);
    expect(ids(result)).toEqual([]);
    expect(aws.of('TagResources')[0]?.input).toEqual({ ResourceARNList: [arn], Tags: added });
    expect(result.outcomes).toEqual([
      expect.objectContaining({ eventId: 'e1', outcome: 'tagged', arns: [arn], tags: added, eventName: 'CreateQueue' }),
    ]);
    expect(aws.published()).toEqual([
      {
        type: 'ResourceTagged',
        finding: expect.objectContaining({
          id: `ResourceTagged#${arn}`,
          arn,
          owner: 'ann',
          tags: added,
          eventId: 'e1',
          accountId: ACCOUNT,
        }),
      },
    ]);
    const metrics = result.lines.find((line) => '_aws' in line);
    expect(metrics).toMatchObject({ Tagged: 1, Failed: 0, Retried: 0, service: 'tagger' });
  });

  it('tags before it publishes', async () => {
    await run([message('m1', recordOf('e1', [queueArn('a')]))]);
    const order = aws.calls.map(({ action }) => action);
    expect(order).toEqual(['GetResources', 'TagResources', 'PutEvents']);
  });

  it('fills calls of twenty across records', async () => {
    const records = Array.from({ length: 65 }, (_, i) =>
      message(`m${i}`, recordOf(`e${i}`, [queueArn(`q${i}`), queueArn(`r${i}`)])),
    );
    const result = await run(records);
    expect(aws.tagged().map((arns) => arns.length)).toEqual([20, 20, 20, 20, 20, 20, 10]);
    expect(aws.of('GetResources')).toHaveLength(2);
    expect(result.outcomes.filter(({ outcome }) => outcome === 'tagged')).toHaveLength(65);
    expect(new Set(aws.published().map(({ finding }) => finding.id)).size).toBe(130);
  });

  it.each([
    [1, 10],
    [2, 10],
    [3, 0],
  ])('on receive %d leaves %d records of a backlog waiting', async (receives, waiting) => {
    const records = Array.from({ length: 110 }, (_, i) =>
      message(`m${i}`, recordOf(`e${i}`, [queueArn(`q${i}`)]), receives),
    );
    expect(ids(await run(records))).toHaveLength(waiting);
  });

  it('lets the rest of a backlog wait for a fuller call', async () => {
    const records = Array.from({ length: 510 }, (_, i) => message(`m${i}`, recordOf(`e${i}`, [queueArn(`q${i}`)])));
    const first = await run(records);
    expect(aws.tagged().every((arns) => arns.length === 20)).toBe(true);
    expect(ids(first)).toHaveLength(10);
    expect(
      aws
        .of('ChangeMessageVisibilityBatch')
        .flatMap(entriesOf)
        .map((entry) => entry.VisibilityTimeout),
    ).toEqual(Array.from({ length: 10 }, () => 0));
    aws.reset();
    const back = records.filter(({ messageId }) => ids(first).includes(messageId));
    const again = back.map((record) => ({
      ...record,
      attributes: { ...record.attributes, ApproximateReceiveCount: '2' },
    }));
    expect(ids(await run(again))).toEqual([]);
    expect(aws.tagged().map((arns) => arns.length)).toEqual([10]);
  });

  it('adds only what is missing and says nothing of what complies', async () => {
    const [partly, fully] = [queueArn('partly'), queueArn('fully')];
    const list = [
      { ResourceARN: partly, Tags: [{ Key: 'Owner', Value: 'bob' }] },
      { ResourceARN: fully, Tags: Object.entries(added).map(([Key, Value]) => ({ Key, Value })) },
    ];
    aws.on('GetResources', () => ({ json: { ResourceTagMappingList: list } }));
    const result = await run([message('m1', recordOf('e1', [partly])), message('m2', recordOf('e2', [fully]))]);
    expect(aws.of('TagResources').map(({ input }) => input)).toEqual([
      { ResourceARNList: [partly], Tags: { CreatedAt: today } },
    ]);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(['tagged', 'compliant']);
    expect(types()).toEqual([['ResourceTagged', `ResourceTagged#${partly}`]]);
  });

  it('reads all pages', async () => {
    const arns = [queueArn('a'), queueArn('b')];
    aws.on('GetResources', ({ input }) => {
      const [arn, token] = input.PaginationToken === 'next' ? [arns[1], ''] : [arns[0], 'next'];
      const Tags = [
        { Key: 'Owner', Value: 'bob' },
        { Key: 'CreatedAt', Value: 'x' },
      ];
      return { json: { ResourceTagMappingList: [{ ResourceARN: arn, Tags }], PaginationToken: token } };
    });
    const result = await run([message('m1', recordOf('e1', arns))]);
    expect(result.outcomes[0]?.outcome).toBe('compliant');
    expect(aws.of('TagResources')).toEqual([]);
  });

  it.each([
    'ThrottlingException',
    'ThrottledException',
    'Throttling',
    'TooManyRequestsException',
    'RequestLimitExceeded',
  ])('tries again after %s of the call and of an ARN', async (code) => {
    const arn = queueArn('a');
    const answers = [error(code), failed({ [arn]: [code, 'slow down'] })];
    aws.on('TagResources', () => answers.shift() ?? { json: {} });
    const result = await run([message('m1', recordOf('e1', [arn]))]);
    expect(aws.of('TagResources')).toHaveLength(3);
    expect(result.outcomes[0]?.outcome).toBe('tagged');
  });

  it('reads FailedResourcesMap for each ARN', async () => {
    const [good, bad] = [queueArn('good'), queueArn('bad')];
    aws.on('TagResources', () =>
      failed({ [bad]: ['AccessDeniedException', 'not authorized to perform sqs:TagQueue'] }),
    );
    const result = await run([message('m1', recordOf('e1', [good])), message('m2', recordOf('e2', [bad]))]);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(['tagged', 'refused']);
    expect(result.outcomes[1]?.reason).toContain('AccessDeniedException: not authorized to perform sqs:TagQueue');
    expect(types()).toEqual([
      ['ResourceTagged', `ResourceTagged#${good}`],
      ['TagRefused', `TagRefused#${bad}`],
    ]);
    expect(ids(result)).toEqual([]);
  });

  it.each([
    [1, 10],
    [3, 30],
  ])(
    'on receive %d lets a resource that is not there yet come again in %d s, and tags the others',
    async (receives, delay) => {
      const [good, late] = [queueArn('good'), queueArn('late')];
      aws.on('TagResources', () => failed({ [late]: ['ResourceNotFoundException', 'no such queue'] }));
      const result = await run([message('m1', recordOf('e1', [good, late]), receives)]);
      expect(ids(result)).toEqual(['m1']);
      expect(result.outcomes).toEqual([]);
      expect(types()).toEqual([['ResourceTagged', `ResourceTagged#${good}`]]);
      expect(entriesOf(aws.of('ChangeMessageVisibilityBatch')[0] as never)).toEqual([
        { Id: '0', ReceiptHandle: 'handle-m1', VisibilityTimeout: delay },
      ]);
      expect(result.lines).toContainEqual(
        expect.objectContaining({ message: 'retried', messageId: 'm1', eventId: 'e1' }),
      );
    },
  );

  it.each([
    [9, [], ['m1']],
    [11, ['refused'], []],
  ])('%d minutes after the creation "not found" means: %j', async (minutes, outcomes, failures) => {
    const eventTime = new Date(Date.now() - minutes * 60_000).toISOString();
    aws.on('TagResources', () => error('ResourceNotFoundException', 'no such queue'));
    const result = await run([message('m1', recordOf('e1', [queueArn('a')], { eventTime }))]);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(ids(result)).toEqual(failures);
  });

  it('halves a call until the invalid ARN is alone', async () => {
    const arns = Array.from({ length: 20 }, (_, i) => queueArn(`q${i}`));
    const bad = arns[13] ?? '';
    aws.on('TagResources', ({ input }) =>
      (input.ResourceARNList as string[]).includes(bad) ? error('InvalidParameterException', 'bad tag') : { json: {} },
    );
    const result = await run(arns.map((arn, i) => message(`m${i}`, recordOf(`e${i}`, [arn]))));
    expect(result.outcomes.filter(({ outcome }) => outcome === 'tagged')).toHaveLength(19);
    expect(result.outcomes.find(({ outcome }) => outcome === 'refused')?.arns).toEqual([bad]);
  });

  it('calls the service itself where the Resource Groups Tagging API does not support the type', async () => {
    const arn = `arn:aws:fis:us-east-1:${ACCOUNT}:experiment/EXP1`;
    aws.on('TagResources', () =>
      failed({ [arn]: ['InvalidParameterException', 'The resource type is not supported'] }),
    );
    const path = `/tags/${encodeURIComponent(arn)}`;
    aws.on(`GET ${path}`, () => ({ json: { tags: { Owner: 'bob' } } }));
    aws.on(`POST ${path}`, () => ({ status: 204 }));
    const result = await run([message('m1', recordOf('e1', [arn]))]);
    expect(result.outcomes[0]?.outcome).toBe('tagged');
    const [call] = aws.of(`POST ${path}`);
    expect(JSON.parse(call?.body ?? '')).toEqual({ tags: { CreatedAt: today } });
    expect(call?.headers.authorization).toMatch(/Credential=test\/\d{8}\/us-east-1\/fis\/aws4_request/);
    expect(call?.headers['x-amz-target']).toBeUndefined();
  });

  it('tells both reasons where neither works', async () => {
    const arn = `arn:aws:fis:us-east-1:${ACCOUNT}:experiment/EXP1`;
    aws.on('TagResources', () => failed({ [arn]: ['InvalidParameterException', 'not supported'] }));
    aws.on(`GET /tags/${encodeURIComponent(arn)}`, () =>
      error('AccessDeniedException', 'fis:ListTagsForResource', 403),
    );
    const { outcomes } = await run([message('m1', recordOf('e1', [arn]))]);
    expect(outcomes[0]).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(
        /AccessDeniedException: fis:List.*Tagging API: InvalidParameterException: not supported/,
      ),
    });
  });

  it('fails a poison record alone', async () => {
    const result = await run([sqsRecord('bad', '{'), message('m1', recordOf('e1', [queueArn('a')]))]);
    expect(ids(result)).toEqual(['bad']);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'tagged']);
  });

  it('tags and publishes duplicates once', async () => {
    const arn = queueArn('a');
    const records = [
      message('m1', recordOf('e1', [arn])),
      message('m2', recordOf('e1', [arn])),
      message('m3', recordOf('e3', [arn])),
    ];
    const result = await run(records);
    expect(aws.tagged()).toEqual([[arn]]);
    expect(types()).toEqual([['ResourceTagged', `ResourceTagged#${arn}`]]);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(['tagged', 'compliant', 'compliant']);
    expect(ids(result)).toEqual([]);
  });

  it.each<[string, number, Record<string, string>, string, number]>([
    ['its own tags, redelivered', 2, added, 'tagged', 1],
    ['its own tags, first delivery', 1, added, 'compliant', 0],
    ["somebody else's tags, redelivered", 2, { ...added, Owner: 'bob' }, 'compliant', 0],
  ])('finds %s', async (_, receiveCount, tags, outcome, findings) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    aws.on('GetResources', () => ({ json: { ResourceTagMappingList: [{ ResourceARN: queueArn('a'), Tags }] } }));
    const result = await run([message('m1', recordOf('e1', [queueArn('a')]), receiveCount)]);
    expect(result.outcomes[0]?.outcome).toBe(outcome);
    expect(aws.published()).toHaveLength(findings);
    expect(aws.of('TagResources')).toEqual([]);
  });

  it('gives back only the records whose findings were not published', async () => {
    aws.on('PutEvents', (call) => ({
      json: {
        FailedEntryCount: 1,
        Entries: entriesOf(call).map(({ Detail }) =>
          String(Detail).includes(queueArn('bad'))
            ? { ErrorCode: 'InternalFailure', ErrorMessage: 'x' }
            : { EventId: 'e' },
        ),
      },
    }));
    const result = await run([
      message('m1', recordOf('e1', [queueArn('good')])),
      message('m2', recordOf('e2', [queueArn('bad')])),
    ]);
    expect(ids(result)).toEqual(['m2']);
    expect(result.outcomes.map(({ eventId }) => eventId)).toEqual(['e1']);
    expect(aws.of('PutEvents').map((call) => entriesOf(call).length)).toEqual([2, 1, 1, 1]);
  });

  it.each<[Derivation, string, string | undefined]>([
    [{ kind: 'pending', reason: 'An operation id.' }, 'pending', 'ResourcePending#e1'],
    [{ kind: 'unmapped', reason: 'Nothing matches.' }, 'unmapped', 'ResourceNotMapped#e1'],
    [{ kind: 'skipped', reason: 'The call failed.' }, 'skipped', undefined],
    [{ kind: 'created', resources: [], reason: '' }, 'skipped', undefined],
  ])('reports %j', async (derivation, outcome, id) => {
    const result = await run([message('m1', recordOf('e1', []))], { derive: () => derivation });
    expect(result.outcomes[0]?.outcome).toBe(outcome);
    expect(aws.published().map(({ finding }) => finding.id)).toEqual(id === undefined ? [] : [id]);
    expect(ids(result)).toEqual([]);
  });

  it('skips what is out of scope, also when it cannot be mapped', async () => {
    const scoped: TagPolicy = { ...policy, scope: { services: { exclude: ['sqs'] } } };
    const mapped = await run([message('m1', recordOf('e1', [queueArn('a')]))], { policy: scoped });
    const derive = (): Derivation => ({ kind: 'unmapped', reason: '' });
    const unmapped = await run([message('m2', recordOf('e2', []))], { policy: scoped, derive });
    expect([...mapped.outcomes, ...unmapped.outcomes].map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    expect(aws.calls).toEqual([]);
  });

  it.each([
    ['tag', 'tagged', 'ResourceTagged', 1],
    ['alert', 'skipped', 'ResourceUntagged', 0],
  ] as const)('infrastructureAsCode %s: %s', async (infrastructureAsCode, outcome, type, calls) => {
    const userAgent = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io) terraform-provider-aws/5.0';
    const record = recordOf('e1', [queueArn('a')], { userAgent });
    const result = await run([message('m1', record)], { policy: { ...policy, infrastructureAsCode } });
    expect(result.outcomes[0]).toMatchObject({ outcome, reason: expect.stringContaining('default_tags') });
    expect(aws.published().map((finding) => finding.type)).toEqual([type]);
    expect(aws.of('TagResources')).toHaveLength(calls);
  });

  it('adds what it can to a found resource and reports the rest', async () => {
    const both: TagPolicy = {
      required: [...policy.required, { key: 'Env', value: { from: 'literal', value: 'dev' } }],
    };
    const detail = { arn: queueArn('old'), resourceType: 'sqs:queue', accountId: ACCOUNT, region: 'us-east-1' };
    const body = {
      'detail-type': 'Never Tagged Resource Found',
      source: 'takehome.auto-tagging',
      detail,
    };
    const result = await run([sqsRecord('m1', body)], { policy: both });
    expect(aws.of('TagResources')[0]?.input.Tags).toEqual({ Env: 'dev' });
    expect(result.outcomes[0]).toMatchObject({ outcome: 'tagged', tags: { Env: 'dev' } });
    expect(aws.published().map(({ type }) => type)).toEqual(['ResourceTagged', 'TagRefused']);
  });

  it('never overwrites a value that is not allowed, or adds a look-alike', async () => {
    const strict: TagPolicy = {
      required: [{ key: 'Env', value: { from: 'literal', value: 'dev' }, allowedValues: ['dev'] }],
    };
    const tags = { [queueArn('a')]: ['Env', 'x'], [queueArn('b')]: ['ENV', 'dev'] };
    const list = Object.entries(tags).map(([ResourceARN, [Key, Value]]) => ({ ResourceARN, Tags: [{ Key, Value }] }));
    aws.on('GetResources', () => ({ json: { ResourceTagMappingList: list } }));
    const { outcomes } = await run([message('m1', recordOf('e1', Object.keys(tags)))], { policy: strict });
    expect(outcomes[0]?.outcome).toBe('refused');
    expect(aws.of('TagResources')).toEqual([]);
    expect(aws.published()).toHaveLength(2);
  });

  it('gives back what the time does not suffice for', async () => {
    const records = Array.from({ length: 60 }, (_, i) => message(`m${i}`, recordOf(`e${i}`, [queueArn(`q${i}`)])));
    const options = { remaining: 15_400, environment: { tagCallsPerSecond: '4' } };
    const result = await run(records, options);
    expect(aws.tagged().length).toBeGreaterThan(0);
    expect(ids(result).length).toBe(60 - aws.tagged().flat().length);
    expect(ids(result).length).toBeGreaterThan(0);
    expect(result.outcomes).toHaveLength(aws.tagged().flat().length);
  });

  it('gives back what could not be read', async () => {
    aws.on('GetResources', () => error('AccessDeniedException', 'tag:GetResources'));
    const result = await run([message('m1', recordOf('e1', [queueArn('a')]))]);
    expect(ids(result)).toEqual(['m1']);
    expect(aws.of('TagResources')).toEqual([]);
  });

  it('asks the service itself where GetResources does not take an ARN', async () => {
    const arn = `arn:aws:fis:us-east-1:${ACCOUNT}:experiment/EXP1`;
    aws.on('GetResources', ({ input }) =>
      (input.ResourceARNList as string[]).includes(arn)
        ? error('InvalidParameterException', `${arn} is not a valid AmazonResourceName (ARN)`)
        : { json: { ResourceTagMappingList: [] } },
    );
    aws.on(`GET /tags/${encodeURIComponent(arn)}`, () => ({ json: { tags: added } }));
    const result = await run([message('m1', recordOf('e1', [arn])), message('m2', recordOf('e2', [queueArn('a')]))]);
    expect(aws.tagged()).toEqual([[queueArn('a')]]);
    expect(result.outcomes.map(({ eventId }) => eventId)).toEqual(['e1', 'e2']);
    expect(aws.of(`POST /tags/${encodeURIComponent(arn)}`)).toEqual([]);
  });

  it('assumes the member role in another account', async () => {
    const accountId = '999988887777';
    const credentials = `<AccessKeyId>MEMBER</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
      <Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>`;
    const xml = `<AssumeRoleResponse><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    aws.on('AssumeRole', () => ({ xml }));
    const derive = (event: CloudTrailEvent): Derivation => ({
      kind: 'created',
      resources: createdBy(event).map((resource) => ({ ...resource, accountId })),
      reason: '',
    });
    const options = { derive, environment: { memberRoleName: 'AutoTaggingMember' } };
    const result = await run([message('m1', recordOf('e1', [queueArn('a')]))], options);
    expect(result.outcomes[0]?.outcome).toBe('tagged');
    expect(aws.of('AssumeRole')[0]?.input.RoleArn).toBe(`arn:aws:iam::${accountId}:role/AutoTaggingMember`);
    expect(aws.of('TagResources')[0]?.headers.authorization).toContain('Credential=MEMBER/');
  });

  it('never throws and fails only what it cannot read, whatever JSON the body is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        const result = await run([sqsRecord('any', body), message('good', recordOf('e1', [queueArn('a')]))]);
        expect(ids(result)).not.toContain('good');
        expect(result.outcomes.map(({ eventId }) => eventId)).toContain('e1');
      }),
      { numRuns: 50 },
    );
  });
});

describe('readOutcome', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '"record"',
    '{"message":"outcome"}',
    '{"message":"outcome","record":{"outcome":"lost"}}',
  ])('takes %s for another line', (line) => {
    expect(readOutcome(line)).toBeUndefined();
  });
});
