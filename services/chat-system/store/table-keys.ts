/** Name and type of a key attribute: S a string, N a number. */
export interface Key {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** What a stack, or a run on a laptop, has to know of a table to create it. */
export interface TableKeys {
  readonly partition: Key;
  readonly sort: Key;
  /** Attribute with the second since 1970 after which DynamoDB may delete the item. */
  readonly timeToLive?: string;
}

/** Messages: one item is a batch of one room, which begins with the number `first`. */
export const messagesTable = {
  partition: { name: 'room', type: 'S' },
  sort: { name: 'first', type: 'N' },
} as const satisfies TableKeys;

/**
 * Rooms: the room `room#<id>`/`room`, where its members look it up `user#<name>`/`room#<id>`, and one flag for all
 * servers `bus`/`degraded`.
 */
export const roomsTable = {
  partition: { name: 'pk', type: 'S' },
  sort: { name: 'sk', type: 'S' },
} as const satisfies TableKeys;

/** Sessions: who is there `user#<name>`/`connection#<id>`, and what the functions keep of a connection. */
export const sessionsTable = {
  partition: { name: 'pk', type: 'S' },
  sort: { name: 'sk', type: 'S' },
  timeToLive: 'expiresAt',
} as const satisfies TableKeys;

/** Partition keys and sort keys of the tables Rooms and Sessions. */
export const keyOf = {
  room: (room: string): string => `room#${room}`,
  user: (user: string): string => `user#${user}`,
  connection: (connection: string): string => `connection#${connection}`,
} as const;
