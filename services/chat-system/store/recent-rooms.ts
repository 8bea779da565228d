import type { StoredRoom } from './stores';

/** For which a room that was read is good enough for a list of rooms, in milliseconds. */
const RECENT = 1_000;

/** Rooms of which the newest are kept. */
const MOST = 500;

/**
 * Rooms that were read a moment ago. When all members of a room come back at the same time, each of them needs the list of
 * its rooms, and it would be read as often as there are members.
 */
export class RecentRooms {
  private readonly rooms = new Map<string, { readonly stored: StoredRoom; readonly at: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** This is what the store says now. */
  note(stored: StoredRoom): void {
    this.rooms.delete(stored.room);
    this.rooms.set(stored.room, { stored, at: this.now() });
    if (this.rooms.size <= MOST) return;
    for (const oldest of this.rooms.keys()) {
      this.rooms.delete(oldest);
      return;
    }
  }

  /** @returns the room if the user is a member of it by what was read; who is none by that may have joined since */
  find(room: string, user: string): StoredRoom | undefined {
    const found = this.rooms.get(room);
    if (found === undefined || this.now() - found.at > RECENT) return undefined;
    return found.stored.members.includes(user) ? found.stored : undefined;
  }
}
