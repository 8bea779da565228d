import { WebSocket } from 'ws';
import {
  type ServerlessRun,
  type ServerlessRunOptions,
  startServerlessRun,
} from '../../../../lib/chat-system/serverless/local-run';
import type { IoPoint } from '../../../../lib/local/io-point';
import { ChatClient } from '../../../../services/chat-system/client/chat-client';
import { brokenAssembly, changedAssembly, goodAssembly, removeAssemblies } from './assembly';
import { newId, until, WireClient } from './wire-client';

const room = 'direct:alice:bob';
const assembly = goodAssembly();
const runs: ServerlessRun[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) await run.stop();
});
afterAll(removeAssemblies);

async function start(options: Partial<ServerlessRunOptions> = {}): Promise<ServerlessRun> {
  const run = await startServerlessRun({ assembly, pollMilliseconds: 20, keepsCalls: true, ...options });
  runs.push(run);
  return run;
}

/** Alice and Bob with their room open. */
async function pair(run: ServerlessRun): Promise<{ readonly alice: WireClient; readonly bob: WireClient }> {
  const alice = await WireClient.connect(run, 'alice');
  const bob = await WireClient.connect(run, 'bob');
  alice.ask({ type: 'create', id: newId(), kind: 'direct', members: ['bob'] });
  await alice.event('room');
  for (const client of [alice, bob]) await open(client);
  return { alice, bob };
}

async function open(client: WireClient): Promise<void> {
  client.ask({ type: 'open', room });
  await client.event('opened');
  // The connection is registered before the presence is told.
  await client.event('presence');
}

async function say(client: WireClient, text: string, id = newId()): Promise<void> {
  client.ask({ type: 'send', room, id, after: 0, text });
  await client.event('stored', (stored) => stored.id === id);
}

const registrations = async (run: ServerlessRun): Promise<readonly string[]> => {
  const { Items } = (await run.aws.dynamoDb.call('Query', {
    TableName: run.tableName('Sessions'),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `room#${room}` } },
  })) as { readonly Items: readonly { readonly sk: { readonly S: string } }[] };
  return Items.map(({ sk }) => sk.S.replace('connection#', '')).sort();
};

describe('two clients', () => {
  test('talk, and see one order', async () => {
    const run = await start();
    const { alice, bob } = await pair(run);
    for (const [index, client] of [alice, bob, alice, bob].entries()) await say(client, `message ${index}`);
    await until(() => alice.numbers(room).length === 4 && bob.numbers(room).length === 4);
    const seen = (client: WireClient) =>
      new Map(client.messages(room).map(({ seq, from, text }) => [seq, `${from}: ${text}`]));
    expect([...seen(alice)].sort()).toEqual([...seen(bob)].sort());
    expect(alice.numbers(room)).toEqual([1, 2, 3, 4]);
    expect(seen(bob).get(1)).toBe('alice: message 0');
  });

  test('are welcomed with the first ping, and only then', async () => {
    const run = await start();
    const alice = await WireClient.connect(run, 'alice');
    alice.ask({ type: 'ping' });
    await alice.event('pong');
    expect(alice.events.map(({ type }) => type)).toEqual(['welcome', 'pong']);
    alice.ask({ type: 'ping' });
    await until(() => alice.events.filter(({ type }) => type === 'pong').length === 2);
    expect(alice.events.filter(({ type }) => type === 'welcome')).toHaveLength(1);
  });

  test('whose sends are under way at the same time are stored each once, without a gap', async () => {
    const run = await start();
    const { alice, bob } = await pair(run);
    const ids = Array.from({ length: 10 }, newId);
    for (const id of ids) for (const client of [alice, bob]) client.ask({ type: 'send', room, id, after: 0, text: id });
    for (const id of ids) for (const client of [alice, bob]) await client.event('stored', (stored) => stored.id === id);
    await until(() => bob.numbers(room).length === ids.length);
    expect(new Set(bob.messages(room).map(({ id }) => id)).size).toBe(ids.length);
    expect(bob.numbers(room)).toEqual(ids.map((_, index) => index + 1));
  });

  test('who come back later get what they missed', async () => {
    const run = await start();
    const { alice, bob } = await pair(run);
    await say(alice, 'one');
    await until(() => bob.numbers(room).length === 1);
    bob.close();
    for (let count = 0; count < 25; count++) await say(alice, `while away ${count}`);
    const again = await WireClient.connect(run, 'bob');
    again.ask({ type: 'open', room, after: 1 });
    await until(() => again.numbers(room).length === 25);
    const numbers = again.messages(room).map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(again.numbers(room)[0]).toBe(2);
  });
});

/** Crashes a function once, at its first write or post of a kind. */
function crashOnce(functionId: string, phase: IoPoint['phase'], n: number) {
  let crashed = false;
  return {
    crashAt: (point: IoPoint): boolean => {
      if (crashed || point.function !== functionId || point.phase !== phase || point.n !== n) return false;
      crashed = true;
      return true;
    },
    get crashed() {
      return crashed;
    },
  };
}

describe('a crash loses nothing', () => {
  /** A message is sent, stored, and sent again as nobody has heard of it. @returns how it was answered, and the room */
  async function sentAgain(options: Partial<ServerlessRunOptions>) {
    const crash = { armed: false, done: false };
    const run = await start({
      ...options,
      crashAt: ({ function: id, phase }) => {
        const stored = run.aws.calls.some(
          ({ operation, input }) => operation === 'PutItem' && 'first' in itemOf(input),
        );
        if (!crash.armed || crash.done || id !== 'Request' || phase !== 'after-answer' || !stored) return false;
        crash.done = true;
        return true;
      },
    });
    const { alice, bob } = await pair(run);
    crash.armed = true;
    const id = newId();
    const send = () => alice.ask({ type: 'send', room, id, after: 0, text: 'stored, and the function crashed' });
    send();
    await until(() => bob.numbers(room).length === 1);
    expect(crash.done).toBe(true);
    expect(alice.events.filter(({ type }) => type === 'stored')).toEqual([]);
    send();
    const { seq } = await alice.event('stored', (stored) => stored.id === id);
    return { run, seq, bob };
  }

  test('of the request, after the message was stored and before anybody heard of it', async () => {
    expect(await sentAgain({})).toMatchObject({ seq: 1 });
  });

  test('of the request, which stores it twice where nobody looks for it', async () => {
    const broken = await brokenAssembly(assembly, {
      id: 'Request',
      entry: 'lambda/chat-system/request.ts',
      file: 'lambda/chat-system/requests/append.ts',
      replace: 'message.id === id',
      by: 'false',
    });
    expect(await sentAgain({ assembly: broken })).toMatchObject({ seq: 2 });
  });

  test.each([1, 2, 3, 4])('of the fan-out, at its request %s', async (n) => {
    const crash = crashOnce('FanOut', 'after-answer', n);
    const run = await start({ crashAt: crash.crashAt });
    const { alice, bob } = await pair(run);
    await say(alice, 'told twice at most');
    await until(() => alice.numbers(room).length === 1 && bob.numbers(room).length === 1);
    await until(() => run.drained);
    expect(crash.crashed).toBe(true);
    expect(run.deadLetters).toEqual([]);
  });

  test('but does where no record comes again', async () => {
    const broken = changedAssembly(assembly, 'AWS::Lambda::EventSourceMapping', (properties) => {
      properties.MaximumRetryAttempts = 0;
    });
    const crash = crashOnce('FanOut', 'before-send', 1);
    const run = await start({ assembly: broken, crashAt: crash.crashAt });
    const { alice, bob } = await pair(run);
    await say(alice, 'never told');
    await until(() => crash.crashed && run.drained);
    expect(bob.numbers(room)).toEqual([]);
    expect(run.deadLetters).toHaveLength(1);
  });
});

const itemOf = (input: Readonly<Record<string, unknown>>): object => (input.Item ?? {}) as object;

describe('a connection that vanished', () => {
  /** Bob's cable is cut; then Alice says something. @returns who is registered after that */
  async function afterVanishing(run: ServerlessRun): Promise<readonly string[]> {
    const { alice } = await pair(run);
    const [first = '', second = ''] = run.connectionIds;
    expect(await registrations(run)).toEqual([first, second].sort());
    run.drop(second);
    await say(alice, 'is anybody there');
    await until(() => alice.numbers(room).length === 1);
    await until(() => run.drained);
    return await registrations(run);
  }

  test('goes with the first message, and nobody else does', async () => {
    const run = await start();
    const left = await afterVanishing(run);
    expect(left).toEqual([run.connectionIds[0]]);
    expect(run.aws.calls.filter(({ operation }) => operation === 'Scan')).toEqual([]);
  });

  test('takes a good one with it where the wrong one is removed', async () => {
    const broken = await brokenAssembly(assembly, {
      id: 'FanOut',
      entry: 'lambda/chat-system/fan-out.ts',
      file: 'lambda/chat-system/fan-out/fan-out.ts',
      replace: 'if (gone) await registrations.remove(room, connectionId);',
      by: 'if (gone) for (const one of await registrations.of(room)) if (one.connectionId !== connectionId) await registrations.remove(room, one.connectionId);',
    });
    const run = await start({ assembly: broken });
    expect(await afterVanishing(run)).not.toContain(run.connectionIds[0]);
  });

  test('that said so leaves nothing behind', async () => {
    const run = await start();
    const { bob } = await pair(run);
    const [alicesId] = run.connectionIds;
    bob.close();
    await until(() => run.functions.Connection.invocations === 3);
    let left: readonly string[] = ['', ''];
    while (left.length > 1) left = await registrations(run);
    expect(left).toEqual([alicesId]);
  });
});

describe('an outsider', () => {
  test('opens, reads and sends nothing', async () => {
    const run = await start();
    const { alice } = await pair(run);
    await say(alice, 'secret');
    const carol = await WireClient.connect(run, 'carol');
    carol.ask({ type: 'open', room });
    carol.ask({ type: 'read', room, before: 100 });
    carol.ask({ type: 'send', room, id: newId(), after: 0, text: 'let me in' });
    carol.ask({ type: 'upload', room, id: newId(), name: 'a.png', contentType: 'image/png', size: 1 });
    carol.ask({ type: 'download', room, key: `${room}/${newId()}` });
    await until(() => carol.events.length === 5);
    expect(carol.events.map((event) => event.type === 'error' && event.code)).toEqual(Array(5).fill('not-a-member'));
    await say(alice, 'still secret');
    await until(() => alice.numbers(room).length === 2);
    expect(carol.messages(room)).toEqual([]);
  });

  /** Bob was a member of a group and has it open when he leaves it by another connection. */
  async function whoLeft(run: ServerlessRun): Promise<{ readonly alice: WireClient; readonly bob: WireClient }> {
    const alice = await WireClient.connect(run, 'alice');
    const bob = await WireClient.connect(run, 'bob');
    const other = await WireClient.connect(run, 'bob');
    const id = newId();
    const group = `group:${id}`;
    alice.ask({ type: 'create', id, kind: 'group', title: 'Group', members: ['bob'] });
    await alice.event('room');
    for (const client of [alice, bob]) {
      client.ask({ type: 'open', room: group });
      await client.event('presence');
    }
    other.ask({ type: 'leave', room: group });
    await other.event('room', ({ members }) => members.length === 1);
    alice.ask({ type: 'send', room: group, id: newId(), after: 0, text: 'after he left' });
    await until(() => alice.numbers(group).length === 1);
    await until(() => run.drained);
    return { alice, bob };
  }

  test('who was a member gets nothing any more', async () => {
    const { bob } = await whoLeft(await start());
    expect(bob.events.filter(({ type }) => type === 'messages')).toEqual([]);
  });

  test('gets it where members are not looked up', async () => {
    const broken = await brokenAssembly(assembly, {
      id: 'FanOut',
      entry: 'lambda/chat-system/fan-out.ts',
      file: 'lambda/chat-system/fan-out/fan-out.ts',
      replace: 'members.has(registration.user)',
      by: 'true',
    });
    const { bob } = await whoLeft(await start({ assembly: broken }));
    expect(bob.events.filter(({ type }) => type === 'messages')).toHaveLength(1);
  });
});

describe('the handshake', () => {
  test.each([
    ['from the web client', 'own', undefined],
    ['from no browser', undefined, undefined],
    ['from another page', 'https://evil.example.com', '403'],
  ])('%s', async (_, origin, status) => {
    const run = await start();
    const connected = WireClient.connect(run, 'alice', origin === 'own' ? run.webOrigin : origin);
    if (status === undefined) expect((await connected).socket.protocol).toBe('takehome.chat.v1');
    else await expect(connected).rejects.toThrow(`Unexpected server response: ${status}`);
  });

  test('from another page is taken where nobody looks at the origin', async () => {
    const broken = await brokenAssembly(assembly, {
      id: 'Authorize',
      entry: 'lambda/chat-system/authorize.ts',
      file: 'lambda/chat-system/authorize.ts',
      replace: "!isFromAllowedOrigin(event.headers, allowedOrigins.split(','))",
      by: 'allowedOrigins === undefined',
    });
    const run = await start({ assembly: broken });
    await WireClient.connect(run, 'alice', 'https://evil.example.com');
    expect(run.connectionIds).toHaveLength(1);
  });

  test.each([
    ['expired', (run: ServerlessRun) => run.tokenOf('alice', -60)],
    ['signed by somebody else', (run: ServerlessRun) => `${run.tokenOf('alice').slice(0, -20)}AAAAAAAAAAAAAAAAAAAA`],
    ['no token', () => 'alice'],
  ])('with a token that is %s', async (_, tokenOf) => {
    const run = await start();
    const forged = { ...run, tokenOf: () => tokenOf(run), socketUrl: run.socketUrl };
    await expect(WireClient.connect(forged, 'alice')).rejects.toThrow('Unexpected server response: 401');
    expect(run.connectionIds).toEqual([]);
  });
});

describe('posts that fail for a while', () => {
  test.each([429, 500])('with %s are tried again', async (status) => {
    let failures = 3;
    const run = await start({ onManagementRequest: () => (failures-- > 0 ? status : undefined) });
    const { alice, bob } = await pair(run);
    await say(alice, 'through a storm');
    await until(() => bob.numbers(room).length === 1 && alice.numbers(room).length === 1);
    expect(failures).toBeLessThanOrEqual(0);
  });
});

test('clients of the chat converge though functions crash and a cable is cut', async () => {
  let count = 0;
  // Every 40th request of any function, once everybody is connected.
  let armed = false;
  const run = await start({ crashAt: ({ phase }) => armed && phase === 'after-answer' && ++count % 40 === 0 });
  const clients = ['alice', 'bob'].map(
    (user) =>
      new ChatClient({
        url: () => run.socketUrl,
        token: () => run.tokenOf(user),
        connect: (url, protocols) => new WebSocket(url, protocols),
      }),
  );
  const [alice, bob] = clients;
  if (!alice || !bob) throw new Error('no clients');
  for (const client of clients) client.start();
  await until(() => clients.every(({ connection }) => connection.is === 'connected'));
  await alice.createDirect('bob');
  for (const client of clients) client.open(room);
  armed = true;
  const sent = Array.from(
    { length: 8 },
    (_, index) => (index % 2 ? alice : bob).send(room, { text: `${index}` }).stored,
  );
  run.drop(run.connectionIds[0] ?? '');
  const stored = await Promise.all(sent);
  await until(() => clients.every((client) => client.history(room).length === stored.length));
  expect(alice.history(room)).toEqual(bob.history(room));
  expect(
    alice
      .history(room)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(stored.map(({ id }) => id).sort());
  expect(count).toBeGreaterThan(40);
  for (const client of clients) client.stop();
});
