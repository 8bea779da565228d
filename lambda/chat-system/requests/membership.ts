import { Refusal } from '../../../services/chat-system/rooms/refusal';
import type { RoomStore, StoredRoom } from '../../../services/chat-system/store/stores';

/**
 * The room, if the user is a member of it. Whether a room exists is nothing for those who are not.
 *
 * @throws Refusal `not-a-member`
 */
export async function roomOfMember(rooms: RoomStore, user: string, room: string): Promise<StoredRoom> {
  const found = await rooms.get(room);
  if (found?.members.includes(user)) return found;
  throw new Refusal('not-a-member', 'you are not a member of the room');
}
