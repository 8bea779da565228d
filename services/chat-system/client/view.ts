import type { ErrorCode } from '../protocol/events';
import type { Attachment, Message } from '../protocol/messages';

/** What is known of the connection. */
export type ConnectionState =
  | { readonly is: 'stopped' }
  | { readonly is: 'connecting' }
  | { readonly is: 'connected' }
  /** The connection is gone; the next attempt is at `at`, milliseconds of the client's clock. */
  | { readonly is: 'waiting'; readonly at: number };

/** A message of one's own that is not in the history yet. */
export interface PendingMessage {
  readonly room: string;
  readonly id: string;
  readonly text?: string;
  readonly attachment?: Attachment;
  /** `stored`: the server has it, and it will come with the others of the room. `failed`: it was refused. */
  readonly state: 'sending' | 'stored' | 'failed';
  /** Why it failed. */
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** What a message says: text, an attachment, or both. */
export interface Content {
  readonly text?: string;
  readonly attachment?: Attachment;
}

/** A message that was sent. */
export interface Sent {
  readonly id: string;
  /**
   * Resolves once the message is stored, however many connections that takes. Rejects with `RefusedError` when it is
   * refused for good; `again` may still store it.
   */
  readonly stored: Promise<Pick<Message, 'id' | 'room' | 'seq'>>;
}

/** Something is different now; who shows it asks the client for it. */
export type Change =
  | { readonly type: 'connection' }
  /** The list of rooms, or the members of one. */
  | { readonly type: 'rooms' }
  /** Messages or pending messages of a room. */
  | { readonly type: 'messages'; readonly room: string }
  | { readonly type: 'presence'; readonly user: string };

/** The server refused a request. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** When it makes sense to ask again, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
