import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Room } from '../protocol/messages';
import type { StoredRoom } from './stores';
import { keyOf } from './table-keys';

type Item = Record<string, AttributeValue>;

/** Sort key of the item that is the room. */
export const ROOM = 'room';

/** Key of the item that is the room. */
export const roomKey = (room: string): Item => ({ pk: { S: keyOf.room(room) }, sk: { S: ROOM } });

/** Key of the item by which a member looks the room up. */
export const entryKey = (user: string, room: string): Item => ({
  pk: { S: keyOf.user(user) },
  sk: { S: keyOf.room(room) },
});

/** A room that is new, as an item. */
export const itemOfRoom = ({ room, title, members }: Room): Item => ({
  ...roomKey(room),
  room: { S: room },
  ...(title === undefined ? {} : { title: { S: title } }),
  members: { SS: [...new Set(members)] },
  version: { N: '1' },
});

/** An item as a room. An empty set is an attribute that is not there. */
export const roomOf = (item: Item): StoredRoom => ({
  room: item.room?.S ?? '',
  ...(item.title?.S === undefined ? {} : { title: item.title.S }),
  members: (item.members?.SS ?? []).toSorted(),
  version: Number(item.version?.N ?? 0),
});
