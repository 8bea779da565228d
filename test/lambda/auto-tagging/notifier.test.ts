import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Finding } from '../../../lambda/auto-tagging/notification/finding';
import type { SlackPayload } from '../../../lambda/auto-tagging/notification/split';
import { alarmEnvelope, findingEnvelope, findingOf, removedEnvelope, textsOf } from './notification/alerts';
import { type Fate, Loopback, startDynamoDb, startProxy } from './notification/loopback';

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
type SlackAnswer = { readonly status: number; readonly body?: string; readonly retryAfter?: string } | 'hang' | 'reset';

const SECRET_PATH = '/services/T000/B000/verysecret';

let dynamoDb: Loopback;
let slack: Loopback;
let secretsManager: Loopback;
let admin: DynamoDBClient;

/** What Slack took. */
let messages: { readonly payload: SlackPayload; readonly time: number; readonly path: string }[];
/** How Slack answers the posts to come; 200 after that. */
let answers: SlackAnswer[];
let posts: number;
let secret: string;
let secretReads: number;
let output: string;
let proxies: Loopback[];
/** How far the tests have turned the clock forward. */
let turned = 0;
let tables = 0;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  admin = new DynamoDBClient({ endpoint: dynamoDb.url });
  slack = await Loopback.start((asked, body, response) => {
    posts++;
    const answer = answers.shift() ?? { status: 200 };
    if (answer === 'hang') return;
    if (answer === 'reset') return void asked.socket.destroy();
    const { status, body: text = 'ok', retryAfter } = answer;
    if (status === 200) messages.push({ payload: JSON.parse(body), time: performance.now(), path: asked.url ?? '' });
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(text);
  });
  secretsManager = await Loopback.start((_, __, response) => {
    secretReads++;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ SecretString: secret }));
  });
});

afterAll(async () => {
  admin.destroy();
  await Promise.all([dynamoDb, slack, secretsManager].map((server) => server.stop()));
});

beforeEach(async () => {
  messages = [];
  answers = [];
  posts = 0;
  secretReads = 0;
  secret = `${slack.url}${SECRET_PATH}`;
  output = '';
  proxies = [];
  turned = 0;
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + turned);
  const capture = (chunk: unknown): boolean => {
    output += String(chunk);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(capture);
  jest.spyOn(process.stderr, 'write').mockImplementation(capture);
  process.env.ALERT_TABLE_NAME = `alerts-${++tables}`;
  process.env.SLACK_URL_SOURCE = 'secretsmanager:slack-url';
  process.env.AWS_ENDPOINT_URL = secretsManager.url;
  await admin.send(
    new CreateTableCommand({
      TableName: process.env.ALERT_TABLE_NAME,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB']) delete process.env[name];
});

/** A cold start. */
async function startNotifier(fateOf: (operation: string) => Fate = () => 'pass'): Promise<Handler> {
  const proxy = await startProxy(dynamoDb, fateOf);
  proxies.push(proxy);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = proxy.url;
  let handler: Handler | undefined;
  await jest.isolateModulesAsync(async () => {
    ({ handler } = (await import('../../../lambda/auto-tagging/notifier')) as { handler: Handler });
  });
  if (!handler) throw new Error('no handler');
  return handler;
}

/** Starts an environment, which dies when `fateOf` lets a call hang. */
async function crash(event: SQSEvent, fateOf: (operation: string) => Fate): Promise<void> {
  let died: () => void = () => {};
  const dead = new Promise<void>((resolve) => {
    died = resolve;
  });
  let isDead = false;
  const handler = await startNotifier((operation) => {
    const fate = isDead ? 'hang-before' : fateOf(operation);
    if (fate !== 'pass' && !isDead) {
      isDead = true;
      setImmediate(died);
    }
    return fate;
  });
  const outcome = handler(event, patient()).then(
    () => 'finished',
    () => 'finished',
  );
  expect(await Promise.race([dead.then(() => 'died'), outcome])).toBe('died');
  // What was passed on before the end shall arrive.
  await wait(50);
}

/** Each look at the remaining time turns the clock forward by a minute, so that no pause is waited out. */
const patient = (remaining = 300_000): Context =>
  ({
    getRemainingTimeInMillis: () => {
      turned += 60_000;
      return remaining;
    },
  }) as Context;
const realTime = { getRemainingTimeInMillis: () => 60_000 } as Context;

const batchOf = (...bodies: readonly unknown[]): SQSEvent =>
  ({
    Records: bodies.map((body, index) => ({
      messageId: `m${index}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  }) as SQSEvent;
const findings = (names: readonly string[], more: Partial<Finding> = {}) =>
  names.map((name) => findingEnvelope(findingOf(name, more)));
const queues = (count: number) =>
  Array.from({ length: count }, (_, index) => `queue-${String(index).padStart(5, '0')}`);

const failedIn = ({ batchItemFailures }: SQSBatchResponse) => batchItemFailures.map((one) => one.itemIdentifier);
const everything = () => messages.flatMap(({ payload }) => textsOf(payload)).join('\n');
/** Names of the resources that Slack's messages list, with repetitions. */
const listed = () => everything().match(/(?<=[|: ])queue-\d{5}(?=[>,\n]|$)/gu) ?? [];
const interruptions = () => everything().match(/Delivery of an earlier digest \((\d+) resources of ada/gu) ?? [];
const metric = (name: string) =>
  output
    .split('\n')
    .filter((line) => line.includes(`"${name}"`))
    .map((line) => (JSON.parse(line) as Record<string, unknown>)[name])
    .at(-1);
const statuses = async () => {
  const { Items = [] } = await admin.send(new ScanCommand({ TableName: process.env.ALERT_TABLE_NAME }));
  return Items.filter(({ id }) => !/^(told|message):/.test(id?.S ?? '')).map(({ status }) => status?.S);
};

describe('handler', () => {
  it('tells each owner once', async () => {
    const handler = await startNotifier();
    const event = batchOf(
      ...findings(['queue-00001', 'queue-00002']),
      ...findings(['queue-00003'], { owner: 'bob' }),
      removedEnvelope,
      alarmEnvelope,
    );
    expect(await handler(event, patient())).toEqual({ batchItemFailures: [] });
    expect(messages.map(({ payload }) => payload.text)).toEqual([
      'Auto-tagging: 2 tagged · ada',
      'Auto-tagging: 1 tagged · bob',
      'Auto-tagging: 1 with a tag removed · unknown',
      'Auto-tagging: 1 alarm',
    ]);
    expect(await statuses()).toEqual(Array(5).fill('posted'));
    expect([metric('SlackPosted'), metric('SlackFailed')]).toEqual([4, 0]);
    expect(output).toContain('"findings":["ResourceTagged arn:aws:sqs:eu-west-1:111122223333:queue-00001"');
  });

  it('tells nothing twice, within a batch and after it', async () => {
    const handler = await startNotifier();
    const event = batchOf(...findings(['queue-00001', 'queue-00001', 'queue-00002']));
    expect(failedIn(await handler(event, patient()))).toEqual([]);
    expect(metric('AlertsDeduplicated')).toBe(1);
    const later = await startNotifier();
    expect(failedIn(await later(event, patient()))).toEqual([]);
    expect(metric('AlertsDeduplicated')).toBe(3);
    expect(listed()).toEqual(['queue-00001', 'queue-00002']);
    expect(posts).toBe(1);
  });

  it('gives back only the records that hold no alert', async () => {
    const handler = await startNotifier();
    const event = batchOf('{', ...findings(['queue-00001']), { source: 'aws.ec2' });
    expect(failedIn(await handler(event, patient()))).toEqual(['m0', 'm2']);
    expect(listed()).toEqual(['queue-00001']);
    expect(output).toContain('NotAnAlertError: the body is not JSON');
  });

  it.each<[string, readonly SlackAnswer[], number]>([
    ['5xx', [{ status: 500 }, { status: 503 }], 3],
    ['429', [{ status: 429, retryAfter: '30' }, { status: 429 }], 3],
  ])('repeats after %s', async (_, given, expected) => {
    answers = [...given];
    const handler = await startNotifier();
    expect(failedIn(await handler(batchOf(...findings(['queue-00001'])), patient()))).toEqual([]);
    expect(posts).toBe(expected);
    expect(listed()).toEqual(['queue-00001']);
  });

  it('waits as long as Retry-After says, and a second between messages', async () => {
    answers = [{ status: 429, retryAfter: '2' }];
    const handler = await startNotifier();
    const started = performance.now();
    const event = batchOf(...findings(['queue-00001']), ...findings(['queue-00002'], { owner: 'bob' }));
    await handler(event, realTime);
    const [first = 0, second = 0] = messages.map(({ time }) => time);
    expect(first - started).toBeGreaterThanOrEqual(2990);
    expect(second - first).toBeGreaterThanOrEqual(990);
  });

  it.each<[string, SlackAnswer, string]>([
    ['a refused message', { status: 400, body: 'invalid_blocks' }, 'SlackRefusedError: HTTP 400 invalid_blocks'],
    ['a dead URL', { status: 404, body: `<p>${SECRET_PATH}` }, 'SlackRefusedError: HTTP 404'],
  ])('goes on after %s', async (_, answer, expected) => {
    answers = [answer];
    const handler = await startNotifier();
    const event = batchOf(...findings(['queue-00001']), ...findings(['queue-00002'], { owner: 'bob' }));
    expect(failedIn(await handler(event, patient()))).toEqual(['m0']);
    expect(listed()).toEqual(['queue-00002']);
    expect(output).toContain(expected);
    expect([metric('SlackPosted'), metric('SlackFailed')]).toEqual([1, 1]);
    expect(failedIn(await handler(event, patient()))).toEqual([]);
    expect(listed()).toEqual(['queue-00002', 'queue-00001']);
    expect(interruptions()).toEqual([]);
  });

  it('gives back what does not fit into its time, unclaimed', async () => {
    answers = Array<SlackAnswer>(9).fill({ status: 503 });
    const handler = await startNotifier();
    const event = batchOf(...findings(['queue-00001']));
    expect(failedIn(await handler(event, patient()))).toEqual(['m0']);
    expect(posts).toBe(4);
    expect(await statuses()).toEqual([]);
    expect(failedIn(await handler(event, { getRemainingTimeInMillis: () => 4000 } as Context))).toEqual(['m0']);
    expect(posts).toBe(4);
    expect(output).toContain('SlackNotReachedError: no time is left');
  });

  it('frees what it claimed when there is no Slack at all', async () => {
    const gone = await Loopback.start(() => {});
    secret = gone.url;
    await gone.stop();
    const handler = await startNotifier();
    expect(failedIn(await handler(batchOf(...findings(['queue-00001'])), patient()))).toEqual(['m0']);
    expect(output).toContain('SlackNotReachedError: ECONNREFUSED');
    expect(await statuses()).toEqual([]);
  });

  it.each<[string, SlackAnswer]>([
    ['breaks the connection', 'reset'],
    ['does not answer', 'hang'],
  ])('does not list again what Slack may have when it %s', async (_, answer) => {
    answers = [answer];
    const handler = await startNotifier();
    const event = batchOf(...findings(['queue-00001', 'queue-00002']));
    expect(failedIn(await handler(event, patient(6500)))).toEqual(['m0', 'm1']);
    expect(output).toContain('SlackUncertainError');
    expect(await statuses()).toEqual(['claimed', 'claimed']);
    expect(failedIn(await handler(event, patient()))).toEqual([]);
    expect(listed()).toEqual([]);
    expect(interruptions()).toEqual(['Delivery of an earlier digest (2 resources of ada']);
    expect(metric('AlertsUncertain')).toBe(2);
    expect(await statuses()).toEqual(['posted', 'posted']);
  });

  it('tells of an interruption once, however the redelivery is cut into batches', async () => {
    answers = ['reset'];
    const handler = await startNotifier();
    const bodies = findings(['queue-00001', 'queue-00002', 'queue-00003']);
    await handler(batchOf(...bodies), patient());
    expect(failedIn(await handler(batchOf(...bodies.slice(0, 1)), patient()))).toEqual([]);
    expect(failedIn(await handler(batchOf(...bodies.slice(1)), patient()))).toEqual([]);
    expect(interruptions()).toEqual(['Delivery of an earlier digest (3 resources of ada']);
    expect(await statuses()).toEqual(Array(3).fill('posted'));
  });
});

describe('a crash', () => {
  it('between the start and the post leaves one line and lists nothing twice', async () => {
    const event = batchOf(...findings(queues(5)));
    let writes = 0;
    await crash(event, (operation) => (operation === 'PutItem' && ++writes === 6 ? 'hang-after' : 'pass'));
    expect(posts).toBe(0);
    expect(await statuses()).toEqual(Array(5).fill('claimed'));
    await expectRedelivered(event);
    expect(listed()).toEqual([]);
    expect(interruptions()).toHaveLength(1);
  });

  it.each([
    ['amid the claims', 30, 'hang-before'],
    ['between the claims and the start', 60, 'hang-after'],
  ] as const)('%s lists everything once, for nothing was posted', async (_, write, fate) => {
    const names = queues(60);
    const event = batchOf(...findings(names));
    let writes = 0;
    await crash(event, (operation) => (operation === 'PutItem' && ++writes === write ? fate : 'pass'));
    expect(posts).toBe(0);
    await expectRedelivered(event);
    expect(listed().toSorted()).toEqual(names);
    expect(interruptions()).toEqual([]);
    expect(await statuses()).toEqual(Array(60).fill('posted'));
  });

  it('between post and record does not list again', async () => {
    const event = batchOf(...findings(queues(5)));
    await crash(event, (operation) => (operation === 'BatchWriteItem' ? 'hang-before' : 'pass'));
    expect(listed()).toEqual(queues(5));
    await expectRedelivered(event);
    expect(listed()).toEqual(queues(5));
    expect(interruptions()).toHaveLength(1);
  });

  it('in the middle of a digest lists the rest, once', async () => {
    const names = queues(60);
    // Each its own long reason, so that few fit into a message.
    const long = names.map((name) => findingOf(name, { reason: `${name.slice(6)} ${'because '.repeat(50)}` }));
    const event = batchOf(...long.map((finding) => findingEnvelope(finding, 'TagRefused')));
    await crash(event, (operation) =>
      operation === 'BatchWriteItem' && messages.length === 2 ? 'hang-before' : 'pass',
    );
    expect(messages[0]?.payload.text).toMatch(/part 1 of [3-9]/u);
    await expectRedelivered(event);
    expect(listed().toSorted()).toEqual(names);
    expect(interruptions()).toHaveLength(1);
  });

  async function expectRedelivered(event: SQSEvent): Promise<void> {
    const handler = await startNotifier();
    expect(failedIn(await handler(event, patient()))).toEqual([]);
    const before = posts;
    expect(failedIn(await handler(event, patient()))).toEqual([]);
    expect(posts).toBe(before);
  }
});

describe('the Slack URL', () => {
  it('is read once, and again when Slack no longer knows it', async () => {
    const handler = await startNotifier();
    await handler(batchOf(...findings(['queue-00001'])), patient());
    await handler(batchOf(...findings(['queue-00002'])), patient());
    expect(secretReads).toBe(1);
    secret = JSON.stringify({ url: `${slack.url}/rotated` });
    answers = [{ status: 404, body: 'no_service' }];
    expect(failedIn(await handler(batchOf(...findings(['queue-00003'])), patient()))).toEqual([]);
    expect(secretReads).toBe(2);
    expect(messages.at(-1)?.path).toBe('/rotated');
  });

  it('is in no output, whatever happens', async () => {
    const given: SlackAnswer[] = [
      'reset',
      { status: 302 },
      { status: 400, body: 'x' },
      { status: 404 },
      { status: 200 },
    ];
    const handler = await startNotifier();
    for (const [index, answer] of given.entries()) {
      answers = [answer];
      await handler(batchOf(...findings([`queue-0000${index}`])), patient());
    }
    for (const bad of [
      'http://hooks.slack.example/verysecret',
      'ftp://verysecret',
      '{"url":"verysecret',
      'https://u:p@verysecret',
    ]) {
      secret = bad;
      const fresh = await startNotifier();
      expect(failedIn(await fresh(batchOf(...findings(['queue-00009'])), patient()))).toEqual(['m0']);
    }
    expect(output).toContain('InvalidSlackUrlError');
    expect(output).not.toMatch(/verysecret|hooks\.slack|services\/T000/u);
    expect(output).not.toContain(new URL(slack.url).host);
  });
});
