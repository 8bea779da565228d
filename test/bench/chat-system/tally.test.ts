import { Histogram } from '../../../bench/chat-system/histogram';
import { Inbox, messagesIn } from '../../../bench/chat-system/inbox';
import { idOf, momentOf, textOf } from '../../../bench/chat-system/load';
import { Tally } from '../../../bench/chat-system/tally';

const frame = (...messages: readonly { seq: number; text: string }[]) =>
  Buffer.from(JSON.stringify([{ type: 'messages', room: 'group:1', messages }]));

test('a text says when it was due', () => {
  expect(momentOf(textOf(123_456))).toBe(123_456);
  expect(momentOf('nothing')).toBeNaN();
});

test('an id is a ULID', () => expect(idOf(12, 345, 6_789)).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/));

test('the same bytes are parsed once, other bytes are not taken for them', () => {
  const inbox = new Inbox();
  const bytes = frame({ seq: 1, text: textOf(1) });
  const read = [messagesIn(bytes)].flatMap((one) => one ?? []);
  expect(read).toEqual([{ first: 1, last: 1, moments: [1] }]);
  inbox.keep(bytes, read);
  expect(inbox.find(Buffer.concat([bytes, bytes]), bytes.length)).toBe(read);
  expect(inbox.find(frame({ seq: 1, text: textOf(2) }), bytes.length)).toBeUndefined();
  expect(inbox.find(bytes, bytes.length - 1)).toBeUndefined();
  expect(messagesIn(Buffer.from('[{"type":"pong","at":1}]'))).toBeUndefined();
});

test('what is due in the measured time counts from when it was due, and each number once', () => {
  const tally = new Tally(100, 200);
  const connection = { last: 0 };
  tally.messages(connection, { first: 1, last: 2, moments: [50, 150] }, 170);
  tally.messages(connection, { first: 2, last: 3, moments: [150, 160] }, 260);
  const { delivered, arrived, gaps, latency } = tally.result();
  expect({ delivered, arrived, gaps }).toEqual({ delivered: 2, arrived: 2, gaps: 0 });
  expect(new Histogram(latency).percentile(0.5)).toBe(20);
  expect(new Histogram(latency).percentile(1)).toBe(100);
});

test('a number that is left out is a gap', () => {
  const tally = new Tally(0, 10);
  tally.messages({ last: 3 }, { first: 5, last: 5, moments: [1] }, 2);
  expect(tally.result().gaps).toBe(1);
});

test('a server that does not number has no gaps and no message twice', () => {
  const tally = new Tally(0, 10);
  const connection = { last: 0 };
  for (const moment of [1, 2]) tally.messages(connection, { first: 0, last: 0, moments: [moment] }, 3);
  expect(tally.result()).toMatchObject({ delivered: 2, gaps: 0 });
});

test('what was sent counts as stored once, and an error by its code', () => {
  const tally = new Tally(0, 10);
  tally.sent('a', 1);
  tally.sent('later', 11);
  const stored = { type: 'stored', room: 'group:1', id: 'a', seq: 1, at: 1 } as const;
  for (const event of [stored, stored]) tally.event({ last: 0 }, event, 5);
  tally.event({ last: 0 }, { type: 'error', code: 'rate-limited', message: '' }, 5);
  expect(tally.result()).toMatchObject({ sent: 1, stored: 1, refused: { 'rate-limited': 1 } });
});
