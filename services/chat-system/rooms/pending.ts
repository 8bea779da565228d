import { limits } from '../protocol/limits';
import type { Message } from '../protocol/messages';
import type { Send } from '../protocol/requests';

/** A message that waits to be stored. */
export interface Pending {
  readonly user: string;
  readonly request: Send;
  /** Milliseconds since 1970 at which it becomes `unavailable`. */
  readonly deadline: number;
  /** Bytes of its JSON, at most. */
  readonly bytes: number;
  readonly stored: Promise<Message>;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

/** Two messages are the same when the same user sends the same id. */
export const sameAs = (user: string, id: string): string => `${user} ${id}`;

/** Begins to wait. */
export function pendingOf(user: string, request: Send, deadline: number): Pending {
  let resolve: (message: Message) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const stored = new Promise<Message>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Number, name and time besides what the request says.
  const bytes = Buffer.byteLength(JSON.stringify(request)) + user.length + 64;
  return { user, request, deadline, bytes, stored, resolve, reject };
}

/** A pending message with its place in the room. */
export const messageOf = ({ user, request }: Pending, seq: number, at: number): Message => ({
  room: request.room,
  seq,
  id: request.id,
  from: user,
  at,
  ...(request.text === undefined ? {} : { text: request.text }),
  ...(request.attachment === undefined ? {} : { attachment: request.attachment }),
});

/** As many from the front as fit one batch; at least one. */
export function oneBatchOf(waiting: readonly Pending[]): Pending[] {
  let bytes = 0;
  const end = waiting.findIndex((pending, index) => {
    bytes += pending.bytes;
    return index > 0 && (index >= limits.batchMessages || bytes > limits.batchBytes);
  });
  return end < 0 ? [...waiting] : waiting.slice(0, end);
}
