import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { keyOf, sessionsTable } from '../../../services/chat-system/store/table-keys';

export type Item = Record<string, AttributeValue>;

/** Key of what is known of a connection: rooms that it has open, its rate, whether it was welcomed. */
export const sessionKey = (connectionId: string): Item => ({
  pk: { S: keyOf.connection(connectionId) },
  sk: { S: 'connection' },
});

/** Key of the registration of a connection in a room. */
export const registrationKey = (room: string, connectionId: string): Item => ({
  pk: { S: keyOf.room(room) },
  sk: { S: keyOf.connection(connectionId) },
});

/** The attribute by which an item goes, rounded up to a second. @param at milliseconds since 1970 */
export const timeToLive = (at: number): Item => ({ [sessionsTable.timeToLive]: { N: String(Math.ceil(at / 1_000)) } });

/** The connection that a sort key names. */
export const connectionIn = (item: Item): string => (item.sk?.S ?? '').slice(keyOf.connection('').length);

/** Whether an item still counts: DynamoDB deletes it days later. */
export const isOver = (item: Item, now: number): boolean =>
  Number(item[sessionsTable.timeToLive]?.N ?? 0) * 1_000 <= now;
