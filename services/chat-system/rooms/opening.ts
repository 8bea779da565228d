import { limits } from '../protocol/limits';
import { Batch } from './batch';
import { framesOf } from './frames';
import type { Subscriber } from './hub';
import { Refusal } from './refusal';
import type { Room } from './room';

/** Whether the connection wants the room still: false once it has closed it, or opened it once more. */
export type Wanted = () => boolean;

/**
 * Gives a connection what it has missed and, from the very moment at which it has all that everyone here was given,
 * what is new.
 *
 * @throws Refusal not-a-member, not-found
 */
export async function openRoom(
  room: Room,
  subscriber: Subscriber,
  after: number | undefined,
  wanted: Wanted,
): Promise<void> {
  room.drop(subscriber);
  // An outsider does not make this server follow a room.
  if (room.log === undefined) await memberOf(room, subscriber.user);
  const log = await room.refresh();
  // Who is a member is read after the messages are: none of them is newer than that.
  await memberOf(room, subscriber.user);
  if (!wanted()) return;
  subscriber.tell({ type: 'opened', room: room.id, last: log.known });
  let position = Math.min(after ?? Math.max(0, log.known - limits.pageMessages), log.known);
  while (wanted() && room.members.has(subscriber.user)) {
    if (position >= room.delivered) {
      room.live.push(subscriber);
      return;
    }
    const missed = log.since(position)?.filter(({ last }) => last <= room.delivered) ?? (await read(room, position));
    for (const frame of framesOf(
      room.id,
      missed.map((batch) => batch.above(position)),
    )) {
      if (!wanted() || !subscriber.deliver(frame)) return;
      position = frame.last;
    }
  }
}

/** A frame of messages that are not in memory any more. */
async function read(room: Room, after: number): Promise<Batch[]> {
  const found = await room.limited(room.context.messages.after(room.id, after, limits.batchMessages));
  const shown = found.filter(({ seq }) => seq <= room.delivered);
  if (shown.length === 0) throw new Error(`${room.id} has nothing after ${after}`);
  return [Batch.of(shown)];
}

/** @throws Refusal not-a-member, not-found */
export async function memberOf(room: Room, user: string): Promise<readonly string[]> {
  const stored = await room.members.read();
  if (stored === undefined) throw new Refusal('not-found', 'there is no such room');
  if (!stored.members.includes(user)) throw new Refusal('not-a-member', 'you are not a member of this room');
  return stored.members;
}
