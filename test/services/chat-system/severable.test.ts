import { MemoryBus } from '../../../services/chat-system/bus/memory-bus';
import { startChatServer } from '../../../services/chat-system/chat-server';
import { severable } from '../../../services/chat-system/severable';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import {
  MemoryMessageStore,
  MemoryPresenceStore,
  MemoryRoomStore,
} from '../../../services/chat-system/store/memory-stores';
import type { MessageStore } from '../../../services/chat-system/store/stores';
import { TestClient } from './test-client';

const ROOM = 'direct:ann:bob';

test('what is severed does nothing and does not return', async () => {
  let isSevered = false;
  const called: string[] = [];
  const target = {
    name: 'store',
    async put(value: string) {
      called.push(value);
      return this.name;
    },
  };
  const store = severable(target, () => isSevered);
  expect([store.name, await store.put('one')]).toEqual(['store', 'store']);
  isSevered = true;
  const never = store.put('two');
  expect(await Promise.race([never, new Promise((resolve) => setImmediate(resolve, 'still waiting'))])).toBe(
    'still waiting',
  );
  expect(called).toEqual(['one']);
});

test('a killed server stores nothing any more', async () => {
  const signIn = localSignIn();
  const messages = new MemoryMessageStore();
  const rooms = new MemoryRoomStore();
  await rooms.create({ room: ROOM, members: ['ann', 'bob'] });
  // The store is asked for the room before it is written; it answers when the server is dead.
  let answer = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let asked = 0;
  const wait = async <Result>(read: () => Promise<Result>): Promise<Result> => {
    asked++;
    await gate;
    return read();
  };
  const gated: MessageStore = {
    last: (room) => wait(() => messages.last(room)),
    after: (room, after, most) => wait(() => messages.after(room, after, most)),
    before: (room, before, most) => wait(() => messages.before(room, before, most)),
    append: (room, batch) => messages.append(room, batch),
  };
  const server = await startChatServer({
    messages: gated,
    rooms,
    presence: new MemoryPresenceStore(),
    bus: new MemoryBus(),
    verifier: signIn,
    writeLine: () => undefined,
  });
  const ann = await TestClient.connect(server.socketUrl, signIn.issueToken('ann'));
  await ann.event('welcome');
  ann.send({ type: 'send', room: ROOM, id: '0'.repeat(26), after: 0, text: 'hello' });
  while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  server.kill();
  expect(await ann.closeCode()).toBe(1006);
  answer();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await messages.last(ROOM)).toBe(0);
  expect(ann.events.map(({ type }) => type)).toEqual(['welcome']);
});
