import type { Pending } from './pending';
import type { Room } from './room';

/** Messages in one read of the store. */
const most = 1_000;

/**
 * Looks through what was stored since a message was sent for the first time, so that one that is there already is not
 * stored again. What comes after this is seen as it comes.
 *
 * @param pendings they end here if they are found
 */
export async function findStored(room: Room, pendings: readonly Pending[]): Promise<void> {
  const from = Math.min(...pendings.map(({ request }) => request.after));
  const newest = Math.max(...pendings.map(({ request }) => request.after));
  // A client that knows more than this server has it from another server: this one has to catch up.
  const log = room.log === undefined || newest > room.log.known ? await room.refresh() : room.log;
  const inMemory = log.since(from);
  if (inMemory !== undefined) {
    for (const batch of inMemory) room.writer.seen(batch);
    return;
  }
  for (let after = from; ; ) {
    const found = await room.limited(room.context.messages.after(room.id, after, most));
    room.writer.seenAll(found);
    const last = found.at(-1)?.seq;
    if (last === undefined || last >= log.known) return;
    after = last;
  }
}
