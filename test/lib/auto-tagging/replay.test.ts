import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { removeAssemblies, synthesize } from '../../../bin/commands/synthesize';
import { explain } from '../../../lib/auto-tagging/explain';
import type { SourceRecord } from '../../../lib/auto-tagging/read-records';
import { ReplayError, type ReplayOptions, replay } from '../../../lib/auto-tagging/replay';
import { type LocalAws, startLocalAws } from '../../../lib/local/aws/local-aws';
import { RealClock } from '../../../lib/local/real-clock';
import { startLocalSlack } from '../../../lib/local/slack';
import { queueArn, queueCreated } from '../../bin/cli';

const allTags = {
  owner: 'ana',
  'created-by': 'arn:aws:iam::123456789012:user/ana',
  'created-at': '2026-03-02',
  'cost-center': 'unassigned',
};

let assembly: string;
beforeAll(() => {
  assembly = synthesize(() => {});
});
afterAll(removeAssemblies);

let account: LocalAws;
beforeEach(async () => {
  account = await startLocalAws({ clock: new RealClock() });
});
afterEach(() => account.stop());

const sourcesOf = (values: readonly unknown[]): readonly SourceRecord[] =>
  values.map((value, index) => ({ where: `file#${index}`, value }));
const run = (values: readonly unknown[], options: Partial<ReplayOptions> = {}) =>
  replay({ assembly, sources: sourcesOf(values), ...options });

describe('replay', () => {
  test('tells for each record, in the order of the input, what became of it', async () => {
    const failure = { errorCode: 'AccessDenied', errorMessage: 'no' };
    const role = { sessionContext: { sessionIssuer: { userName: 'takehome-auto-tagging-member' } } };
    const { outcomes } = await run([
      queueCreated('a'),
      { neither: 'nor' },
      queueCreated('b', failure),
      queueCreated('c', { readOnly: true }),
      queueCreated('d', { eventName: 'DeleteQueue' }),
      queueCreated('e', { userIdentity: { ...role, type: 'AssumedRole' } }),
      { source: 'aws.sqs', 'detail-type': 'AWS API Call via CloudTrail', detail: queueCreated('f') },
      queueCreated('g', { eventSource: 'unheard-of.amazonaws.com' }),
      queueCreated('h', { requestParameters: { queueName: 'h', tags: allTags } }),
    ]);
    expect(outcomes.map(({ eventId, outcome, reason }) => [eventId, outcome, reason])).toEqual([
      ['event-a', 'tagged', 'These tags were missing: owner, created-by, created-at, cost-center.'],
      ['', 'failed', 'file#1: not a CloudTrail record: eventSource and eventName missing'],
      ['event-b', 'skipped', 'The call failed: AccessDenied.'],
      ['event-c', 'skipped', 'The call only reads.'],
      ['event-d', 'skipped', 'DeleteQueue does not create anything.'],
      ['event-e', 'skipped', 'The tagger made this call itself.'],
      ['event-f', 'tagged', 'These tags were missing: owner, created-by, created-at, cost-center.'],
      ['event-g', 'unmapped', 'unheard-of.amazonaws.com is not a service that IAM knows.'],
      ['event-h', 'compliant', 'All required tags are present.'],
    ]);
    expect(outcomes[0]).toMatchObject({ arns: [queueArn('a')], tags: allTags });
  });

  test('judges copies, and events that share an id, each on its own', async () => {
    const same = { eventID: 'same' };
    const { outcomes } = await run([
      queueCreated('a', same),
      queueCreated('b', same),
      queueCreated('a', same),
      queueCreated('c', { ...same, eventSource: 'unheard-of.amazonaws.com' }),
    ]);
    expect(outcomes.map(({ outcome, arns }) => [outcome, arns])).toEqual([
      ['tagged', [queueArn('a')]],
      ['tagged', [queueArn('b')]],
      ['compliant', [queueArn('a')]],
      ['unmapped', []],
    ]);
  });

  test('keeps a dry run on this machine', async () => {
    const { AWS_ENDPOINT_URL } = process.env;
    process.env.AWS_ENDPOINT_URL = account.url;
    try {
      const { digests } = await run([queueCreated('a')]);
      expect(digests).toHaveLength(1);
      expect(account.calls).toEqual([]);
    } finally {
      if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
    }
  });

  test('reads tags through the endpoint, and writes none', async () => {
    const role = 'arn:aws:iam::123456789012:role/tagged';
    account.inventory.add(queueArn('a'), allTags);
    account.inventory.add(role, allTags);
    const roleCreated = {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateRole',
      requestParameters: { roleName: 'tagged' },
      responseElements: { role: { arn: role, roleName: 'tagged', roleId: 'AROAEXAMPLE' } },
    };
    const values = [queueCreated('a'), queueCreated('b'), queueCreated('role', roleCreated)];
    const { outcomes } = await run(values, { readThrough: account.url });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['compliant', 'tagged', 'compliant']);
    expect(new Set(account.calls.map(({ operation }) => operation))).toEqual(new Set(['GetResources', 'ListRoleTags']));
    expect(account.inventory.tagsOf(queueArn('b'))).toEqual({});
  });

  test('says why a record was given up', async () => {
    await using broken = await answering(500, '{"__type":"InternalServiceException","message":"out of order"}');
    const { outcomes } = await run([queueCreated('a')], { readThrough: broken.url });
    expect(outcomes).toMatchObject([{ outcome: 'failed', eventName: 'CreateQueue' }]);
    expect(outcomes[0]?.reason).toMatch(/The tags could not be read: .*InternalService/);
  });

  test('outlives an endpoint that went away', async () => {
    const gone = await answering(200, '{}');
    await gone[Symbol.asyncDispose]();
    const { outcomes } = await run([queueCreated('a')], { readThrough: gone.url });
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('ECONNREFUSED') }]);
  });

  test('tags the account when it is told to, and nothing but that leaves the machine', async () => {
    const environment = { AWS_ENDPOINT_URL: account.url, AWS_ACCESS_KEY_ID: 'AKIACALLER', AWS_SECRET_ACCESS_KEY: 'x' };
    account.inventory.add(queueArn('b'), { owner: 'bob' });
    const { outcomes, digests } = await run([queueCreated('a'), queueCreated('b')], { apply: { environment } });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['tagged', 'tagged']);
    expect(account.inventory.tagsOf(queueArn('a'))).toEqual(allTags);
    expect(account.inventory.tagsOf(queueArn('b'))).toEqual({ ...allTags, owner: 'bob' });
    expect(new Set(account.calls.map(({ service }) => service))).toEqual(new Set(['tagging']));
    expect(digests).not.toEqual([]);
  });

  test('posts digests to the given URL', async () => {
    const slack = await startLocalSlack({ clock: new RealClock() });
    try {
      const result = await run([queueCreated('a')], { slackUrl: `${slack.url}/services/T1/B1/secret` });
      expect(result).toMatchObject({ digests: [], posted: 1 });
      expect(result.slackProblem).toBeUndefined();
      expect(slack.messages).toMatchObject(
        [{ path: '/services/T1/B1/secret', body: { text: /1 tagged/ } }].map(() => ({
          path: '/services/T1/B1/secret',
        })),
      );
      expect(slack.messages[0]?.body.text).toContain('1 tagged');
    } finally {
      await slack.stop();
    }
  });

  test('does not wait for Slack by the clock on the wall', async () => {
    await using broken = await answering(404, 'no_service');
    const environment = { AWS_ENDPOINT_URL: account.url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const result = await run([queueCreated('a')], { apply: { environment }, slackUrl: `${broken.url}/secret` });
    expect(result).toMatchObject({ outcomes: [{ outcome: 'tagged' }], posted: 0, slackProblem: 'HTTP 404 no_service' });
  });

  test('ends, and says so, when Slack refuses', async () => {
    await using broken = await answering(404, 'no_service');
    const result = await run([queueCreated('a')], { slackUrl: `${broken.url}/services/secret` });
    expect(result).toMatchObject({ posted: 0, slackProblem: 'HTTP 404 no_service' });
    expect(result.outcomes).toMatchObject([{ outcome: 'tagged' }]);
  });

  test.each<[string, readonly unknown[], string]>([
    ['nothing', [], 'no CloudTrail record: the input holds no record at all'],
    [
      'no CloudTrail',
      [{ a: 1 }, 7],
      'no CloudTrail record: file#0: not a CloudTrail record: eventSource and eventName missing',
    ],
  ])('refuses input with %s in it', async (_, values, message) => {
    await expect(run(values)).rejects.toThrow(new ReplayError(message));
  });
});

describe('explain', () => {
  test('says who, what, which tags, and why', async () => {
    const record = queueCreated('a', { requestParameters: { queueName: 'a', tags: { owner: 'team-a' } } });
    const explanation = explain(assembly, record, await run([record]));
    expect(explanation).toMatchObject({
      event: { eventId: 'event-a', eventName: 'CreateQueue', eventTime: '2026-03-02T09:00:01Z' },
      who: { owner: 'ana', arn: 'arn:aws:iam::123456789012:user/ana', tool: '' },
      derivation: { kind: 'created' },
      resources: [{ arn: queueArn('a'), type: 'sqs:queue' }],
      required: [
        { key: 'owner', state: 'in the event', value: 'team-a' },
        {
          key: 'created-by',
          state: 'added',
          value: 'arn:aws:iam::123456789012:user/ana',
          source: 'the ARN of the identity',
        },
        { key: 'created-at', state: 'added', value: '2026-03-02' },
        { key: 'cost-center', state: 'added', value: 'unassigned' },
      ],
      outcome: 'tagged',
      slack: [expect.stringContaining('Tagged (1)')],
    });
  });

  test('says which tags stay missing', async () => {
    const record = queueCreated('a', { eventSource: 'unheard-of.amazonaws.com' });
    const { derivation, resources, required } = explain(assembly, record, await run([record]));
    expect([derivation.kind, resources]).toEqual(['unmapped', []]);
    expect(required.map(({ state }) => state)).toEqual(['missing', 'missing', 'missing', 'missing']);
  });
});

/** A server that gives everybody the same answer. */
async function answering(status: number, body: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server: Server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
