import { limits } from '../../../../services/chat-system/protocol/limits';
import { FakeChat } from '../fake-chat';

const ROOM = 'direct:ann:bob';
const KEY = `${ROOM}/01ARZ3NDEKTSV4RRFFQ69G5FAV`;
const ulid = (number: number): string => String(number).padStart(26, '0');
const send = (number: number, text = 'hello') => ({ type: 'send', room: ROOM, id: ulid(number), after: 0, text });
const file = { name: 'a.png', contentType: 'image/png', size: 1 };

describe('what a client is held to', () => {
  let chat: FakeChat;
  beforeEach(() => {
    chat = new FakeChat();
  });
  afterEach(() => chat.stop());

  test.each([
    [send(1), { id: ulid(1), room: ROOM }],
    [{ type: 'open', room: ROOM }, { room: ROOM }],
    [{ type: 'read', room: ROOM, before: 9 }, { room: ROOM }],
    [{ type: 'add', room: ROOM, user: 'cid' }, { room: ROOM }],
    [{ type: 'leave', room: ROOM }, { room: ROOM }],
    [
      { type: 'upload', room: ROOM, id: ulid(1), ...file },
      { id: ulid(1), room: ROOM },
    ],
    [
      { type: 'download', room: ROOM, key: KEY },
      { id: KEY, room: ROOM },
    ],
  ])('who is no member is told so: %j', async (request, names) => {
    chat.hub.forbidden = ROOM;
    await chat.start({
      attachments: {
        upload: () => Promise.reject(new Error('asked for an upload')),
        download: () => Promise.reject(new Error('asked for a download')),
      },
    });
    const client = await chat.connect('eve');
    client.send(request);
    expect(await client.event('error')).toEqual({
      type: 'error',
      code: 'not-a-member',
      message: 'you are no member',
      ...names,
    });
    expect(chat.hub.sent).toEqual([]);
  });

  test('a burst may pass; what is above it is refused, and told when to come again', async () => {
    await chat.start({ sendsPerSecond: 1, sendBurst: 5 });
    const client = await chat.connect('ann');
    for (let number = 1; number <= 6; number++) client.send(send(number));
    const refused = await client.event('error');
    expect(refused).toMatchObject({ code: 'rate-limited', id: ulid(6), room: ROOM });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000);
    expect(chat.hub.sent).toHaveLength(5);
    // It is held to that in sending, and in nothing else.
    client.send({ type: 'ping' });
    await client.event('pong');
  });

  test('who goes on sending is closed', async () => {
    await chat.start({ sendsPerSecond: 0.01, sendBurst: 1 });
    const client = await chat.connect('ann');
    for (let number = 0; number < limits.rateRefusals; number++) client.send(send(number));
    client.send(send(limits.rateRefusals));
    expect(await client.closeCode()).toBe(4429);
    expect(chat.hub.sent).toHaveLength(1);
  });

  test('other requests have a rate as well', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    for (let number = 0; number < limits.requestBurst + 40; number++) client.send({ type: 'ping' });
    expect(await client.event('error')).toMatchObject({ code: 'rate-limited' });
  });

  test.each([
    ['no JSON', '{', 'malformed'],
    ['a text that is too long', JSON.stringify(send(1, 'a'.repeat(limits.textLength + 1))), 'too-large'],
    ['another type', '{"type":"drop"}', 'malformed'],
  ])('%s is refused, and again and again it ends the connection', async (_name, frame, code) => {
    await chat.start();
    const client = await chat.connect('ann');
    client.send(frame);
    expect(await client.event('error')).toMatchObject({ code });
    for (let count = 1; count < limits.malformedFrames; count++) client.send(frame);
    expect(await client.closeCode()).toBe(4400);
    expect(chat.hub.sent).toEqual([]);
  });

  test('a good frame makes up for malformed ones', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    for (let count = 0; count < 2 * limits.malformedFrames; count++) {
      client.send('{');
      client.send({ type: 'ping' });
    }
    await client.until(() => client.events.filter(({ type }) => type === 'pong').length === 2 * limits.malformedFrames);
    expect(client.closed).toBeUndefined();
  });

  test('a binary frame is malformed', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    client.socket.send(Buffer.from(JSON.stringify({ type: 'ping' })));
    expect(await client.event('error')).toMatchObject({ code: 'malformed', message: 'frame: text, got: binary' });
  });

  test('a frame above the limit ends the connection', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    client.send({ type: 'ping', padding: 'a'.repeat(limits.frameBytes) });
    expect(await client.closeCode()).toBe(1009);
  });

  test('a message in many pieces ends the connection', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    for (let piece = 0; piece < 100; piece++) client.socket.send(' ', { fin: false });
    expect(await client.closeCode()).toBe(1008);
  });

  test('pings of WebSocket itself have the rate of other requests', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    let pongs = 0;
    client.socket.on('pong', () => pongs++);
    const from = performance.now();
    for (let count = 0; count < 2 * limits.requestBurst; count++) client.socket.ping();
    client.send(send(1));
    await client.event('stored');
    const seconds = (performance.now() - from) / 1_000;
    expect(pongs).toBeGreaterThanOrEqual(limits.requestBurst);
    expect(pongs).toBeLessThanOrEqual(limits.requestBurst + Math.ceil(seconds * limits.requestsPerSecond));
  });

  test('what fails is neither explained to the client nor blamed on it', async () => {
    chat.hub.send = () => Promise.reject(new Error('ProvisionedThroughputExceededException'));
    await chat.start();
    const client = await chat.connect('ann');
    client.send(send(1, 'a text that is nobody’s business'));
    const error = await client.event('error');
    expect(error).toMatchObject({ code: 'unavailable', message: 'try again', retryAfterMs: 1_000, id: ulid(1) });
    expect(chat.lines.join()).toContain('ProvisionedThroughputExceededException');
    expect(chat.lines.join()).not.toContain('business');
  });

  test('is not read from while too many of its requests are worked on', async () => {
    let stored = (): void => undefined;
    chat.hub.storing = new Promise((resolve) => {
      stored = resolve;
    });
    await chat.start({ sendBurst: 100 });
    const busy = await chat.connect('ann');
    const other = await chat.connect('bob');
    for (let number = 0; number < 64; number++) busy.send(send(number));
    while (chat.hub.sent.length < 64) await new Promise((resolve) => setImmediate(resolve));
    busy.send({ type: 'ping' });
    for (let round = 1; round <= 20; round++) {
      other.send({ type: 'ping' });
      await other.until(() => other.events.filter(({ type }) => type === 'pong').length === round);
    }
    expect(busy.events.map(({ type }) => type)).toEqual(['welcome']);
    stored();
    await busy.event('pong');
  });

  test('a page is cut to what fits a frame, from its end', async () => {
    const text = 'ü'.repeat(1_000);
    chat.hub.history = Array.from({ length: 50 }, (_, index) => {
      return { room: ROOM, seq: index + 1, id: ulid(index), from: 'ann', at: 1, text };
    });
    await chat.start();
    const client = await chat.connect('ann');
    client.send({ type: 'read', room: ROOM, before: 51 });
    const { messages } = await client.event('page');
    expect(messages.at(-1)?.seq).toBe(50);
    expect(Buffer.byteLength(JSON.stringify(messages))).toBeLessThanOrEqual(limits.batchBytes + 2);
    expect(messages.length).toBeGreaterThan(10);
  });
});
