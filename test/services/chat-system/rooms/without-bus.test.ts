import { type ChatServer, Reader, ROOM, SmallChat } from './small-chat';

test('a server without bus stores, and the others find it in the store while it lasts', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob', 'cleo');
  const [ann, bob] = [await chat.reader(one, 'ann'), await chat.reader(other, 'bob')];
  one.bus.become(false);
  await chat.send(one, 'ann', 'a');
  await chat.clock.pass(10);
  expect(ann.ids).toEqual(['a']);
  expect(bob.ids).toEqual([]);
  await chat.clock.pass(7_100);
  expect(bob.ids).toEqual(['a']);
  await chat.clock.pass(120_000);
  await chat.send(one, 'ann', 'b', 1);
  await chat.clock.pass(2_100);
  expect(bob.ids).toEqual(['a', 'b']);
});

test('a server without bus finds what the others have stored', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const ann = await chat.reader(one, 'ann');
  await chat.reader(other, 'bob');
  one.bus.become(false);
  await chat.send(other, 'bob', 'a');
  await chat.clock.pass(2_100);
  expect(ann.ids).toEqual(['a']);
});

test('what could not be told is told when the bus is back, at once', async () => {
  const chat = new SmallChat();
  const flag = { raise: async () => undefined, until: async () => 0 };
  const [one, other] = [chat.server(), chat.server({ degraded: flag })];
  await chat.group('ann', 'bob');
  const bob = await chat.reader(other, 'bob');
  one.bus.become(false);
  await chat.send(one, 'ann', 'a');
  await chat.clock.pass(20_000);
  expect(bob.ids).toEqual([]);
  one.bus.become(true);
  await chat.clock.pass(100);
  expect(bob.ids).toEqual(['a']);
});

test('what was missed while the bus was away is read when it is back, at once', async () => {
  const chat = new SmallChat();
  const flag = { raise: async () => undefined, until: async () => 0 };
  const [one, other] = [chat.server(), chat.server({ degraded: flag, timings: { degradedCheck: 1_000_000 } })];
  await chat.group('ann', 'bob');
  const bob = await chat.reader(other, 'bob');
  other.bus.become(false);
  await chat.send(one, 'ann', 'a');
  await chat.clock.pass(1_000);
  expect(bob.ids).toEqual([]);
  other.bus.become(true);
  await chat.clock.pass(100);
  expect(bob.ids).toEqual(['a']);
});

test('who opens a room finds what a server stored and told nobody, and tells the others', async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(one, 'ann'), await chat.reader(other, 'bob')];
  await chat.store('ann', 'a');
  await chat.clock.until(one.hub.open(ann, ROOM, 0));
  await chat.clock.pass(100);
  expect(ann.ids).toEqual(['a']);
  expect(bob.ids).toEqual(['a']);
});

test('with a check of the tail, what nobody told is found in that time', async () => {
  const chat = new SmallChat();
  const server = chat.server({ timings: { tailCheck: 5_000 } });
  await chat.group('ann', 'bob');
  const bob = await chat.reader(server, 'bob');
  await chat.store('ann', 'a');
  await chat.clock.pass(4_000);
  expect(bob.ids).toEqual([]);
  await chat.clock.pass(1_100);
  expect(bob.ids).toEqual(['a']);
});

test('stopping waits for what was taken', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann');
  const sent = server.hub.send('ann', { type: 'send', room: ROOM, id: 'a', after: 0, text: 'x' });
  await chat.clock.until(server.hub.stop());
  await expect(sent).resolves.toMatchObject({ seq: 1 });
});

test.each([
  ['could not tell', 0],
  ['could not hear', 1],
])('a room is made known when the bus of the server that %s is back', async (_name, cut) => {
  const chat = new SmallChat();
  const servers = [chat.server(), chat.server()];
  const bob = new Reader('bob');
  await chat.clock.until((servers[1] as ChatServer).hub.enter(bob));
  servers[cut]?.bus.become(false);
  const create = { type: 'create', id: '1', kind: 'group', members: ['bob'] } as const;
  await chat.clock.until((servers[0] as ChatServer).hub.create('ann', create));
  await chat.clock.pass(1_000);
  expect(bob.events).toEqual([]);
  servers[cut]?.bus.become(true);
  await chat.clock.pass(1_000);
  expect(bob.events).toEqual([{ type: 'room', room: ROOM, members: ['ann', 'bob'] }]);
});
