import { limits } from '../../../../services/chat-system/protocol/limits';
import { MemoryMessageStore } from '../../../../services/chat-system/store/memory-stores';
import { Reader, ROOM, SmallChat } from './small-chat';

const names = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

test('what is new comes to everyone who has the room open, on every server, as the same bytes', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob', 'cleo');
  const readers = [await chat.reader(one, 'ann'), await chat.reader(one, 'bob'), await chat.reader(other, 'cleo')];
  await chat.send(one, 'ann', 'a');
  await chat.clock.pass(100);
  expect(readers.map(({ ids }) => ids)).toEqual([['a'], ['a'], ['a']]);
  expect(readers[0]?.frames[0]).toBe(readers[1]?.frames[0]);
  expect(String(readers[2]?.frames[0]?.frame)).toBe(String(readers[0]?.frames[0]?.frame));
});

test.each([
  ['the last page', undefined, names(350).slice(-limits.pageMessages)],
  ['everything', 0, names(350)],
  ['what follows a number within a batch', 137, names(350).slice(137)],
  ['nothing, being up to date', 350, []],
  ['nothing, knowing more than there is', 400, []],
])('who opens a room gets %s, in frames of at most 100, then what is new', async (_name, after, expected) => {
  const chat = new SmallChat();
  await chat.group('ann');
  await chat.store('ann', ...names(100));
  await chat.store('ann', ...names(200).slice(100));
  await chat.store('ann', ...names(300).slice(200));
  await chat.store('ann', ...names(350).slice(300));
  const server = chat.server();
  const ann = await chat.reader(server, 'ann', after);
  expect(ann.of('opened')).toEqual([{ type: 'opened', room: ROOM, last: 350 }]);
  expect(ann.ids).toEqual(expected);
  expect(Math.max(0, ...ann.of('messages').map(({ messages }) => messages.length))).toBeLessThanOrEqual(100);
  await chat.send(server, 'ann', 'new', 350);
  await chat.clock.pass(100);
  expect(ann.ids).toEqual([...expected, 'new']);
});

test('who opens a room while others write misses nothing and gets nothing twice', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', 'bob');
  await chat.store('ann', ...names(100));
  await chat.reader(server, 'bob');
  const slow = new Reader('ann');
  const sending = names(60).map((_, index) => chat.send(server, 'bob', `n${index}`, 100));
  const opening = server.hub.open(slow, ROOM, 0);
  await Promise.all([...sending, chat.clock.until(opening)]);
  await chat.clock.pass(1_000);
  expect(slow.of('messages').flatMap(({ messages }) => messages.map(({ seq }) => seq))).toEqual(
    Array.from({ length: 160 }, (_, index) => index + 1),
  );
});

test('an open that was followed by a close gives nothing', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', 'bob');
  await chat.store('bob', 'a');
  const ann = new Reader('ann');
  const opening = server.hub.open(ann, ROOM, 0);
  server.hub.close(ann, ROOM);
  await chat.clock.until(opening);
  await chat.send(server, 'bob', 'b', 1);
  await chat.clock.pass(100);
  expect(ann.events).toEqual([]);
});

test('a room that is opened twice at once is given once', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann');
  await chat.store('ann', 'a');
  const ann = new Reader('ann');
  await chat.clock.until(Promise.all([server.hub.open(ann, ROOM, 0), server.hub.open(ann, ROOM, 0)]));
  await chat.send(server, 'ann', 'b', 1);
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(['a', 'b']);
});

test('a connection that cannot take it gets nothing more until it opens the room again', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', 'bob');
  const ann = await chat.reader(server, 'ann');
  await chat.send(server, 'bob', 'a');
  await chat.clock.pass(100);
  ann.takes = false;
  await chat.send(server, 'bob', 'b', 1);
  await chat.clock.pass(100);
  ann.takes = true;
  await chat.send(server, 'bob', 'c', 2);
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(['a']);
  await chat.clock.until(server.hub.open(ann, ROOM, 1));
  expect(ann.ids).toEqual(['a', 'b', 'c']);
});

test('an outsider opens nothing, reads nothing and makes the server follow nothing', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  const subscribed = jest.spyOn(server.bus, 'subscribe');
  await chat.group('ann');
  await chat.store('ann', 'a');
  const eve = new Reader('eve');
  await expect(chat.clock.until(server.hub.open(eve, ROOM, 0))).rejects.toMatchObject({ code: 'not-a-member' });
  await expect(chat.clock.until(server.hub.open(eve, 'group:2', 0))).rejects.toMatchObject({ code: 'not-found' });
  expect(subscribed).not.toHaveBeenCalled();
  await chat.reader(server, 'ann');
  await expect(chat.clock.until(server.hub.open(eve, ROOM, 0))).rejects.toMatchObject({ code: 'not-a-member' });
  const read = server.hub.read('eve', { type: 'read', room: ROOM, before: 10 });
  await expect(chat.clock.until(read)).rejects.toMatchObject({ code: 'not-a-member' });
  await chat.send(server, 'ann', 'b', 1);
  await chat.clock.pass(100);
  expect(eve.events).toEqual([]);
});

test('no more rooms are open than the bound, and one that could not be opened is not counted', async () => {
  const chat = new SmallChat();
  const server = chat.server({ bounds: { openRooms: 1 } });
  await chat.group('ann');
  await chat.rooms.create({ room: 'group:2', members: ['ann'] });
  const ann = new Reader('ann');
  await expect(chat.clock.until(server.hub.open(ann, 'group:3', 0))).rejects.toMatchObject({ code: 'not-found' });
  await chat.clock.until(server.hub.open(ann, ROOM, 0));
  await expect(server.hub.open(ann, 'group:2', 0)).rejects.toMatchObject({ code: 'too-many-rooms' });
  server.hub.close(ann, ROOM);
  await chat.clock.until(server.hub.open(ann, 'group:2', 0));
});

test('a page of history ends before its number', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann');
  await chat.store('ann', ...names(100));
  await chat.store('ann', ...names(200).slice(100));
  const page = await chat.clock.until(server.hub.read('ann', { type: 'read', room: ROOM, before: 151 }));
  expect(page.map(({ id }) => id)).toEqual(names(150).slice(50));
});

test('a room that nobody has open any more is unloaded, and read again when somebody has', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  const unsubscribed = jest.spyOn(server.bus, 'unsubscribe');
  await chat.group('ann');
  const ann = await chat.reader(server, 'ann');
  await chat.send(server, 'ann', 'a');
  await chat.clock.pass(60_000);
  expect(unsubscribed).not.toHaveBeenCalled();
  server.hub.close(ann, ROOM);
  await chat.clock.pass(60_000);
  expect(unsubscribed).toHaveBeenCalledWith(`{room:${ROOM}}`);
  await chat.clock.until(server.hub.open(ann, ROOM, 0));
  expect(ann.ids).toEqual(['a', 'a']);
  server.hub.leave(ann);
  expect(unsubscribed).toHaveBeenCalledWith('{user:ann}');
});

test('what came late after others is put in order, and what is missing is read', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', 'bob');
  const ann = await chat.reader(server, 'ann');
  await chat.store('bob', 'a');
  await chat.store('bob', 'b');
  const after = jest.spyOn(chat.messages, 'after');
  const message = (seq: number, id: string) => JSON.stringify({ room: ROOM, seq, id, from: 'bob', at: 0, text: id });
  chat.broker.publish(`{room:${ROOM}}`, `m2 2 1 ${message(2, 'b')}`);
  await chat.clock.pass(9);
  chat.broker.publish(`{room:${ROOM}}`, `m1 1 1 ${message(1, 'a')}`);
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(['a', 'b']);
  expect(after).not.toHaveBeenCalled();
  await chat.store('bob', 'c');
  await chat.store('bob', 'd');
  chat.broker.publish(`{room:${ROOM}}`, `m4 4 1 ${message(4, 'd')}`);
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(['a', 'b', 'c', 'd']);
});

test('a busy server gathers the messages of a busy room, and delivers those of a quiet room at once', async () => {
  const chat = new SmallChat();
  const server = chat.server({ load: () => 1, timings: { coalesce: 40 }, messages: new MemoryMessageStore() });
  await chat.group('ann');
  const ann = await chat.reader(server, 'ann');
  await chat.clock.pass(2_000);
  for (const name of names(100)) {
    void server.hub.send('ann', { type: 'send', room: ROOM, id: name, after: 0, text: 'x' });
    await chat.clock.pass(2);
    if (name === 'm0') expect(ann.ids).toEqual(['m0']);
  }
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(names(100));
  expect(ann.of('messages').length).toBeLessThanOrEqual(7);
});
