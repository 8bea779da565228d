import { limits } from '../protocol/limits';
import type { Room } from '../protocol/messages';
import { directRoom, groupRoom } from '../protocol/names';
import type { Add, Create, Leave } from '../protocol/requests';
import { RoomFullError, type RoomStore, type StoredRoom } from '../store/stores';
import type { Announcements } from './announcements';
import type { OpenRooms } from './open-rooms';
import { isDirect, memberOf } from './outsider';
import type { Publisher } from './publisher';
import { Refusal } from './refusal';

/** Makes rooms and changes who is in them. */
export class Memberships {
  constructor(
    private readonly rooms: RoomStore,
    private readonly open: OpenRooms,
    private readonly announcements: Announcements,
    private readonly publisher: Publisher,
  ) {}

  /** @throws Refusal */
  async create(user: string, request: Create): Promise<void> {
    const asked = roomOf(user, request);
    if (asked.members.length > limits.roomMembers) {
      throw new Refusal('too-many-members', `a room has at most ${limits.roomMembers} members`);
    }
    const stored = await this.rooms.create(asked);
    if (!stored.members.includes(user)) throw new Refusal('not-a-member', 'you are not a member of this room');
    this.tell(stored, stored.members);
  }

  /** @throws Refusal */
  async add(user: string, { room, user: added }: Add): Promise<void> {
    if (isDirect(room)) throw new Refusal('too-many-members', 'a direct room has two members');
    await this.mustBeMember(user, room);
    try {
      const stored = await this.rooms.add(room, added);
      this.tell(stored, stored.members);
    } catch (error) {
      if (!(error instanceof RoomFullError)) throw error;
      throw new Refusal('too-many-members', error.message);
    }
  }

  /** @throws Refusal */
  async part(user: string, { room }: Leave): Promise<void> {
    if (isDirect(room)) throw new Refusal('malformed', 'one cannot leave a direct room');
    await this.mustBeMember(user, room);
    const stored = await this.rooms.remove(room, user);
    this.tell(stored, [...stored.members, user]);
  }

  /** @throws Refusal not-found, not-a-member */
  async mustBeMember(user: string, room: string): Promise<void> {
    await memberOf(room, user, () => this.rooms.get(room));
  }

  private tell(stored: StoredRoom, users: readonly string[]): void {
    this.open.get(stored.room)?.members.learn(stored);
    this.publisher.members(stored.room, stored.version);
    this.announcements.tell(stored, users);
  }
}

/** The room that is asked for. Two users have one direct room, whoever of them makes it. */
function roomOf(user: string, { id, kind, title, members }: Create): Room {
  const all = [...new Set([user, ...members])].toSorted();
  if (kind === 'group') return { room: groupRoom(id), ...(title === undefined ? {} : { title }), members: all };
  const [one, other] = all;
  if (one === undefined || other === undefined || all.length > 2) {
    throw new Refusal('malformed', 'a direct room has two members');
  }
  return { room: directRoom(one, other), members: all };
}
