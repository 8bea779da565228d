import { limits } from '../protocol/limits';
import { batchesOf } from './frames';
import type { Room } from './room';

/** Messages in one read of the store. */
const most = 300;

/**
 * Brings a room up to what is stored. What only the store has told is passed on to the other servers, as it may be that
 * whoever stored it could not; and who is a member is read after the messages are, before they are delivered.
 *
 * @param wanted the last number that was heard of
 */
export async function readLog(room: Room, wanted: number): Promise<void> {
  const { messages, publisher } = room.context;
  const { log, id } = room;
  if (log === undefined) {
    const window = await room.limited(messages.before(id, Number.MAX_SAFE_INTEGER, limits.pageMessages));
    room.begin(window.at(-1)?.seq ?? 0, batchesOf(window));
    return;
  }
  if (wanted <= log.known && (await room.limited(messages.last(id))) <= log.known) return;
  let news = false;
  for (;;) {
    const found = await room.limited(messages.after(id, log.known, most));
    const fresh = found.filter(({ seq }) => seq > log.known);
    if (fresh.length > 0) {
      news = true;
      room.members.mayHaveChanged();
      for (const batch of batchesOf(fresh)) room.take(batch);
    }
    // A store cuts at the end of a batch: an answer that had room for another batch is the end.
    if (found.length <= most - limits.batchMessages) break;
  }
  if (news) publisher.poke(id, log.known);
}
