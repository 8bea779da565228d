import { monotonicFactory } from 'ulid';
import type { UploadTicket } from '../protocol/events';
import type { Message, Room } from '../protocol/messages';
import { directRoom, groupRoom } from '../protocol/names';
import type { Upload } from '../protocol/requests';
import type { ChatClientOptions, ClientCounts } from './chat-client-options';
import { Session } from './session';
import type { Change, ConnectionState, Content, PendingMessage, Sent } from './view';

export type { ChatClientOptions, ClientCounts } from './chat-client-options';

/**
 * A user's end of the chat: stays connected, keeps the rooms that are open complete and in order, and sends each message
 * until it is stored. Knows neither DOM nor Node.js.
 */
export class ChatClient {
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly session: Session;
  private readonly newId: () => string;

  constructor(options: ChatClientOptions) {
    this.newId = options.newId ?? monotonicFactory();
    this.session = new Session(options, (change) => {
      for (const listener of this.listeners) listener(change);
    });
  }

  /** Connects, and connects again whenever the connection is lost. */
  start(): void {
    this.session.link.start();
  }

  /** Ends the connection; what was not stored stays pending until the next `start`. */
  stop(): void {
    this.session.link.stop();
    this.session.presence.stop();
  }

  /** Looks at the connection at once, as after sleep or a change of the network. */
  wake(): void {
    this.session.link.wake();
  }

  /** @returns ends it */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  get connection(): ConnectionState {
    return this.session.link.state;
  }

  /** The name that the server gave; undefined until the first `welcome`. */
  get user(): string | undefined {
    return this.session.user;
  }

  /** The rooms of the user. */
  get rooms(): readonly Room[] {
    return this.session.book.all;
  }

  get counts(): ClientCounts {
    const { connections, link, book, outbox } = this.session;
    const { duplicates, gaps } = book;
    return { attempts: link.attempts, connections, duplicates, gaps, resends: outbox.resends };
  }

  /** From now on the room's messages come, after each connection from where they ended. Again: nothing. */
  open(room: string): void {
    this.session.book.open(room);
  }

  close(room: string): void {
    this.session.book.close(room);
    this.session.outbox.closed(room);
  }

  /** The messages of an open room that are here, in order, without a gap, each once. */
  history(room: string): readonly Message[] {
    return this.session.book.history(room)?.messages ?? [];
  }

  /** Messages of one's own that are not in the history, in the order in which they were sent. */
  pending(room: string): readonly PendingMessage[] {
    return this.session.outbox.of(room);
  }

  /** Sends a message; opens the room if it is not. */
  send(room: string, content: Content): Sent {
    this.open(room);
    return this.session.outbox.add(room, this.newId(), content);
  }

  /** Sends a message that failed once more. */
  again(id: string): void {
    const room = this.session.outbox.again(id);
    // A room that could not be opened was closed.
    if (room !== undefined) this.open(room);
  }

  /** Forgets a message that failed. */
  discard(id: string): void {
    this.session.outbox.discard(id);
  }

  /** Whether the room has messages before the first one that is here. */
  hasBefore(room: string): boolean {
    return (this.session.book.history(room)?.begin ?? 1) > 1;
  }

  /** Loads the page before the first message that is here. @throws RefusedError */
  async loadBefore(room: string): Promise<void> {
    const before = this.session.book.history(room)?.begin ?? 1;
    if (before === 1) return;
    const page = await this.session.calls.ask(`read ${room}`, { type: 'read', room, before });
    this.session.book.history(room)?.prepend(page as readonly Message[]);
    this.session.tell({ type: 'messages', room });
  }

  /** The room of two; made where it is not there. @throws RefusedError */
  async createDirect(user: string): Promise<Room> {
    const room = directRoom(await this.session.known, user);
    return await this.ask<Room>(`create ${room}`, {
      type: 'create',
      id: this.newId(),
      kind: 'direct',
      members: [user],
    });
  }

  /** @param members the others. @throws RefusedError */
  async createGroup(title: string, members: readonly string[]): Promise<Room> {
    const id = this.newId();
    return await this.ask<Room>(`create ${groupRoom(id)}`, { type: 'create', id, kind: 'group', title, members });
  }

  /** Adds a user to a group. @throws RefusedError */
  async add(room: string, user: string): Promise<void> {
    await this.ask(`add ${room} ${user}`, { type: 'add', room, user });
  }

  /** Takes the user out of a group. @throws RefusedError */
  async leave(room: string): Promise<void> {
    await this.ask(`leave ${room}`, { type: 'leave', room });
  }

  /** Where to put a file. @throws RefusedError */
  async upload(file: Pick<Upload, 'room' | 'name' | 'contentType' | 'size'>): Promise<UploadTicket> {
    const id = this.newId();
    return await this.ask<UploadTicket>(`upload ${id}`, { type: 'upload', id, ...file });
  }

  /** Where to get a file, for some minutes. @throws RefusedError */
  async download(room: string, key: string): Promise<string> {
    return await this.ask<string>(`download ${key}`, { type: 'download', room, key });
  }

  /** Whether the user is there, by the server's clock and as far as the open rooms tell. */
  online(user: string): boolean {
    return this.session.presence.online(user);
  }

  private async ask<Answer>(key: string, request: Parameters<Session['calls']['ask']>[1]): Promise<Answer> {
    return (await this.session.calls.ask(key, request)) as Answer;
  }
}
