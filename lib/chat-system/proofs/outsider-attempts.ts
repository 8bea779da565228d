import { ulid } from 'ulid';

/** A request of somebody who is in no room but the own one. */
export type Attempt = readonly [name: string, request: Readonly<Record<string, unknown>>];

/**
 * What somebody may ask for who is not in a room.
 *
 * @param room that they are not in
 * @param key of a file of it
 * @param own the only room that they are in
 */
export function attemptsOf(room: string, key: string, own: string): readonly Attempt[] {
  const id = room.replace('group:', '');
  const file = { key, name: 'a.png', contentType: 'image/png', size: 1 };
  const forged = [
    ['a room that is not there', `group:${ulid()}`],
    ['a talk of two others', 'direct:ana:ben'],
    ['a talk in the wrong order', 'direct:ben:ana'],
    ['a key of the table', `room#${room}`],
    ['the flag of the servers', 'bus'],
    ['another room behind a slash', `${own}/../${room}`],
    ['a channel of the bus', `{room:${room}}`],
    ['a channel of a user', '{user:ana}'],
    ['an empty room', ''],
  ] as const;
  return [
    ['open', { type: 'open', room }],
    ['open from the beginning', { type: 'open', room, after: 0 }],
    ['read', { type: 'read', room, before: 1_000 }],
    ['send', { type: 'send', room, id: ulid(), after: 0, text: 'let me in' }],
    ['add oneself', { type: 'add', room, user: 'eve' }],
    ['leave', { type: 'leave', room }],
    ['create it again', { type: 'create', id, kind: 'group', title: 'mine', members: ['ana'] }],
    ['upload', { type: 'upload', room, id: ulid(), name: 'a.png', contentType: 'image/png', size: 1 }],
    ['download', { type: 'download', room, key }],
    ['download by the own room', { type: 'download', room: own, key }],
    ['send the file of others in the own room', { type: 'send', room: own, id: ulid(), after: 0, attachment: file }],
    ['a room that is no text', { type: 'open', room: { $ne: '' } }],
    ...forged.flatMap(([name, forgedRoom]): Attempt[] => [
      [`open ${name}`, { type: 'open', room: forgedRoom, after: 0 }],
      [`read ${name}`, { type: 'read', room: forgedRoom, before: 1_000 }],
    ]),
  ];
}
