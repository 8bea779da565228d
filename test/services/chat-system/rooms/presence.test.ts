import { type ChatServer, type Reader, ROOM, SmallChat } from './small-chat';

const present = (chat: SmallChat, { hub }: ChatServer, reader: Reader, connection: string, seconds: number) =>
  chat.clock.until(hub.present(reader, connection, seconds === 0 ? 0 : chat.clock.now() + seconds * 1_000));

/** Who is there, as a client counts it. */
const shown = (chat: SmallChat, reader: Reader): string[] => {
  const untils = new Map(reader.of('presence').map(({ user, until }) => [user, until]));
  return [...untils].flatMap(([user, until]) => (until > chat.clock.now() ? [user] : [])).toSorted();
};

const two = async () => {
  const chat = new SmallChat();
  const [one, other] = [chat.server(), chat.server()];
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(one, 'ann'), await chat.reader(other, 'bob')];
  await chat.clock.pass(1_000);
  return { chat, one, other, ann, bob };
};

test('who opens a room is seen there, on every server, and sees who is there', async () => {
  const { chat, one, other, ann, bob } = await two();
  expect(shown(chat, ann)).toEqual(['ann', 'bob']);
  expect(shown(chat, bob)).toEqual(['ann', 'bob']);
  await present(chat, one, ann, 'a', 60);
  await present(chat, other, bob, 'b', 60);
  await chat.rooms.add(ROOM, 'cleo');
  const cleo = await chat.reader(one, 'cleo');
  await chat.clock.pass(10);
  expect(shown(chat, cleo)).toEqual(['ann', 'bob']);
});

test('who pings stays, who pings no more goes though nobody says so', async () => {
  const { chat, one, ann, bob } = await two();
  for (let ping = 0; ping < 8; ping++) {
    await present(chat, one, ann, 'a', 60);
    await chat.clock.pass(25_000);
    expect(shown(chat, bob)).toContain('ann');
  }
  await chat.clock.pass(60_000);
  expect(shown(chat, bob)).toEqual([]);
});

test('that everyone is still there is said rarely, and once for all', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  const names = Array.from({ length: 20 }, (_, index) => `u${index}`);
  await chat.group(...names);
  const readers = await Promise.all(names.map((name) => chat.reader(server, name)));
  await chat.clock.pass(1_000);
  const [reader] = readers as [Reader];
  const before = reader.frames.length;
  for (let ping = 0; ping < 12; ping++) {
    for (const [index, one] of readers.entries()) await present(chat, server, one, `c${index}`, 60);
    await chat.clock.pass(25_000);
  }
  // 240 pings.
  expect(reader.frames.length - before).toBeLessThanOrEqual(12);
  expect(shown(chat, reader)).toEqual(names.toSorted());
});

test('who says good-bye is away in a moment, unless there is another connection', async () => {
  const { chat, one, other, ann, bob } = await two();
  await present(chat, one, ann, 'a', 60);
  await present(chat, other, ann, 'elsewhere', 30);
  await present(chat, one, ann, 'a', 0);
  await chat.clock.pass(500);
  expect(shown(chat, bob)).toContain('ann');
  await present(chat, one, ann, 'elsewhere', 0);
  await chat.clock.pass(500);
  expect(shown(chat, bob)).toEqual(['bob']);
});

test('a server hears of its own users once', async () => {
  const { chat, one, ann } = await two();
  await chat.clock.pass(60_000);
  const before = ann.of('presence').length;
  await present(chat, one, ann, 'a', 60);
  await chat.clock.pass(1_000);
  expect(ann.of('presence').slice(before)).toEqual([expect.objectContaining({ user: 'ann' })]);
});

test('a room with more members than the limit is not told', async () => {
  const chat = new SmallChat();
  const server = chat.server();
  await chat.group('ann', ...Array.from({ length: 100 }, (_, index) => `u${index}`));
  const ann = await chat.reader(server, 'ann');
  await present(chat, server, ann, 'a', 60);
  await chat.clock.pass(20_000);
  expect(ann.of('presence')).toEqual([]);
});

test('a store of presence that is away disturbs nothing else', async () => {
  const chat = new SmallChat();
  const fails = async () => Promise.reject(new Error('away'));
  const server = chat.server({ presence: { renew: fails, end: fails, of: fails } });
  await chat.group('ann', 'bob');
  const [ann, bob] = [await chat.reader(server, 'ann'), await chat.reader(server, 'bob')];
  await present(chat, server, ann, 'a', 60);
  await chat.send(server, 'ann', 'x');
  await chat.clock.pass(1_000);
  expect(bob.ids).toEqual(['x']);
  expect(shown(chat, bob)).toContain('ann');
});
