import type { ErrorCode, Event } from '../../services/chat-system/protocol/events';
import { closeCodes, SUBPROTOCOL } from '../../services/chat-system/protocol/handshake';
import { limits } from '../../services/chat-system/protocol/limits';
import { parseRequest } from '../../services/chat-system/protocol/parse';
import type { Request } from '../../services/chat-system/protocol/requests';
import { fences, pages } from './markdown';

const page = pages.get('docs/chat-system-protocol.md') ?? '';
const blocks = fences(page)
  .filter(({ language }) => language === 'json')
  .map(({ text }) => JSON.parse(text) as unknown);
const requests = blocks.filter((block): block is Request => !Array.isArray(block));
const events = blocks.filter((block): block is Event[] => Array.isArray(block)).flat();

type FieldsOf = { readonly [Type in Event['type']]: readonly (keyof Extract<Event, { readonly type: Type }>)[] };

const fields: FieldsOf = {
  welcome: ['type', 'user', 'rooms', 'heartbeatSeconds', 'attachmentBytes', 'attachmentTypes'],
  pong: ['type', 'at'],
  room: ['type', 'room', 'title', 'members'],
  opened: ['type', 'room', 'last'],
  messages: ['type', 'room', 'messages'],
  stored: ['type', 'room', 'id', 'seq', 'at'],
  page: ['type', 'room', 'messages'],
  presence: ['type', 'user', 'until'],
  upload: ['type', 'id', 'key', 'url', 'fields'],
  download: ['type', 'key', 'url'],
  behind: ['type', 'rooms'],
  drain: ['type', 'afterMs'],
  error: ['type', 'code', 'message', 'id', 'room', 'retryAfterMs'],
};

const requestTypes: Readonly<Record<Request['type'], true>> = {
  ping: true,
  create: true,
  add: true,
  leave: true,
  open: true,
  close: true,
  send: true,
  read: true,
  upload: true,
  download: true,
};

const errorCodes: Readonly<Record<ErrorCode, true>> = {
  malformed: true,
  'too-large': true,
  'not-a-member': true,
  'not-found': true,
  'too-many-members': true,
  'too-many-rooms': true,
  'rate-limited': true,
  unavailable: true,
  'not-available': true,
};

/** First cells of the rows of the table below a heading, or behind a line. */
function rows(after: string): readonly (readonly string[])[] {
  const [, rest = ''] = page.split(`\n${after}`, 2);
  const lines = rest.split('\n');
  const from = lines.findIndex((line) => line.startsWith('| ---')) + 1;
  const found = lines.slice(
    from,
    lines.findIndex((line, index) => index >= from && !line.startsWith('|')),
  );
  return found.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

test('every request is shown, as the parser reads it', () => {
  expect(requests.length).toBeGreaterThan(0);
  for (const request of requests) expect(parseRequest(JSON.stringify(request))).toEqual(request);
  expect([...new Set(requests.map(({ type }) => type))].sort()).toEqual(Object.keys(requestTypes).sort());
});

test('every event is shown, with all its fields', () => {
  const shown = Object.fromEntries(events.map((event) => [event.type, Object.keys(event)]));
  expect(shown).toEqual(fields);
});

test('the tables hold what the code has', () => {
  expect(page).toContain(SUBPROTOCOL);
  expect(
    rows('An `error` has')
      .map(([code]) => code)
      .sort(),
  ).toEqual(Object.keys(errorCodes).sort());
  // 1009 is said by the library.
  const codes = [...Object.values<number>(closeCodes), 1009].sort((a, b) => a - b);
  expect(rows('## Ends of a connection').map(([code]) => Number(code))).toEqual(codes);
  expect(rows('## Limits').map(([name, value]) => [name, value])).toEqual(
    Object.entries(limits).map(([name, value]) => [name, value.toLocaleString('en-US')]),
  );
});
