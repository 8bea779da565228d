import { RecentRooms } from '../../../../services/chat-system/store/recent-rooms';

const room = (name: string, version = 1) => ({ room: name, members: ['ann'], version });

test('what was read is found for a second, by a member', () => {
  let now = 0;
  const recent = new RecentRooms(() => now);
  recent.note(room('a'));
  now = 1_000;
  expect(recent.find('a', 'ann')).toEqual(room('a'));
  expect(recent.find('a', 'eve')).toBeUndefined();
  expect(recent.find('b', 'ann')).toBeUndefined();
  now = 1_001;
  expect(recent.find('a', 'ann')).toBeUndefined();
  recent.note(room('a', 2));
  expect(recent.find('a', 'ann')).toEqual(room('a', 2));
});

test('only the newest are kept', () => {
  const recent = new RecentRooms(() => 0);
  for (let count = 0; count < 501; count++) recent.note(room(`${count}`));
  expect(recent.find('0', 'ann')).toBeUndefined();
  expect(recent.find('1', 'ann')).toBeDefined();
});
