import { limits } from '../protocol/limits';
import type { Batch } from './batch';
import { batchesOf, framesOf } from './frames';
import type { Subscriber } from './hub';
import { memberOf } from './outsider';
import type { Room } from './room';

/** Messages that are read for one connection at a time. */
const AT_ONCE = 50;

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
  const { audience } = room;
  audience.drop(subscriber);
  // An outsider does not make this server follow a room.
  if (room.log === undefined) await memberOf(room.id, subscriber.user, () => room.members.read());
  const log = await room.refresh();
  // Who is a member is read after the messages are: none of them is newer than that.
  await memberOf(room.id, subscriber.user, () => room.members.read());
  if (!wanted()) return;
  subscriber.tell({ type: 'opened', room: room.id, last: log.known });
  let position = Math.min(after ?? Math.max(0, log.known - limits.pageMessages), log.known);
  while (wanted() && room.members.has(subscriber.user)) {
    if (position >= audience.delivered) {
      audience.add(subscriber);
      return;
    }
    const missed =
      log.since(position)?.filter(({ last }) => last <= audience.delivered) ?? (await read(room, position));
    const rest = missed.map((batch) => batch.above(position));
    if (rest.length === 0) throw new Error(`${room.id} has nothing after ${position}`);
    for (const frame of framesOf(room.id, rest)) {
      if (!wanted() || !subscriber.deliver(frame)) return;
      position = frame.last;
    }
  }
}

/** Messages that are not in memory any more; as many connections at a time as the bound says. */
async function read(room: Room, after: number): Promise<Batch[]> {
  const { messages, historyReads } = room.context;
  const found = await historyReads.take(() => room.limited(messages.after(room.id, after, AT_ONCE)));
  return batchesOf(found.filter(({ seq }) => seq <= room.audience.delivered));
}
