import type { Attachment } from './messages';

/** What a client asks for: one JSON object in a text frame. */
export type Request = Ping | Create | Add | Leave | Open | Close | Send | Read | Upload | Download;

/** Says that the user is there; every `heartbeatSeconds`. Answered by `pong`. */
export interface Ping {
  readonly type: 'ping';
}

/**
 * Makes a room, or finds the one that is there: a `direct` one of two users, or a `group`. Answered by `room`, which
 * every member that is connected gets as well.
 */
export interface Create {
  readonly type: 'create';
  /** ULID made by the client: the same id makes the same group, however often it is asked for. */
  readonly id: string;
  readonly kind: 'direct' | 'group';
  /** Title of a group, 1 to 80 characters. */
  readonly title?: string;
  /** The others. Exactly one for a direct room. */
  readonly members: readonly string[];
}

/** Adds a user to a group of one's own. Answered by `room` to all members. */
export interface Add {
  readonly type: 'add';
  readonly room: string;
  readonly user: string;
}

/** Takes oneself out of a group. Answered by `room` to all who were members. */
export interface Leave {
  readonly type: 'leave';
  readonly room: string;
}

/**
 * From now on gets the messages of a room. Answered by `opened`, then by `messages` from `after` on: what one missed
 * and what is new, in order and without a gap.
 */
export interface Open {
  readonly type: 'open';
  readonly room: string;
  /** The last number that the client has. @default - the last page of the room is sent */
  readonly after?: number;
}

/** Does not get the messages of a room any more. */
export interface Close {
  readonly type: 'close';
  readonly room: string;
}

/** Sends a message. Answered by `stored`, once it is, or by `error` with the same id. */
export interface Send {
  readonly type: 'send';
  readonly room: string;
  /** ULID made by the client, kept when it sends the message again. */
  readonly id: string;
  /**
   * The last number of the room that the client had when it sent the message for the first time. What was stored since
   * is looked through for `id`, so that a message sent again is not stored again.
   */
  readonly after: number;
  readonly text?: string;
  readonly attachment?: Attachment;
}

/** Asks for a page of history. Answered by `page`. */
export interface Read {
  readonly type: 'read';
  readonly room: string;
  /** The first number that is not wanted any more: the page ends before it. */
  readonly before: number;
}

/** Asks where to put a file. Answered by `upload`. */
export interface Upload {
  readonly type: 'upload';
  readonly room: string;
  /** ULID made by the client. */
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

/** Asks where to get a file of the room. Answered by `download`. */
export interface Download {
  readonly type: 'download';
  readonly room: string;
  readonly key: string;
}
