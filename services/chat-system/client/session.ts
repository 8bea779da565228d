import type { Event } from '../protocol/events';
import type { Room } from '../protocol/messages';
import type { Request } from '../protocol/requests';
import { Calls } from './calls';
import type { ChatClientOptions } from './chat-client-options';
import { Connection } from './connection';
import { Outbox } from './outbox';
import { platformTimers } from './platform-timers';
import { PresenceBook } from './presence-book';
import { RoomBook } from './room-book';
import type { Change } from './view';

type EventOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

/** What each event does. */
type Handlers = { readonly [Type in Event['type']]: (event: EventOf<Type>) => void };

/** The parts of a client, and what the server's events do to them. */
export class Session {
  readonly link: Connection;
  readonly outbox: Outbox;
  readonly calls: Calls;
  readonly book: RoomBook;
  readonly presence: PresenceBook;
  connections = 0;
  user: string | undefined;
  /** Resolves with the user's name, which the first `welcome` tells. */
  readonly known: Promise<string>;
  private tellKnown: (user: string) => void = () => {};

  private readonly handlers: Handlers = {
    welcome: (event) => this.welcome(event),
    pong: ({ at }) => this.presence.synchronise(at),
    room: (event) => this.room(event),
    opened: (event) => this.opened(event),
    messages: (event) => this.messages(event),
    stored: (event) => this.outbox.stored(event, (this.book.history(event.room)?.last ?? 0) >= event.seq),
    page: ({ room, messages }) => this.calls.answer(`read ${room}`, messages),
    presence: ({ user, until }) => this.presence.set(user, until),
    upload: (event) => this.calls.answer(`upload ${event.id}`, event),
    download: ({ key, url }) => this.calls.answer(`download ${key}`, url),
    behind: ({ rooms }) => {
      for (const room of rooms) this.book.ask(room);
    },
    // The connection itself leaves in time.
    drain: () => {},
    error: (event) => this.error(event),
  };

  constructor(
    options: ChatClientOptions,
    readonly tell: (change: Change) => void,
  ) {
    const { timers = platformTimers, random = Math.random } = options;
    this.known = new Promise((resolve) => {
      this.tellKnown = resolve;
    });
    const send = (request: Request) => this.link.send(request);
    const known = (room: string) => this.book.history(room)?.known;
    this.link = new Connection({
      ...options,
      timers,
      random,
      onState: () => this.state(),
      onEvent: (event) => this.take(event),
    });
    this.book = new RoomBook({ timers, send });
    this.calls = new Calls({ timers, random, send });
    this.outbox = new Outbox({ timers, random, send, known, onChange: (room) => tell({ type: 'messages', room }) });
    this.presence = new PresenceBook(timers, (user) => tell({ type: 'presence', user }));
  }

  private take(event: Event): void {
    // An event of a later version is passed over.
    (this.handlers[event.type] as ((event: Event) => void) | undefined)?.(event);
  }

  private state(): void {
    if (this.link.state.is !== 'connected') {
      this.outbox.disconnected();
      this.calls.disconnected();
      this.book.disconnected();
    }
    this.tell({ type: 'connection' });
  }

  private welcome({ user, rooms }: EventOf<'welcome'>): void {
    this.connections++;
    this.user = user;
    this.tellKnown(user);
    this.book.connected(rooms);
    this.calls.flush();
    this.outbox.flush();
    this.tell({ type: 'rooms' });
  }

  private room(room: Room): void {
    const isMember = this.user !== undefined && room.members.includes(this.user);
    if (isMember) this.book.set(room);
    else this.book.remove(room.room);
    this.calls.answer(`create ${room.room}`, room);
    for (const member of room.members) this.calls.answer(`add ${room.room} ${member}`, room);
    if (!isMember) this.calls.answer(`leave ${room.room}`, room);
    this.tell({ type: 'rooms' });
  }

  private opened({ room, last }: EventOf<'opened'>): void {
    this.book.opened(room, last);
    this.outbox.flush();
    this.tell({ type: 'messages', room });
  }

  private messages({ room, messages }: EventOf<'messages'>): void {
    if (!this.book.take(room, messages)) return;
    this.outbox.seen(messages);
    this.tell({ type: 'messages', room });
  }

  private error(failed: EventOf<'error'>): void {
    if (this.outbox.refused(failed)) return;
    const open = this.book.refused(failed);
    if (open === undefined) this.calls.refused(failed);
    if (open !== 'never' || failed.room === undefined) return;
    this.outbox.refusedRoom(failed.room, failed);
    this.tell({ type: 'rooms' });
  }
}
