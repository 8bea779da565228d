import { FakeChat } from '../fake-chat';
import { TestClient } from '../test-client';

const ROOM = 'direct:ann:bob';
const ulid = (number: number): string => String(number).padStart(26, '0');
const send = (number: number) => ({ type: 'send', room: ROOM, id: ulid(number), after: 0, text: 'hello' });

describe('how a connection ends', () => {
  let chat: FakeChat;
  beforeEach(() => {
    chat = new FakeChat();
  });
  afterEach(() => chat.stop());

  test('without pings', async () => {
    await chat.start({ timings: { presence: 100 } });
    const silent = await chat.connect('ann');
    expect(await silent.closeCode()).toBe(4408);
    expect(chat.hub.left).toContain(chat.hub.of('ann'));
  });

  test('not while it pings', async () => {
    await chat.start({ timings: { presence: 700 } });
    const silent = await chat.connect('ann');
    const lively = await chat.connect('bob');
    const pinging = setInterval(() => lively.send({ type: 'ping' }), 20);
    await silent.closeCode();
    expect(lively.closed).toBeUndefined();
    clearInterval(pinging);
    expect(await lively.closeCode()).toBe(4408);
  });

  test('when its token expires, whatever it does', async () => {
    const verify = async () => ({ user: 'ann', expiresAt: Date.now() + 200 });
    await chat.start({ timings: { presence: 1_000 }, verifier: { verify } });
    const client = await chat.connect('ann');
    const pinging = setInterval(() => client.send({ type: 'ping' }), 20);
    expect(await client.closeCode()).toBe(4401);
    clearInterval(pinging);
  });

  test('answers a ping of WebSocket itself, which is no sign of the user', async () => {
    await chat.start({ timings: { presence: 150 } });
    const client = await chat.connect('ann');
    const ponged = new Promise((resolve) => client.socket.once('pong', resolve));
    client.socket.ping('x');
    expect(String(await ponged)).toBe('x');
    const pinging = setInterval(() => client.socket.ping(), 20);
    expect(await client.closeCode()).toBe(4408);
    clearInterval(pinging);
  });

  test.each([
    ['by leaving the page: the user is away at once', (client: TestClient) => client.socket.close(1001), true],
    [
      'by a lost network: the user is there until its time is over',
      (client: TestClient) => client.socket.terminate(),
      false,
    ],
  ])('%s', async (_name, end, isAway) => {
    await chat.start();
    const client = await chat.connect('ann');
    end(client);
    while (chat.hub.left.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(chat.hub.presences.some(({ until }) => until === 0)).toBe(isAway);
    expect(chat.server.connections).toBe(0);
  });

  test('many pings are passed on as few', async () => {
    await chat.start({ timings: { heartbeat: 400 } });
    const client = await chat.connect('ann');
    const ping = async (count: number): Promise<void> => {
      client.send({ type: 'ping' });
      await client.until(() => client.events.filter(({ type }) => type === 'pong').length === count);
    };
    const from = performance.now();
    for (let count = 1; count <= 20; count++) await ping(count);
    const most = 1 + Math.ceil((performance.now() - from) / 100);
    expect(chat.hub.presences.length).toBeLessThanOrEqual(most);
    const before = chat.hub.presences.length;
    await new Promise((resolve) => setTimeout(resolve, 120));
    await ping(21);
    expect(chat.hub.presences.length).toBe(before + 1);
  });

  test('a drain tells everyone another time, stores what was sent, and takes nobody', async () => {
    let stored = (): void => undefined;
    chat.hub.storing = new Promise((resolve) => {
      stored = resolve;
    });
    const { socketUrl, url } = await chat.start({ timings: { drainSpread: 400 } });
    const clients = await Promise.all(['ann', 'bob', 'cid', 'dan'].map((user) => chat.connect(user)));
    const [ann] = clients as [TestClient, ...TestClient[]];
    ann.send(send(1));
    while (chat.hub.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const drained = chat.server.drain();
    const told = await Promise.all(clients.map((client) => client.event('drain')));
    expect(told.map(({ afterMs }) => afterMs).sort((a, b) => a - b)).toEqual([100, 200, 300, 400]);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await TestClient.statusOf(socketUrl, chat.signIn.issueToken('eve'))).toBe(503);
    // One goes by itself, as it was told to; the others are closed; who waits for an answer stays.
    clients[1]?.socket.close(1000);
    await Promise.all(clients.slice(1).map((client) => client.closeCode()));
    expect(ann.closed).toBeUndefined();
    expect(chat.hub.stopped).toBe(false);
    stored();
    await ann.event('stored');
    expect(await ann.closeCode()).toBe(1012);
    await drained;
    expect(chat.hub.stopped).toBe(true);
    // They come again elsewhere: nobody should see them go.
    expect(chat.hub.presences.some(({ until }) => until === 0)).toBe(false);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('a drain goes on serving until it is time', async () => {
    await chat.start({ timings: { drainSpread: 60_000, drain: 500 } });
    const client = await chat.connect('ann');
    const drained = chat.server.drain();
    await client.event('drain');
    client.send(send(1));
    await client.event('stored');
    client.send({ type: 'ping' });
    await client.event('pong');
    // At its end nobody may stay.
    await drained;
    expect(await client.closeCode()).toBe(1006);
    expect(chat.lines.join()).toContain('cut off');
  });

  test('a drain is one, however often it is asked for', async () => {
    await chat.start({ timings: { drainSpread: 1 } });
    await Promise.all([chat.server.drain(), chat.server.drain()]);
    await chat.server.drain();
  });

  test('a kill says nothing', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    chat.server.kill();
    expect(await client.closeCode()).toBe(1006);
    expect(client.events.map(({ type }) => type)).toEqual(['welcome']);
  });
});
