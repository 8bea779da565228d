import type { StoredRoom } from '../store/stores';
import { Refusal } from './refusal';

/** What an outsider is told. */
export const stranger = (): Refusal => new Refusal('not-a-member', 'you are not a member of this room');

/** Whether a room is one of two users by its id. */
export const isDirect = (room: string): boolean => room.startsWith('direct:');

/**
 * Whether the id alone says that a user is not in the room. Such a one is told the same whether the room is there or
 * not, as it would learn else who talks with whom.
 */
export const isOutsideById = (room: string, user: string): boolean =>
  isDirect(room) && !room.split(':').slice(1).includes(user);

/** Why a user may do nothing in a room. @returns nothing for a member */
export function refusalOf(room: string, user: string, stored: StoredRoom | undefined): Refusal | undefined {
  if (isOutsideById(room, user)) return stranger();
  if (stored === undefined) return new Refusal('not-found', 'there is no such room');
  return stored.members.includes(user) ? undefined : stranger();
}

/**
 * Asks who is in a room, unless its id says enough.
 *
 * @throws Refusal not-a-member, not-found
 */
export async function memberOf(
  room: string,
  user: string,
  read: () => Promise<StoredRoom | undefined>,
): Promise<StoredRoom | undefined> {
  const stored = isOutsideById(room, user) ? undefined : await read();
  const refusal = refusalOf(room, user, stored);
  if (refusal) throw refusal;
  return stored;
}
