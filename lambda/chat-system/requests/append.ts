import { limits } from '../../../services/chat-system/protocol/limits';
import type { Message } from '../../../services/chat-system/protocol/messages';
import type { Send } from '../../../services/chat-system/protocol/requests';
import { Refusal } from '../../../services/chat-system/rooms/refusal';
import { type MessageStore, SequenceTakenError } from '../../../services/chat-system/store/stores';

/** Milliseconds of the longest wait after a race that was lost, which grows with each. */
const LONGEST_WAIT = 400;

export interface AppendOptions {
  readonly messages: MessageStore;
  /** Milliseconds since 1970 after which nothing is tried any more. */
  readonly deadline: number;
  /** Rejects unless the user may write; asked before each attempt. */
  readonly check: () => Promise<unknown>;
  readonly onConflict: () => void;
}

/**
 * Stores a message at the end of its room, once. What came after `after`, the last number that its sender had when it
 * sent it first, is looked through for its id; then it is written behind the last number, on condition that nobody else
 * has. Whoever loses that race looks through what the winner wrote and tries again, so that the check and the write are
 * one chain without a gap.
 *
 * @returns the message, stored by this call or by an earlier one
 * @throws Refusal `unavailable` when the time was up; what `check` throws
 */
export async function appendOnce(user: string, request: Send, options: AppendOptions): Promise<Message> {
  const { messages, deadline, check, onConflict } = options;
  const { room, id, text, attachment } = request;
  await check();
  let looked = await start(messages, request);
  for (let attempt = 1; ; attempt++) {
    if (looked.found) return looked.found;
    const message: Message = {
      room,
      seq: looked.last + 1,
      id,
      from: user,
      at: Date.now(),
      ...(text !== undefined && { text }),
      ...(attachment && { attachment }),
    };
    try {
      await messages.append(room, [message]);
      return message;
    } catch (error) {
      if (!(error instanceof SequenceTakenError)) throw error;
      onConflict();
    }
    const wait = Math.random() * Math.min(LONGEST_WAIT, 10 * 2 ** attempt);
    if (Date.now() + wait >= deadline) throw new Refusal('unavailable', 'too many write to the room', 1_000);
    await new Promise((resolve) => setTimeout(resolve, wait));
    await check();
    looked = await lookThrough(messages, room, looked.last, id);
  }
}

/** The last number of a room, and the message if it is there. */
interface Looked {
  readonly last: number;
  readonly found?: Message;
}

/**
 * What the room has after the number that its sender had. A sender that says it has what is not there must not make a gap:
 * then the room's end counts, and nothing of the sender's can be behind it.
 */
async function start(messages: MessageStore, { room, id, after }: Send): Promise<Looked> {
  const page = await messages.after(room, Math.max(0, after - 1), limits.pageMessages + 1);
  if (after > 0 && page[0]?.seq !== after) return { last: await messages.last(room) };
  const found = page.find((message) => message.seq > after && message.id === id);
  if (found) return { last: found.seq, found };
  const last = page.at(-1)?.seq ?? 0;
  return page.length < limits.pageMessages ? { last } : await lookThrough(messages, room, last, id);
}

/** Looks for an id from a number on, to the end of the room. */
async function lookThrough(messages: MessageStore, room: string, after: number, id: string): Promise<Looked> {
  let last = after;
  for (;;) {
    const page = await messages.after(room, last, limits.pageMessages);
    const found = page.find((message) => message.id === id);
    last = page.at(-1)?.seq ?? last;
    if (found) return { last, found };
    // A page that is not full ends where a batch ends: if there is another batch, it begins at the number that is tried.
    if (page.length < limits.pageMessages) return { last };
  }
}
