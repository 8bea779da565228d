import { limits } from '../protocol/limits';
import type { Message, Room } from '../protocol/messages';
import type { DegradedFlag } from './degraded-flag';
import type { MessageStore, PresenceStore, RoomStore, StoredRoom } from './stores';
import { RoomFullError, SequenceTakenError } from './stores';

/** History in memory, for tests and for measuring what is not the store. Cuts at the end of a batch as DynamoDB does. */
export class MemoryMessageStore implements MessageStore {
  private readonly rooms = new Map<string, (readonly Message[])[]>();

  async last(room: string): Promise<number> {
    return lastOf(this.batches(room));
  }

  async after(room: string, after: number, most: number): Promise<readonly Message[]> {
    const found: Message[] = [];
    const batches = this.batches(room);
    for (const batch of batches.slice(firstAbove(batches, after))) {
      const wanted = batch.filter(({ seq }) => seq > after);
      if (found.length > 0 && found.length + wanted.length > most) break;
      found.push(...wanted);
    }
    return found.slice(0, most);
  }

  async before(room: string, before: number, most: number): Promise<readonly Message[]> {
    const batches = this.batches(room);
    const found: Message[] = [];
    let length = 0;
    for (let index = firstAbove(batches, before - 2); index >= 0 && found.length < most; index--) {
      const batch = (batches[index] ?? []).filter(({ seq }) => seq < before);
      length += JSON.stringify(batch).length;
      if (found.length > 0 && length > limits.batchBytes) break;
      found.unshift(...batch);
    }
    return found.slice(-most);
  }

  async append(room: string, messages: readonly Message[]): Promise<void> {
    const batches = this.batches(room);
    const first = messages[0]?.seq ?? 0;
    if (first <= lastOf(batches)) throw new SequenceTakenError(`${room} has ${first} already`);
    if (first !== lastOf(batches) + 1) throw new Error(`${room} has nothing before ${first}`);
    batches.push(messages);
    this.rooms.set(room, batches);
  }

  private batches(room: string): (readonly Message[])[] {
    return this.rooms.get(room) ?? [];
  }
}

const lastOf = (batches: readonly (readonly Message[])[]): number => batches.at(-1)?.at(-1)?.seq ?? 0;

/** Index of the first batch that has a number above `after`. */
function firstAbove(batches: readonly (readonly Message[])[], after: number): number {
  let [low, high] = [0, batches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((batches[middle]?.at(-1)?.seq ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rooms in memory. */
export class MemoryRoomStore implements RoomStore, DegradedFlag {
  private readonly rooms = new Map<string, StoredRoom>();
  private raised = 0;

  async get(room: string): Promise<StoredRoom | undefined> {
    return this.rooms.get(room);
  }

  async create(room: Room): Promise<StoredRoom> {
    return this.rooms.get(room.room) ?? this.put({ ...room, version: 1 });
  }

  async add(room: string, user: string): Promise<StoredRoom> {
    const there = this.there(room);
    if (there.members.includes(user)) return there;
    if (there.members.length >= limits.roomMembers)
      throw new RoomFullError(`${room} has ${limits.roomMembers} members`);
    return this.put({ ...there, members: [...there.members, user].toSorted(), version: there.version + 1 });
  }

  async remove(room: string, user: string): Promise<StoredRoom> {
    const there = this.there(room);
    if (!there.members.includes(user)) return there;
    const members = there.members.filter((member) => member !== user);
    return this.put({ ...there, members, version: there.version + 1 });
  }

  async roomsOf(user: string): Promise<readonly StoredRoom[]> {
    return [...this.rooms.values()].filter(({ members }) => members.includes(user));
  }

  async raise(until: number): Promise<void> {
    this.raised = until;
  }

  async until(): Promise<number> {
    return this.raised;
  }

  private there(room: string): StoredRoom {
    const there = this.rooms.get(room);
    if (there === undefined) throw new Error(`there is no room ${room}`);
    return there;
  }

  private put(room: StoredRoom): StoredRoom {
    this.rooms.set(room.room, room);
    return room;
  }
}

/** Who is there, in memory. */
export class MemoryPresenceStore implements PresenceStore {
  private readonly users = new Map<string, Map<string, number>>();

  constructor(private readonly now: () => number = Date.now) {}

  async renew(user: string, connection: string, until: number): Promise<void> {
    const connections = this.users.get(user) ?? new Map<string, number>();
    this.users.set(user, connections.set(connection, until));
  }

  async end(user: string, connection: string): Promise<void> {
    const connections = this.users.get(user);
    connections?.delete(connection);
    if (connections?.size === 0) this.users.delete(user);
  }

  async of(users: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const untils = users.map((user) => [user, Math.max(0, ...(this.users.get(user)?.values() ?? []))] as const);
    return new Map(untils.filter(([, until]) => until > this.now()));
  }
}
