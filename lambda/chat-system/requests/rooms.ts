import type { RoomEvent } from '../../../services/chat-system/protocol/events';
import type { Room } from '../../../services/chat-system/protocol/messages';
import { directRoom, groupRoom } from '../../../services/chat-system/protocol/names';
import type { Add, Create, Leave } from '../../../services/chat-system/protocol/requests';
import { Refusal } from '../../../services/chat-system/rooms/refusal';
import { RoomFullError, type StoredRoom } from '../../../services/chat-system/store/stores';
import { inLanes } from '../posting/lanes';
import { roomOfMember } from './membership';
import type { Answer, Asked } from './parts';

/** Bytes of rooms in `welcome`, which leave space for the rest of its frame. */
const WELCOME_BYTES = 30 * 1024;
/** Members that are told at the same time. */
const LANES = 32;

/** A room as its members are told of it. */
export const roomEvent = ({ room, title, members }: StoredRoom): RoomEvent => ({
  type: 'room',
  room,
  ...(title !== undefined && { title }),
  members,
});

/** Rooms for `welcome`, as many as fit, and events for the others. */
export function roomsEvent(rooms: readonly StoredRoom[]): readonly [readonly Room[], readonly RoomEvent[]] {
  let bytes = 0;
  const events = rooms.map(roomEvent);
  const fit = events.findIndex((event) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return bytes > WELCOME_BYTES;
  });
  const most = fit < 0 ? events.length : fit;
  return [events.slice(0, most).map(({ type: _type, ...room }) => room), events.slice(most)];
}

/** The same id makes the same room, however often and by however many it is asked for. */
export const create: Answer<Create> = async (asked) => {
  const { parts, connection, request } = asked;
  const { kind, id, title, members } = request;
  const all = [...new Set([connection.user, ...members])];
  const [other = ''] = members;
  if (kind === 'direct' && other === connection.user) throw new Refusal('malformed', 'members: somebody else');
  const room = await parts.rooms.create({
    room: kind === 'direct' ? directRoom(connection.user, other) : groupRoom(id),
    ...(kind === 'group' && title !== undefined && { title }),
    members: all,
  });
  if (!room.members.includes(connection.user)) throw new Refusal('not-a-member', 'the room is of others');
  return await tell(asked, roomEvent(room), room.members);
};

export const add: Answer<Add> = async (asked) => {
  const { parts, connection, request } = asked;
  await groupOfMember(asked, request.room, connection.user);
  try {
    const room = await parts.rooms.add(request.room, request.user);
    return await tell(asked, roomEvent(room), room.members);
  } catch (error) {
    if (error instanceof RoomFullError) throw new Refusal('too-many-members', error.message);
    throw error;
  }
};

export const leave: Answer<Leave> = async (asked) => {
  const { parts, connection, request } = asked;
  const before = await groupOfMember(asked, request.room, connection.user);
  const room = await parts.rooms.remove(request.room, connection.user);
  await parts.sessions.close(connection, request.room);
  await parts.registrations.remove(request.room, connection.id);
  return await tell(asked, roomEvent(room), before.members);
};

async function groupOfMember({ parts }: Asked<unknown>, room: string, user: string): Promise<StoredRoom> {
  const found = await roomOfMember(parts.rooms, user, room);
  if (!room.startsWith('group:')) throw new Refusal('malformed', 'room: a group');
  return found;
}

/** Tells everybody else who is connected, as well as that goes: whoever misses it sees the room at the next welcome. */
async function tell(
  { parts, connection, deadline }: Asked<unknown>,
  event: RoomEvent,
  users: readonly string[],
): Promise<readonly RoomEvent[]> {
  const { registrations, connections } = parts;
  const frame = JSON.stringify([event]);
  const told = inLanes(users, LANES, async (user) => {
    for (const id of await registrations.ofUser(user)) {
      if (id !== connection.id) await connections.post(id, frame, deadline);
    }
  });
  await told.catch(() => parts.count('failed'));
  return [event];
}
