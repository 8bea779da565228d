import type { Failed } from '../protocol/events';
import type { Message } from '../protocol/messages';
import type { Request } from '../protocol/requests';
import { isPassing, Resender } from './resender';
import type { Timers } from './socket';
import { type Content, type PendingMessage, RefusedError, type Sent } from './view';

type Stored = Pick<Message, 'id' | 'room' | 'seq'>;

interface Entry {
  readonly room: string;
  readonly id: string;
  readonly content: Content;
  state: PendingMessage['state'];
  /** The last number of the room at the first attempt, and at each further one. */
  after?: number;
  seq?: number;
  error?: Failed;
  waitsForAnswer: boolean;
  /** When it was sent last, so that only what is overdue is sent again. */
  sentAt: number;
  readonly resolve: (stored: Stored) => void;
  readonly reject: (error: RefusedError) => void;
}

export interface OutboxOptions {
  readonly timers: Timers;
  readonly random: () => number;
  readonly send: (request: Request) => boolean;
  /** A number of the room that any new message comes after; undefined where the room is not open yet. */
  readonly known: (room: string) => number | undefined;
  readonly onChange: (room: string) => void;
}

/** Messages of one's own from when they were written until they are in the history. */
export class Outbox {
  resends = 0;
  private readonly entries = new Map<string, Entry>();
  private readonly resender: Resender;

  constructor(private readonly options: OutboxOptions) {
    this.resender = new Resender({
      ...options,
      onFlush: () => this.sendAll(),
      onOverdue: () => this.sendAgain(options.timers.now()),
    });
  }

  of(room: string): readonly PendingMessage[] {
    return [...this.entries.values()]
      .filter((entry) => entry.room === room)
      .map(({ id, content, state, error }) => ({ room, id, ...content, state, ...(error && { error }) }));
  }

  add(room: string, id: string, content: Content): Sent {
    let settle: Pick<Entry, 'resolve' | 'reject'> | undefined;
    const stored = new Promise<Stored>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever does not wait for it looks at the state instead.
    stored.catch(() => {});
    if (settle)
      this.entries.set(id, { room, id, content, state: 'sending', waitsForAnswer: false, sentAt: 0, ...settle });
    this.options.onChange(room);
    this.flush();
    return { id, stored };
  }

  flush(): void {
    this.resender.flush();
  }

  /** What has no answer by now will be sent again. */
  disconnected(): void {
    this.resender.stop();
    for (const entry of this.entries.values()) entry.waitsForAnswer = false;
  }

  /** @param isHere whether the history holds it already */
  stored({ room, id, seq }: Stored, isHere: boolean): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    entry.resolve({ room, id, seq });
    entry.state = 'stored';
    entry.waitsForAnswer = false;
    if (isHere) this.entries.delete(id);
    this.options.onChange(room);
  }

  /** Messages are in the history now. */
  seen(messages: readonly Message[]): void {
    if (this.entries.size === 0) return;
    for (const { id, room, seq } of messages) {
      this.entries.get(id)?.resolve({ id, room, seq });
      this.entries.delete(id);
    }
  }

  /** @returns whether it was about one of these */
  refused(failed: Failed): boolean {
    const entry = failed.id === undefined ? undefined : this.entries.get(failed.id);
    if (entry?.state !== 'sending') return entry !== undefined;
    entry.waitsForAnswer = false;
    if (isPassing(failed)) this.resender.hold(failed);
    else this.fail(entry, failed);
    return true;
  }

  /** Nothing of this room can be sent. */
  refusedRoom(room: string, failed: Failed): void {
    for (const entry of this.entries.values()) {
      if (entry.room === room && entry.state === 'sending') this.fail(entry, failed);
    }
  }

  /** Nobody shows this room any more: what is stored needs no place. */
  closed(room: string): void {
    for (const [id, entry] of this.entries)
      if (entry.room === room && entry.state === 'stored') this.entries.delete(id);
  }

  /** @returns the room of the message */
  again(id: string): string | undefined {
    const entry = this.entries.get(id);
    if (entry?.state !== 'failed') return undefined;
    entry.state = 'sending';
    delete entry.error;
    this.options.onChange(entry.room);
    this.flush();
    return entry.room;
  }

  discard(id: string): void {
    const entry = this.entries.get(id);
    if (entry?.state !== 'failed') return;
    this.entries.delete(id);
    this.options.onChange(entry.room);
  }

  private fail(entry: Entry, failed: Failed): void {
    entry.state = 'failed';
    entry.error = failed;
    entry.reject(new RefusedError(failed.code, failed.message, failed.retryAfterMs));
    this.options.onChange(entry.room);
  }

  private sendAll(): boolean {
    let waits = false;
    for (const entry of this.entries.values()) {
      if (entry.state === 'sending' && !entry.waitsForAnswer) this.sendOne(entry);
      waits ||= entry.waitsForAnswer;
    }
    return waits;
  }

  private sendOne(entry: Entry): void {
    const { room, id, content } = entry;
    const after = entry.after ?? this.options.known(room);
    if (after === undefined || !this.options.send({ type: 'send', room, id, after, ...content })) return;
    if (entry.after !== undefined) this.resends++;
    entry.after = after;
    entry.waitsForAnswer = true;
    entry.sentAt = this.options.timers.now();
  }

  private sendAgain(now: number): void {
    for (const entry of this.entries.values()) {
      // The others of the same pace were sent later and have their time.
      if (entry.waitsForAnswer && now - entry.sentAt >= 5_000) entry.waitsForAnswer = false;
    }
    this.flush();
  }
}
