import { problemOf } from '../../../../services/chat-system/web/composer';
import { namesIn } from '../../../../services/chat-system/web/new-chat';
import {
  connectionWords,
  dayWords,
  errorWords,
  nameOf,
  presenceWords,
  sizeWords,
} from '../../../../services/chat-system/web/words';

const direct = { room: 'direct:ada:bob', members: ['ada', 'bob'] };
const group = { room: 'group:1', title: 'Hiking', members: ['ada', 'bob', 'cleo'] };

test('a room of two is named by the other', () => {
  expect(nameOf(direct, 'ada')).toBe('bob');
  expect(nameOf(direct, 'bob')).toBe('ada');
  expect(nameOf(group, 'ada')).toBe('Hiking');
});

test.each([
  [direct, [], 'Offline'],
  [direct, ['bob'], 'Online'],
  [direct, ['ada'], 'Offline'],
  [group, ['ada'], '3 members, nobody else online'],
  [group, ['ada', 'cleo', 'bob'], '3 members, online: bob, cleo'],
])('%p with %p there: %s', (room, there, words) => {
  expect(presenceWords(room, 'ada', (user) => there.includes(user))).toBe(words);
});

test.each([
  [0, 'Today'],
  [1, 'Yesterday'],
])('%s days ago is %s', (days, words) => {
  const now = new Date(2026, 2, 30, 0, 5).getTime();
  // Five minutes past midnight, and the day before that had 23 hours in much of Europe.
  expect(dayWords(new Date(2026, 2, 30 - days, 0, 1).getTime(), now)).toBe(words);
});

test('other days have their date', () => {
  expect(dayWords(new Date(2026, 0, 1).getTime(), new Date(2026, 2, 30).getTime())).toContain('2026');
});

test.each([
  ['bob', ['bob']],
  [' bob,cleo ; bob  dev', ['bob', 'cleo', 'dev']],
  [' , ', []],
])('%p names %p', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test.each([
  [999, '999 bytes'],
  [1_500, '2 kB'],
  [10_485_760, '10.5 MB'],
])('%s bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test.each([
  ['image/png', 1, undefined],
  ['image/png', 10 * 1024 * 1024, undefined],
  ['image/png', 10 * 1024 * 1024 + 1, 'The file has 10.5 MB; 10.5 MB can be sent.'],
  ['image/png', 0, 'The file is empty.'],
  ['image/svg+xml', 1, 'Pictures, MP3, OGG, MP4 and PDF can be sent.'],
  ['text/html', 1, 'Pictures, MP3, OGG, MP4 and PDF can be sent.'],
])('%s of %s bytes: %p', (type, size, problem) => {
  expect(problemOf({ type, size })).toBe(problem);
});

test('states and errors have words', () => {
  expect(connectionWords({ is: 'waiting', at: 0 })).toBe('No connection');
  expect(errorWords({ code: 'not-a-member' })).toBe('You are not in this room.');
  expect(errorWords(new Error('anything'))).toBe('It did not work.');
});
