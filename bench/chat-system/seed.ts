/** Rooms and users that a store shall have: user n is a member of room n modulo the number of rooms. */
export interface Seed {
  readonly rooms: readonly string[];
  readonly users: number;
}

/** Users of one of the rooms. */
export function membersOf({ rooms, users }: Seed, room: number): readonly string[] {
  const count = Math.ceil((users - room) / rooms.length);
  return Array.from({ length: count }, (_, index) => `u${room + index * rooms.length}`);
}
