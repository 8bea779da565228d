import { limits } from '../../../../services/chat-system/protocol/limits';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import { MemoryMessageStore } from '../../../../services/chat-system/store/memory-stores';
import { ROOM, SmallChat } from './small-chat';

/** Appends wait until they are let go. */
class HeldStore extends MemoryMessageStore {
  readonly held: (() => void)[] = [];
  /** Numbers of messages in each batch. */
  readonly sizes: number[] = [];
  hold = true;

  override async append(room: string, messages: readonly Message[]): Promise<void> {
    if (this.hold) await new Promise<void>((resolve) => this.held.push(resolve));
    this.sizes.push(messages.length);
    await super.append(room, messages);
  }

  release(): void {
    this.hold = false;
    for (const go of this.held.splice(0)) go();
  }
}

test('two messages of the same millisecond are both there, in one order for everyone', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(one, 'ann'), await chat.reader(other, 'bob')];
  await Promise.all([chat.send(one, 'ann', 'a'), chat.send(other, 'bob', 'b')]);
  await chat.clock.pass(1_000);
  expect(ann.ids.toSorted()).toEqual(['a', 'b']);
  expect(bob.ids).toEqual(ann.ids);
});

test('what comes while a batch is on its way is one batch', async () => {
  const chat = new SmallChat();
  const messages = new HeldStore();
  const server = chat.server({ messages });
  await chat.group('ann');
  const sent = Array.from({ length: 150 }, (_, index) =>
    server.hub.send('ann', { type: 'send', room: ROOM, id: `m${index}`, after: 0, text: 'x' }),
  );
  await chat.clock.pass(10);
  messages.release();
  await chat.clock.until(Promise.all(sent));
  expect(messages.sizes).toEqual([1, limits.batchMessages, 49]);
});

test('a batch is not larger than the limit', async () => {
  const chat = new SmallChat();
  const messages = new HeldStore();
  const server = chat.server({ messages });
  await chat.group('ann');
  const text = 'é'.repeat(4_000);
  const sent = ['a', 'b', 'c', 'd'].map((id) =>
    server.hub.send('ann', { type: 'send', room: ROOM, id, after: 0, text }),
  );
  await chat.clock.pass(10);
  messages.release();
  await chat.clock.until(Promise.all(sent));
  expect(messages.sizes).toEqual([1, 3]);
});

test.each([
  ['the same server', 0],
  ['another server', 1],
])('a message that is sent again to %s is stored once', async (_name, index) => {
  const chat = new SmallChat();
  const servers = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const first = await chat.send(servers[0] as never, 'ann', 'a');
  await chat.send(servers[0] as never, 'bob', 'b');
  const again = await chat.send(servers[index] as never, 'ann', 'a');
  expect(again).toEqual(first);
  expect(await chat.messages.last(ROOM)).toBe(2);
});

test('a message that is sent again is found though it left the memory long ago', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', 'bob');
  await chat.store('ann', 'a');
  for (let batch = 0; batch < 15; batch++) {
    await chat.store('bob', ...Array.from({ length: 100 }, (_, index) => `${batch}.${index}`));
  }
  expect(await chat.send(server, 'ann', 'a', 0)).toMatchObject({ seq: 1 });
  expect(await chat.messages.last(ROOM)).toBe(1_501);
});

test('the id of somebody else is another message', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', 'bob');
  await chat.send(server, 'ann', 'a');
  expect(await chat.send(server, 'bob', 'a')).toMatchObject({ seq: 2, from: 'bob' });
});

test('an outsider writes nothing, and a room that is not there takes nothing', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await expect(chat.send(server, 'eve', 'e')).rejects.toMatchObject({ code: 'not-found' });
  await chat.group('ann');
  await chat.send(server, 'ann', 'a');
  await expect(chat.send(server, 'eve', 'e')).rejects.toMatchObject({ code: 'not-a-member' });
  expect(await chat.messages.last(ROOM)).toBe(1);
});

test('one who was removed on another server sends nothing more, at once', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  await chat.send(one, 'bob', 'a');
  other.bus.become(false);
  await chat.clock.until(other.hub.part('bob', { type: 'leave', room: ROOM }));
  await expect(chat.send(one, 'bob', 'b')).rejects.toMatchObject({ code: 'not-a-member' });
});

test('no more waits than the bound', async () => {
  const chat = new SmallChat();
  const messages = new HeldStore();
  const server = chat.server({ messages, bounds: { pendingPerRoom: 3 } });
  await chat.group('ann');
  const send = (id: string) => server.hub.send('ann', { type: 'send', room: ROOM, id, after: 0, text: 'x' });
  const sent = ['a', 'b', 'c'].map(send);
  await expect(send('d')).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: expect.any(Number) });
  await chat.clock.pass(10);
  messages.release();
  await chat.clock.until(Promise.all(sent));
  await expect(chat.clock.until(send('d'))).resolves.toMatchObject({ seq: 4 });
});

test('the bound of the server counts all rooms', async () => {
  const chat = new SmallChat();
  const server = chat.server({ messages: new HeldStore(), bounds: { pendingPerServer: 1 } });
  await chat.group('ann');
  void server.hub.send('ann', { type: 'send', room: ROOM, id: 'a', after: 0, text: 'x' }).catch(() => undefined);
  const other = server.hub.send('ann', { type: 'send', room: 'group:2', id: 'b', after: 0, text: 'x' });
  await expect(other).rejects.toMatchObject({ code: 'unavailable' });
});

test('a store that does not answer makes a message unavailable; what it stores later is seen, once', async () => {
  const chat = new SmallChat();
  const messages = new HeldStore();
  const server = chat.server({ messages });
  await chat.group('ann', 'bob');
  const bob = await chat.reader(server, 'bob');
  await expect(chat.send(server, 'ann', 'a')).rejects.toMatchObject({ code: 'unavailable' });
  messages.release();
  await chat.clock.pass(500);
  expect(bob.ids).toEqual(['a']);
  expect(await chat.send(server, 'ann', 'a')).toMatchObject({ seq: 1 });
});

test('what was stored, though its answer was lost, is seen when nobody waits for it any more', async () => {
  const chat = new SmallChat();
  let stored = false;
  const messages = new (class extends MemoryMessageStore {
    override async append(room: string, batch: readonly Message[]): Promise<void> {
      await super.append(room, batch);
      stored = true;
      await chat.clock.sleep(2_000);
      throw new Error('the connection is lost');
    }
  })();
  const server = chat.server({ messages, timings: { send: 1_000 } });
  await chat.group('ann', 'bob');
  const bob = await chat.reader(server, 'bob');
  await expect(chat.send(server, 'ann', 'a')).rejects.toMatchObject({ code: 'unavailable' });
  expect(stored).toBe(true);
  await chat.clock.pass(3_000);
  expect(bob.ids).toEqual(['a']);
});
