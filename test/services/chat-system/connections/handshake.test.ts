import { SUBPROTOCOL, TOKEN_PREFIX } from '../../../../services/chat-system/protocol/handshake';
import { localSignIn } from '../../../../services/chat-system/sign-in/local';
import { FakeChat } from '../fake-chat';
import { TestClient } from '../test-client';

describe('the handshake', () => {
  let chat: FakeChat;
  beforeEach(() => {
    chat = new FakeChat();
  });
  afterEach(() => chat.stop());

  test('takes a client, and welcomes it with what it needs', async () => {
    chat.hub.rooms = [{ room: 'direct:ann:bob', members: ['ann', 'bob'] }];
    await chat.start();
    const ann = await chat.connect('ann');
    expect(ann.events[0]).toMatchObject({ type: 'welcome', user: 'ann', rooms: chat.hub.rooms, heartbeatSeconds: 25 });
    expect(ann.socket.protocol).toBe(SUBPROTOCOL);
    expect(ann.socket.extensions).toBe('');
    expect(chat.server.connections).toBe(1);
  });

  test.each([
    ['none, as of no browser', undefined, 101],
    ['one of the list', 'https://chat.example', 101],
    ['another one', 'https://evil.example', 403],
    ['one that begins like one of the list', 'https://chat.example.evil.example', 403],
    ['null, as of a sandboxed frame', 'null', 403],
  ])('looks at the origin: %s', async (_name, origin, status) => {
    await chat.start({ allowedOrigins: ['https://chat.example'] });
    expect(await chat.status('ann', { origin })).toBe(status);
    expect(chat.hub.entered).toHaveLength(status === 101 ? 1 : 0);
  });

  test('takes the pages of its own address', async () => {
    const { url } = await chat.start();
    expect(await chat.status('ann', { origin: url })).toBe(101);
    expect(await chat.status('ann', { origin: url.replace('127.0.0.1', 'localhost') })).toBe(101);
  });

  test('on an address that others reach, takes nothing for its own', async () => {
    const { url } = await chat.start({ address: '0.0.0.0' });
    expect(await chat.status('ann', { origin: url })).toBe(403);
  });

  test.each([
    ['of another key', () => localSignIn().issueToken('ann'), 401],
    ['that has expired', () => chat.signIn.issueToken('ann', -1), 401],
    ['that is none', () => 'abc', 401],
  ])('refuses a token %s', async (_name, token, status) => {
    const { socketUrl } = await chat.start();
    expect(await TestClient.statusOf(socketUrl, token())).toBe(status);
    expect(chat.hub.entered).toEqual([]);
    expect(chat.lines.join()).not.toContain(token());
  });

  test.each([
    ['no token', [SUBPROTOCOL], 401],
    ['an empty token', [SUBPROTOCOL, TOKEN_PREFIX], 401],
    ['another version', ['takehome.chat.v2', `${TOKEN_PREFIX}abc`], 400],
    ['no subprotocol', [], 400],
  ])('refuses %s', async (_name, protocols, status) => {
    await chat.start();
    expect(await chat.status('ann', { protocols })).toBe(status);
  });

  test('is for one path', async () => {
    const { socketUrl } = await chat.start();
    expect(await TestClient.statusOf(`${socketUrl}/x`, chat.signIn.issueToken('ann'))).toBe(404);
  });

  test('refuses when it is full, until somebody has left', async () => {
    await chat.start({ connectionsMost: 1 });
    const ann = await chat.connect('ann');
    expect(await chat.status('bob')).toBe(503);
    ann.socket.close();
    await ann.closeCode();
    expect(await chat.status('bob')).toBe(101);
  });

  test('counts handshakes that are under way', async () => {
    let verified = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      verified = resolve;
    });
    const signIn = chat.signIn;
    await chat.start({ connectionsMost: 1, verifier: { verify: (token) => waiting.then(() => signIn.verify(token)) } });
    const first = chat.connect('ann');
    const second = chat.status('bob');
    expect(await Promise.race([second, first.then(() => 'the first')])).toBe(503);
    verified();
    await first;
  });

  test('refuses when too many wait for their welcome, until they have it', async () => {
    let read = (): void => undefined;
    const reading = new Promise<void>((resolve) => {
      read = resolve;
    });
    const enter = chat.hub.enter.bind(chat.hub);
    chat.hub.enter = (subscriber) => reading.then(() => enter(subscriber));
    const { socketUrl } = await chat.start({ welcomesMost: 1 });
    const first = await TestClient.connect(socketUrl, chat.signIn.issueToken('ann'));
    expect(await chat.status('bob')).toBe(503);
    read();
    await first.event('welcome');
    expect(await chat.status('bob')).toBe(101);
  });

  test('says that it is not the token where that cannot be verified', async () => {
    const verify = () => Promise.reject(new Error('the keys cannot be fetched'));
    await chat.start({ verifier: { verify } });
    expect(await chat.status('ann')).toBe(503);
    expect(chat.lines.join()).toContain('the keys cannot be fetched');
  });

  test('tells the client to come again where its rooms cannot be read', async () => {
    chat.hub.enter = () => Promise.reject(new Error('no store'));
    const { socketUrl } = await chat.start();
    const client = await TestClient.connect(socketUrl, chat.signIn.issueToken('ann'));
    expect(await client.closeCode()).toBe(1013);
    expect(client.events).toEqual([]);
  });

  test('answers nothing before the welcome', async () => {
    let entered = (): void => undefined;
    chat.hub.enter = () =>
      new Promise((resolve) => {
        entered = () => resolve([]);
      });
    const { socketUrl } = await chat.start();
    const client = await TestClient.connect(socketUrl, chat.signIn.issueToken('ann'));
    client.send({ type: 'ping' });
    // An answer to a frame of WebSocket itself would come, if the frame before it was read.
    setTimeout(() => entered(), 20);
    await client.event('pong');
    expect(client.events.map(({ type }) => type)).toEqual(['welcome', 'pong']);
  });

  test('forgets who left while the rooms were read', async () => {
    let entered = (): void => undefined;
    const { enter } = chat.hub;
    chat.hub.enter = async (subscriber) => {
      await new Promise<void>((resolve) => {
        entered = resolve;
      });
      return enter.call(chat.hub, subscriber);
    };
    const { socketUrl } = await chat.start();
    const client = await TestClient.connect(socketUrl, chat.signIn.issueToken('ann'));
    client.socket.terminate();
    while (chat.server.connections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = chat.hub.left.length;
    entered();
    while (chat.hub.entered.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(chat.hub.left.length).toBe(before + 1);
  });
});
