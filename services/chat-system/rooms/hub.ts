import type { Event } from '../protocol/events';
import type { Message } from '../protocol/messages';
import type { Add, Create, Leave, Read, Send } from '../protocol/requests';

/** Messages of one room on their way to its subscribers, as text made once for all of them. */
export interface Delivery {
  readonly room: string;
  readonly first: number;
  readonly last: number;
  /** A whole frame: the JSON array with one `messages` event. */
  readonly frame: Buffer;
}

/** A connection that has rooms open. */
export interface Subscriber {
  readonly user: string;

  /** @returns whether it could take it; when not, it gets nothing more of the room until it opens it again */
  deliver(delivery: Delivery): boolean;

  /** An event for this user, outside the order of messages. */
  tell(event: Event): void;
}

/** What one server knows of rooms, members and messages. Methods reject with a `Refusal`. */
export interface Hub {
  /** A connection of a user is there: from now on it is told of the user's rooms. @returns the rooms for `welcome` */
  enter(subscriber: Subscriber): Promise<Extract<Event, { readonly type: 'welcome' }>['rooms']>;

  /** The connection is gone; closes its rooms. */
  leave(subscriber: Subscriber): void;

  /** Sends `opened`, then what was missed and what is new. */
  open(subscriber: Subscriber, room: string, after: number | undefined): Promise<void>;

  close(subscriber: Subscriber, room: string): void;

  /** Resolves once the message is stored, by this call or by an earlier one with the same id. */
  send(user: string, request: Send): Promise<Message>;

  read(user: string, request: Read): Promise<readonly Message[]>;

  /** Rejects unless the user is a member. */
  mustBeMember(user: string, room: string): Promise<void>;

  create(user: string, request: Create): Promise<void>;

  add(user: string, request: Add): Promise<void>;

  part(user: string, request: Leave): Promise<void>;

  /** The user is there until then, as far as this connection goes. Tells the rooms that the connection has open. */
  present(subscriber: Subscriber, connection: string, until: number): Promise<void>;

  /** Waits until what was taken is stored and published. */
  stop(): Promise<void>;
}
