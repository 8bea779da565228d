import { setTimeout as wait } from 'node:timers/promises';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { WebSocket } from 'ws';
import type { LambdaFunction } from '../../../lib/local/lambda-function';
import { VirtualClock } from '../../../lib/local/virtual-clock';
import { LocalWebSocketApi, type LocalWebSocketApiOptions } from '../../../lib/local/websocket-api';
import type { WebSocketRoute } from '../../../lib/local/websocket-api/options';

type Event = Readonly<Record<string, unknown>> & { readonly requestContext: Readonly<Record<string, unknown>> };

const apis: LocalWebSocketApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.stop();
});

/** A function that remembers what it was given. */
function functionOf(answer: (event: Event) => unknown) {
  const events: Event[] = [];
  const invoke = async (payload: string): Promise<unknown> => {
    const event = JSON.parse(payload) as Event;
    events.push(event);
    return answer(event);
  };
  return { events, function: { invoke } as unknown as LambdaFunction };
}

const allow = (Effect = 'Allow', context = {}) => ({
  principalId: 'alice',
  policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: '*' }] },
  context,
});

const accepted = { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'one' } };

interface Behaviour {
  readonly authorize?: (event: Event) => unknown;
  readonly connect?: (event: Event) => unknown;
  readonly message?: (event: Event) => unknown;
}

async function start(behaviour: Behaviour = {}, options: Partial<LocalWebSocketApiOptions> = {}) {
  const authorizer = functionOf(behaviour.authorize ?? (() => allow('Allow', { user: 'alice', expiresAt: 7 })));
  const connection = functionOf(behaviour.connect ?? (() => accepted));
  const messages = functionOf(behaviour.message ?? (() => undefined));
  const clock = new VirtualClock();
  const api = await LocalWebSocketApi.start({
    clock,
    apiId: 'api',
    stageName: 'socket',
    routeSelectionExpression: '$request.body.type',
    routes: new Map<string, WebSocketRoute>([
      ['$connect', connection],
      ['$disconnect', connection],
      ['$default', { ...messages, returnResponse: true }],
      ['quiet', messages],
    ]),
    authorizer: { ...authorizer, identitySource: ['route.request.header.Sec-WebSocket-Protocol'] },
    ...options,
  });
  apis.push(api);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const management = new ApiGatewayManagementApiClient({
    endpoint: `${api.origin}/socket`,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  return { api, clock, management, authorizer, connection, messages };
}

async function connect(api: LocalWebSocketApi, protocols: string[] = ['one', 'two'], url = api.url) {
  const socket = new WebSocket(url, protocols);
  const received: string[] = [];
  socket.on('message', (data) => void received.push(String(data)));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const connectionId = [...api.connections.keys()].at(-1) ?? '';
  return { socket, received, closed, connectionId };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

describe('a handshake', () => {
  test('is answered by what $connect says', async () => {
    const { api, connection } = await start({
      connect: () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'two' } }),
    });
    const { socket, connectionId } = await connect(api);
    expect(socket.protocol).toBe('two');
    expect(connection.events[0]).toMatchObject({
      headers: { 'Sec-WebSocket-Protocol': 'one,two' },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        connectionId,
        domainName: 'api.execute-api.us-east-1.amazonaws.com',
        stage: 'socket',
        authorizer: { principalId: 'alice', user: 'alice', expiresAt: '7' },
      },
    });
  });

  const unauthorized = () => {
    throw new Error('Unauthorized');
  };
  const broken = () => {
    throw new Error('no keys');
  };
  test.each<[string, Behaviour, number]>([
    ['the authorizer says Unauthorized', { authorize: unauthorized }, 401],
    ['the authorizer fails', { authorize: broken }, 500],
    ['the policy denies', { authorize: () => allow('Deny') }, 403],
    ['the authorizer says nothing that can be understood', { authorize: () => ({}) }, 500],
    ['$connect says no', { connect: () => ({ statusCode: 400 }) }, 400],
    ['$connect fails', { connect: broken }, 500],
    ['$connect says nothing', { connect: () => undefined }, 500],
  ])('is refused where %s', async (_, behaviour, status) => {
    const { api } = await start(behaviour);
    await expect(connect(api)).rejects.toThrow(`Unexpected server response: ${status}`);
    expect(api.connections.size).toBe(0);
  });

  test('without the identity source is refused, and nobody is asked', async () => {
    const { api, authorizer } = await start();
    await expect(connect(api, [])).rejects.toThrow('Unexpected server response: 401');
    expect(authorizer.events).toEqual([]);
  });

  test('on another stage is refused', async () => {
    const { api } = await start();
    const other = api.url.replace('/socket', '/other');
    await expect(connect(api, ['one'], other)).rejects.toThrow('Unexpected server response: 403');
  });
});

describe('a message', () => {
  test('goes to the route that the expression yields, and the answer back where there is a route response', async () => {
    const { api, messages } = await start({ message: ({ body }) => ({ statusCode: 200, body: `got ${body}` }) });
    const { socket, received } = await connect(api);
    for (const text of ['{"type":"quiet"}', '{"type":"other"}', '{"type":"$connect"}', 'no JSON']) socket.send(text);
    await until(() => received.length === 3);
    const keys = messages.events.map(({ requestContext }) => requestContext.routeKey);
    expect(keys).toEqual(['quiet', '$default', '$default', '$default']);
    expect(received).not.toContain('got {"type":"quiet"}');
    expect(messages.events[0]?.requestContext).toMatchObject({ eventType: 'MESSAGE', authorizer: { user: 'alice' } });
  });

  test('is answered in words of API Gateway where the function fails', async () => {
    const { api } = await start({
      message: () => {
        throw new Error('bug');
      },
    });
    const { socket, received, connectionId } = await connect(api);
    socket.send('{}');
    await until(() => received.length === 1);
    expect(JSON.parse(received[0] ?? '')).toMatchObject({ message: 'Internal server error', connectionId });
  });

  test('does not wait for the one before', async () => {
    const waiting: (() => void)[] = [];
    const { api } = await start({
      message: ({ body }) =>
        body === '1' ? new Promise((resolve) => waiting.push(() => resolve({ body: '1' }))) : { body: '2' },
    });
    const { socket, received } = await connect(api);
    socket.send('1');
    socket.send('2');
    await until(() => received.length === 1);
    waiting[0]?.();
    await until(() => received.length === 2);
    expect(received).toEqual(['2', '1']);
  });

  test('that is larger than a frame ends the connection', async () => {
    const { api } = await start();
    const { socket, closed } = await connect(api);
    socket.send('x'.repeat(32 * 1024 + 1));
    expect(await closed).toBe(1009);
  });
});

describe('@connections', () => {
  test('sends, tells and ends', async () => {
    const { api, management, connection } = await start();
    const { received, closed, connectionId: ConnectionId } = await connect(api);
    await management.send(new PostToConnectionCommand({ ConnectionId, Data: 'hello' }));
    await until(() => received.length === 1);
    expect(received).toEqual(['hello']);
    expect((await management.send(new GetConnectionCommand({ ConnectionId }))).ConnectedAt).toBeInstanceOf(Date);
    await management.send(new DeleteConnectionCommand({ ConnectionId }));
    await closed;
    await until(() => connection.events.length === 2);
    expect(connection.events[1]?.requestContext).toMatchObject({ eventType: 'DISCONNECT', routeKey: '$disconnect' });
  });

  test('knows a connection neither before $connect has answered nor after it is gone', async () => {
    const early: unknown[] = [];
    const started = await start({
      connect: async ({ requestContext: { eventType, connectionId } }) => {
        if (eventType !== 'CONNECT') return undefined;
        const post = new PostToConnectionCommand({ ConnectionId: String(connectionId), Data: 'too early' });
        await started.management.send(post).catch((error: Error) => early.push(error.name));
        return accepted;
      },
    });
    const { connectionId: ConnectionId, closed } = await connect(started.api);
    expect(early).toEqual(['GoneException']);
    started.api.drop(ConnectionId);
    await closed;
    const late = started.management.send(new PostToConnectionCommand({ ConnectionId, Data: 'too late' }));
    await expect(late).rejects.toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } });
    expect(started.connection.events).toHaveLength(1);
  });

  test.each([
    ['a payload that is too large', 128 * 1024 + 1, undefined, 'PayloadTooLargeException'],
    ['throttling', 1, 429, 'LimitExceededException'],
  ])('refuses with %s', async (_, bytes, status, name) => {
    const { api, management } = await start({}, { onManagementRequest: () => status });
    const { connectionId: ConnectionId } = await connect(api);
    const post = management.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(bytes) }));
    await expect(post).rejects.toMatchObject({ name });
  });
});

describe('a connection ends', () => {
  const minutes = (clock: VirtualClock, since: number) => (clock.now() - since) / 60_000;

  test('after ten minutes in which nobody said anything', async () => {
    const { api, clock } = await start();
    const since = clock.now();
    const { closed } = await connect(api);
    void clock.run();
    expect(await closed).toBe(1001);
    expect(minutes(clock, since)).toBe(10);
  });

  test('after two hours, whatever is said', async () => {
    const { api, clock, management } = await start();
    const since = clock.now();
    const { closed, connectionId: ConnectionId } = await connect(api);
    const talk = (): void => {
      const operation = clock.begin();
      void management
        .send(new PostToConnectionCommand({ ConnectionId, Data: 'still there' }))
        .then(() => clock.setTimeout(talk, 5 * 60_000))
        .catch(() => {})
        .finally(() => operation.end());
    };
    talk();
    void clock.run();
    expect(await closed).toBe(1001);
    expect(minutes(clock, since)).toBe(120);
  });
});
