import type { Change } from '../../../../services/chat-system/client/view';
import type { Event } from '../../../../services/chat-system/protocol/events';
import { FakeServer, fakeClock, ROOM, room } from './fake-server';

/** A client that is connected and has the room open. */
async function connected(before = 0) {
  const { clock, timers } = fakeClock();
  const server = new FakeServer(timers);
  for (let index = 0; index < before; index++) server.store(`old ${index}`);
  const client = server.client();
  const changes: Change[] = [];
  client.onChange((change) => changes.push(change));
  client.start();
  client.open(ROOM);
  await clock.tickAsync(100);
  server.requests.length = 0;
  return { clock, server, client, changes, wait: (ms = 100) => clock.tickAsync(ms) };
}

const refuse = (code: string, more: object = {}) => ({ type: 'error', code, message: code, ...more }) as Event;

test('a message is sent once, is pending meanwhile, and then in the history', async () => {
  const { client, server, wait, changes } = await connected(3);
  const { id, stored } = client.send(ROOM, { text: 'hello' });
  expect(client.pending(ROOM)).toEqual([{ room: ROOM, id, text: 'hello', state: 'sending' }]);
  await wait();
  await expect(stored).resolves.toEqual({ id, room: ROOM, seq: 4 });
  expect(server.requests).toEqual([{ type: 'send', room: ROOM, id, after: 3, text: 'hello' }]);
  expect(client.pending(ROOM)).toEqual([]);
  expect(client.history(ROOM).at(-1)).toMatchObject({ id, seq: 4, from: 'ada' });
  expect(changes).toContainEqual({ type: 'messages', room: ROOM });
  client.stop();
});

test('a message that is stored and not here yet is pending as stored', async () => {
  const { client, server, wait } = await connected();
  server.lost = 1;
  const { id } = client.send(ROOM, { text: 'hello' });
  await wait();
  expect(client.pending(ROOM)).toEqual([{ room: ROOM, id, text: 'hello', state: 'stored' }]);
  server.say({ type: 'behind', rooms: [ROOM] });
  await wait();
  expect(client.pending(ROOM)).toEqual([]);
  client.stop();
});

test('sent again it keeps id and the number of its first attempt', async () => {
  const { client, server, wait } = await connected(2);
  server.refusals.push(undefined);
  const { id } = client.send(ROOM, { text: 'hello' });
  await wait();
  server.store('meanwhile');
  server.cut();
  await wait(3000);
  const sends = server.requests.filter(({ type }) => type === 'send');
  expect(sends).toEqual([
    { type: 'send', room: ROOM, id, after: 2, text: 'hello' },
    { type: 'send', room: ROOM, id, after: 2, text: 'hello' },
  ]);
  expect(client.counts).toMatchObject({ resends: 1, connections: 2, gaps: 0 });
  client.stop();
});

test.each(['rate-limited', 'unavailable'])('%s is a pause, and the order is kept', async (code) => {
  const { client, server, wait } = await connected();
  server.refusals.push(refuse(code, { retryAfterMs: 2000 }), refuse(code, { retryAfterMs: 2000 }));
  client.send(ROOM, { text: 'one' });
  client.send(ROOM, { text: 'two' });
  await wait(1900);
  client.send(ROOM, { text: 'three' });
  expect(server.log).toEqual([]);
  await wait(3000);
  expect(server.log.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  client.stop();
});

test.each(['not-a-member', 'too-large', 'malformed'])('%s is told, and a person decides', async (code) => {
  const { client, server, wait } = await connected();
  server.refusals.push(refuse(code), refuse(code));
  const first = client.send(ROOM, { text: 'hello' });
  const second = client.send(ROOM, { text: 'never mind' });
  await wait();
  await expect(first.stored).rejects.toMatchObject({ name: 'RefusedError', code });
  expect(client.pending(ROOM)).toMatchObject([
    { state: 'failed', error: { code } },
    { state: 'failed', error: { code } },
  ]);
  client.discard(second.id);
  client.again(first.id);
  await wait();
  expect(client.pending(ROOM)).toEqual([]);
  expect(server.log.map(({ text }) => text)).toEqual(['hello']);
  client.stop();
});

test('a room that may not be opened is closed, and what was written for it has failed', async () => {
  const { clock, timers } = fakeClock();
  const server = new FakeServer(timers);
  const client = server.client();
  server.refusals.push(refuse('not-a-member'));
  const { id } = client.send(ROOM, { text: 'hello' });
  client.start();
  await clock.tickAsync(100);
  expect(client.pending(ROOM)).toMatchObject([{ state: 'failed', error: { code: 'not-a-member' } }]);
  client.again(id);
  await clock.tickAsync(100);
  expect(server.log).toHaveLength(1);
  client.stop();
});

test('history is loaded page by page up to its beginning', async () => {
  const { client, server, wait } = await connected(250);
  expect(client.history(ROOM)).toHaveLength(100);
  for (const length of [200, 250]) {
    expect(client.hasBefore(ROOM)).toBe(true);
    const loaded = client.loadBefore(ROOM);
    await wait();
    await loaded;
    expect(client.history(ROOM)).toHaveLength(length);
  }
  expect(client.history(ROOM)).toEqual(server.log);
  expect(client.hasBefore(ROOM)).toBe(false);
  await client.loadBefore(ROOM);
  client.stop();
});

test('the same message under another number is shown once', async () => {
  const { client, server, wait } = await connected();
  server.store('hello', 'bob', 'same');
  server.store('hello', 'bob', 'same');
  server.store('other');
  await wait();
  expect(client.history(ROOM).map(({ seq }) => seq)).toEqual([1, 3]);
  expect(client.counts).toMatchObject({ duplicates: 1, gaps: 0 });
  client.stop();
});

test('who is there is forgotten in time, by the clock of the server', async () => {
  const { client, clock, server, wait, changes } = await connected();
  // The server's clock is an hour ahead.
  server.say({ type: 'pong', at: clock.now + 3_600_003 });
  server.say({ type: 'presence', user: 'bob', until: clock.now + 3_600_000 + 5_000 });
  await wait();
  expect(client.online('bob')).toBe(true);
  await wait(5_000);
  expect(client.online('bob')).toBe(false);
  expect(changes.filter(({ type }) => type === 'presence')).toEqual([
    { type: 'presence', user: 'bob' },
    { type: 'presence', user: 'bob' },
  ]);
  server.say({ type: 'presence', user: 'bob', until: clock.now + 3_600_000 + 60_000 });
  await wait();
  server.say({ type: 'presence', user: 'bob', until: 0 });
  await wait();
  expect(client.online('bob')).toBe(false);
  client.stop();
});

test('requests find their answers, also after another connection', async () => {
  const { client, server, wait } = await connected();
  server.refusals.push(undefined, undefined, undefined, undefined);
  const answers = Promise.all([
    client.createDirect('bob'),
    client.upload({ room: ROOM, name: 'a.png', contentType: 'image/png', size: 1 }),
    client.download(ROOM, `${ROOM}/x`),
    client.leave(ROOM),
  ]);
  await wait();
  const upload = server.requests.find(({ type }) => type === 'upload');
  server.cut();
  await wait(3000);
  expect(server.requests.filter(({ type }) => type !== 'open' && type !== 'ping')).toHaveLength(8);
  const direct = { room: 'direct:ada:bob', members: ['ada', 'bob'] };
  const ticket = {
    type: 'upload',
    id: upload && 'id' in upload ? upload.id : '',
    key: 'k',
    url: 'u',
    fields: {},
  } as const;
  server.say({ type: 'room', ...direct }, ticket, { type: 'download', key: `${ROOM}/x`, url: 'address' });
  server.say({ type: 'room', ...room, members: ['bob'] });
  await wait();
  await expect(answers).resolves.toMatchObject([direct, ticket, 'address', undefined]);
  expect(client.rooms).toEqual([direct]);
  client.stop();
});

test('a refused request says why', async () => {
  const { client, server, wait } = await connected();
  server.refusals.push(refuse('too-many-members'));
  const created = expect(client.createGroup('all', ['bob'])).rejects.toMatchObject({ code: 'too-many-members' });
  await wait();
  await created;
  client.stop();
});

test.each(['no JSON', '{"message": "Internal server error", "connectionId": "x"}', '[{"type":"later"}]', '[null]'])(
  '%s is passed over',
  async (text) => {
    const { client, server, wait } = await connected();
    for (const socket of server.sockets) socket.receiveText(text);
    server.store('hello');
    await wait();
    expect(client.history(ROOM)).toHaveLength(1);
    client.stop();
  },
);

test('a room that is closed gets nothing more', async () => {
  const { client, server, wait } = await connected();
  client.close(ROOM);
  await wait();
  server.store('hello');
  await wait();
  expect(client.history(ROOM)).toEqual([]);
  expect(server.requests.at(-1)).toEqual({ type: 'close', room: ROOM });
  client.stop();
});
