import type { Message, Room } from '../protocol/messages';

/** Another batch of the room begins at this number already: somebody else wrote first. */
export class SequenceTakenError extends Error {
  override readonly name = 'SequenceTakenError';
}

/** The history of the rooms. */
export interface MessageStore {
  /** The last number of a room, 0 when it is empty. Strongly consistent. */
  last(room: string): Promise<number>;

  /**
   * Messages with a number above `after`, ascending, at most `most` of them. It ends where a batch ends unless the first
   * batch alone is more. Strongly consistent.
   */
  after(room: string, after: number, most: number): Promise<readonly Message[]>;

  /**
   * The last messages with a number below `before`, ascending: at most `most`, fewer where they are longer together than
   * `limits.batchBytes`, and at least one if there is one. Strongly consistent.
   */
  before(room: string, before: number, most: number): Promise<readonly Message[]>;

  /**
   * Stores messages of one room with consecutive numbers as one item, which is there as a whole or not at all.
   *
   * @param messages 1 to `limits.batchMessages`; the number before the first is stored already
   * @throws SequenceTakenError
   */
  append(room: string, messages: readonly Message[]): Promise<void>;
}

/** A room with the number of its changes. */
export interface StoredRoom extends Room {
  /** Grows with each change of the members. */
  readonly version: number;
}

/** Rooms and who is in them. */
export interface RoomStore {
  /**
   * Strongly consistent.
   *
   * @param known what was read before; it is the answer, the same object, if nothing has changed since
   */
  get(room: string, known?: StoredRoom): Promise<StoredRoom | undefined>;

  /** Stores a room that is not there yet. @returns the one that is there then */
  create(room: Room): Promise<StoredRoom>;

  /** @throws RoomFullError */
  add(room: string, user: string): Promise<StoredRoom>;

  remove(room: string, user: string): Promise<StoredRoom>;

  /** The rooms of a user. A room that was just made may be missing for a moment. */
  roomsOf(user: string): Promise<readonly StoredRoom[]>;
}

/** A room has `limits.roomMembers` members already. */
export class RoomFullError extends Error {
  override readonly name = 'RoomFullError';
}

/** Who is there. A user may be connected several times. */
export interface PresenceStore {
  /** @param until milliseconds since 1970 */
  renew(user: string, connection: string, until: number): Promise<void>;

  /** The connection has ended in an orderly way. */
  end(user: string, connection: string): Promise<void>;

  /** Until when each of them is there; who is away is not in the answer. */
  of(users: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
