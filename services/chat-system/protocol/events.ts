import type { Message, Room } from './messages';

/** What a server says: a text frame holds a JSON array of them. */
export type Event =
  | Welcome
  | Pong
  | RoomEvent
  | Opened
  | Messages
  | Stored
  | Page
  | Presence
  | UploadTicket
  | DownloadTicket
  | Behind
  | Drain
  | Failed;

/** The first event of a connection. */
export interface Welcome {
  readonly type: 'welcome';
  readonly user: string;
  /** The rooms that the user is a member of. */
  readonly rooms: readonly Room[];
  readonly heartbeatSeconds: number;
  readonly attachmentBytes: number;
  readonly attachmentTypes: readonly string[];
}

export interface Pong {
  readonly type: 'pong';
  /** The server's clock, milliseconds since 1970. */
  readonly at: number;
}

/** A room is new or its members are others. Who is not among its members any more has left it. */
export interface RoomEvent extends Room {
  readonly type: 'room';
}

export interface Opened {
  readonly type: 'opened';
  readonly room: string;
  /** The last number that is stored, 0 for an empty room. */
  readonly last: number;
}

/** Messages of one room, in order and without a gap among them: 1 to 100. */
export interface Messages {
  readonly type: 'messages';
  readonly room: string;
  readonly messages: readonly Message[];
}

/** The message is stored; only now it counts as sent. */
export interface Stored {
  readonly type: 'stored';
  readonly room: string;
  readonly id: string;
  readonly seq: number;
  readonly at: number;
}

export interface Page {
  readonly type: 'page';
  readonly room: string;
  readonly messages: readonly Message[];
}

/** Who of a room is there, and until when that holds if nothing else is said: milliseconds since 1970 by the server. */
export interface Presence {
  readonly type: 'presence';
  readonly user: string;
  /** 0 or in the past: away. */
  readonly until: number;
}

/** A form to post the file with, as S3's presigned POST: `fields` first, then `file`. */
export interface UploadTicket {
  readonly type: 'upload';
  readonly id: string;
  readonly key: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface DownloadTicket {
  readonly type: 'download';
  readonly key: string;
  readonly url: string;
}

/** The client read too slowly and messages of these rooms were not sent; it opens them again from what it has. */
export interface Behind {
  readonly type: 'behind';
  readonly rooms: readonly string[];
}

/** The server is about to end; the client connects again after `afterMs`, which differs from client to client. */
export interface Drain {
  readonly type: 'drain';
  readonly afterMs: number;
}

export type ErrorCode =
  /** The frame is not what the protocol says. */
  | 'malformed'
  | 'too-large'
  | 'not-a-member'
  | 'not-found'
  | 'too-many-members'
  | 'too-many-rooms'
  /** Sent faster than allowed; again after `retryAfterMs`. */
  | 'rate-limited'
  /** The server has as much to do as it can take, or the store does not answer; again after `retryAfterMs`. */
  | 'unavailable'
  /** The attachment was not uploaded, not scanned yet, or was found to be harmful. */
  | 'not-available';

/** A request was refused and has changed nothing. */
export interface Failed {
  readonly type: 'error';
  readonly code: ErrorCode;
  readonly message: string;
  /** Id of the request that had one. */
  readonly id?: string;
  readonly room?: string;
  readonly retryAfterMs?: number;
}
