import { MemoryBroker, MemoryBus } from '../../../services/chat-system/bus/memory-bus';
import { type ChatServer, startChatServer } from '../../../services/chat-system/chat-server';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import {
  MemoryMessageStore,
  MemoryPresenceStore,
  MemoryRoomStore,
} from '../../../services/chat-system/store/memory-stores';
import { TestClient } from './test-client';

const ROOM = 'direct:ann:bob';
const ulid = (number: number): string => String(number).padStart(26, '0');

/** Two servers with their real hubs, on stores in memory. */
describe('two servers', () => {
  const signIn = localSignIn();
  const clients: TestClient[] = [];
  let servers: readonly ChatServer[] = [];

  beforeEach(async () => {
    const shared = {
      messages: new MemoryMessageStore(),
      rooms: new MemoryRoomStore(),
      presence: new MemoryPresenceStore(),
      verifier: signIn,
      writeLine: () => undefined,
      timings: { drainSpread: 20 },
    };
    const broker = new MemoryBroker();
    servers = await Promise.all([1, 2].map(() => startChatServer({ ...shared, bus: new MemoryBus(broker) })));
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.terminate();
    for (const server of servers) server.kill();
  });

  async function connect(user: string, server: ChatServer | undefined): Promise<TestClient> {
    const client = await TestClient.connect(server?.socketUrl ?? '', signIn.issueToken(user));
    clients.push(client);
    await client.event('welcome');
    return client;
  }

  const texts = ({ events }: TestClient) =>
    events.flatMap((event) => (event.type === 'messages' ? event.messages.map(({ seq, text }) => [seq, text]) : []));

  test('talk', async () => {
    const [one, two] = servers;
    const ann = await connect('ann', one);
    const bob = await connect('bob', two);
    ann.send({ type: 'create', id: ulid(0), kind: 'direct', members: ['bob'] });
    expect(await bob.event('room')).toMatchObject({ room: ROOM, members: ['ann', 'bob'] });
    await ann.event('room');
    for (const client of [ann, bob]) client.send({ type: 'open', room: ROOM });
    await Promise.all([ann.event('opened'), bob.event('opened')]);
    ann.send({ type: 'send', room: ROOM, id: ulid(1), after: 0, text: 'hello' });
    expect(await ann.event('stored')).toMatchObject({ room: ROOM, id: ulid(1), seq: 1 });
    await bob.until(() => texts(bob).length === 1);
    bob.send({ type: 'send', room: ROOM, id: ulid(2), after: 1, text: 'hi' });
    for (const client of [ann, bob]) {
      await client.until(() => texts(client).length === 2);
      expect(texts(client)).toEqual([
        [1, 'hello'],
        [2, 'hi'],
      ]);
    }
  });

  test('an outsider reads nothing', async () => {
    const [one, two] = servers;
    const ann = await connect('ann', one);
    ann.send({ type: 'create', id: ulid(0), kind: 'direct', members: ['bob'] });
    await ann.event('room');
    const eve = await connect('eve', two);
    for (const request of [
      { type: 'open', room: ROOM },
      { type: 'read', room: ROOM, before: 9 },
      { type: 'send', room: ROOM, id: ulid(3), after: 0, text: 'let me in' },
    ]) {
      eve.send(request);
    }
    await eve.until(() => eve.events.filter(({ type }) => type === 'error').length === 3);
    const codes = eve.events.map((event) => (event.type === 'error' ? event.code : event.type));
    expect(codes).toEqual(['welcome', 'not-a-member', 'not-a-member', 'not-a-member']);
  });

  test('what a drained server has acknowledged is there on the other', async () => {
    const [one, two] = servers;
    const ann = await connect('ann', one);
    ann.send({ type: 'create', id: ulid(0), kind: 'direct', members: ['bob'] });
    await ann.event('room');
    ann.send({ type: 'send', room: ROOM, id: ulid(1), after: 0, text: 'hello' });
    const drained = one?.drain();
    await ann.event('stored');
    expect(await ann.closeCode()).toBe(1012);
    await drained;
    const again = await connect('ann', two);
    again.send({ type: 'open', room: ROOM, after: 0 });
    await again.until(() => texts(again).length === 1);
    expect(texts(again)).toEqual([[1, 'hello']]);
  });
});
