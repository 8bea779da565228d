import type { Create } from '../../../../services/chat-system/protocol/requests';
import { roomChannel } from '../../../../services/chat-system/rooms/payload';
import { Reader, ROOM, SmallChat } from './small-chat';

const group = (id: string, ...members: string[]): Create => ({
  type: 'create',
  id,
  kind: 'group',
  title: 'Us',
  members,
});

test('everyone who is in a new room is told of it, on every server, once', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  const [ann, bob, eve] = [new Reader('ann'), new Reader('bob'), new Reader('eve')];
  for (const reader of [ann, eve]) await chat.clock.until(one.hub.enter(reader));
  await chat.clock.until(other.hub.enter(bob));
  await chat.clock.until(one.hub.create('ann', group('1', 'bob')));
  await chat.clock.pass(100);
  const event = { type: 'room', room: ROOM, title: 'Us', members: ['ann', 'bob'] };
  expect([ann.events, bob.events, eve.events]).toEqual([[event], [event], []]);
  expect(await chat.clock.until(other.hub.enter(new Reader('bob')))).toEqual([
    { room: ROOM, title: 'Us', members: ['ann', 'bob'] },
  ]);
});

test('two users have one direct room', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await server.hub.create('bob', { type: 'create', id: '1', kind: 'direct', members: ['ann'] });
  await server.hub.create('ann', { type: 'create', id: '2', kind: 'direct', members: ['bob'] });
  expect((await chat.rooms.roomsOf('ann')).map(({ room }) => room)).toEqual(['direct:ann:bob']);
});

test.each([
  ['one for another user with an id that is taken', group('1', 'eve'), 'not-a-member'],
  ['one with too many', group('2', ...Array.from({ length: 1_000 }, (_, index) => `u${index}`)), 'too-many-members'],
  ['a direct one with oneself', { type: 'create', id: '3', kind: 'direct', members: ['ann'] }, 'malformed'],
  ['a direct one of three', { type: 'create', id: '3', kind: 'direct', members: ['b', 'c'] }, 'malformed'],
] as const)('no room is made: %s', async (_name, request, code) => {
  const chat = new SmallChat();
  await chat.group('bob');
  await expect(chat.server().hub.create('ann', request as Create)).rejects.toMatchObject({ code });
});

test.each([
  ['adds', async (chat: SmallChat) => await chat.server().hub.add('eve', { type: 'add', room: ROOM, user: 'eve' })],
  ['leaves', async (chat: SmallChat) => await chat.server().hub.part('eve', { type: 'leave', room: ROOM })],
])('an outsider who %s is refused', async (_name, act) => {
  const chat = new SmallChat();
  await chat.group('ann');
  await expect(act(chat)).rejects.toMatchObject({ code: 'not-a-member' });
  expect(await chat.rooms.get(ROOM)).toMatchObject({ members: ['ann'], version: 1 });
});

test('a direct room stays one of two', async () => {
  const chat = new SmallChat();
  const { hub } = chat.server();
  await hub.create('ann', { type: 'create', id: '1', kind: 'direct', members: ['bob'] });
  const room = 'direct:ann:bob';
  await expect(hub.add('ann', { type: 'add', room, user: 'eve' })).rejects.toMatchObject({ code: 'too-many-members' });
  await expect(hub.part('ann', { type: 'leave', room })).rejects.toMatchObject({ code: 'malformed' });
});

test('who has left is told so, and gets nothing more on any server, though its connection has the room open', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(one, 'ann'), await chat.reader(other, 'bob')];
  await chat.send(one, 'ann', 'a');
  await chat.clock.pass(100);
  // Of the change of the members itself nobody is told.
  await chat.rooms.remove(ROOM, 'bob');
  await chat.send(one, 'ann', 'b', 1);
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(['a', 'b']);
  expect(bob.ids).toEqual(['a']);
});

test('who has left gets nothing that is read from the store either', async () => {
  const chat = new SmallChat();
  const server = chat.server({ timings: { tailCheck: 1_000 } });
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(server, 'ann'), await chat.reader(server, 'bob')];
  await chat.rooms.remove(ROOM, 'bob');
  await chat.store('ann', 'a');
  await chat.clock.pass(1_100);
  expect(ann.ids).toEqual(['a']);
  expect(bob.ids).toEqual([]);
});

test('leaving is told to those who stay and to who has gone, and a late reader is dropped by the word of it', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(one, 'ann'), await chat.reader(other, 'bob')];
  await chat.clock.until(one.hub.part('bob', { type: 'leave', room: ROOM }));
  await chat.clock.pass(100);
  const event = { type: 'room', room: ROOM, members: ['ann'] };
  expect(ann.of('room')).toEqual([event]);
  expect(bob.of('room')).toEqual([event]);
  const message = JSON.stringify({ room: ROOM, seq: 1, id: 'a', from: 'ann', at: 0, text: 'a' });
  chat.broker.publish(roomChannel(ROOM), `m1 1 1 ${message}`);
  await chat.clock.pass(100);
  expect([ann.ids, bob.ids]).toEqual([['a'], []]);
});

test('who is added opens the room on another server that knew other members', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  await chat.reader(other, 'bob');
  await chat.clock.until(one.hub.add('ann', { type: 'add', room: ROOM, user: 'cleo' }));
  const cleo = await chat.reader(other, 'cleo');
  await chat.send(one, 'ann', 'a');
  await chat.clock.pass(100);
  expect(cleo.ids).toEqual(['a']);
});

test('nothing is delivered while it cannot be known who is a member, and everything afterwards', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const bob = await chat.reader(other, 'bob');
  await chat.clock.until(one.hub.add('ann', { type: 'add', room: ROOM, user: 'cleo' }));
  await chat.clock.pass(100);
  const get = jest.spyOn(chat.rooms, 'get');
  await chat.rooms.add(ROOM, 'dan');
  await chat.send(one, 'ann', 'a');
  get.mockRejectedValue(new Error('the store is away'));
  await chat.clock.pass(1_000);
  expect(bob.ids).toEqual([]);
  get.mockRestore();
  await chat.clock.pass(3_000);
  expect(bob.ids).toEqual(['a']);
});

test('an outsider is told the same of a direct room that is there and of one that is not', async () => {
  const chat = new SmallChat();
  const { hub } = chat.server();
  await hub.create('ann', { type: 'create', id: '1', kind: 'direct', members: ['bob'] });
  const get = jest.spyOn(chat.rooms, 'get');
  for (const room of ['direct:ann:bob', 'direct:ann:cleo']) {
    const tries: (() => Promise<unknown>)[] = [
      () => hub.open(new Reader('eve'), room, 0),
      () => hub.send('eve', { type: 'send', room, id: '1', after: 0, text: 'x' }),
      () => hub.read('eve', { type: 'read', room, before: 10 }),
      () => hub.mustBeMember('eve', room),
    ];
    for (const attempt of tries) {
      await expect(chat.clock.until(attempt())).rejects.toMatchObject({ code: 'not-a-member' });
    }
  }
  expect(get.mock.calls.length).toBeLessThanOrEqual(2);
});
