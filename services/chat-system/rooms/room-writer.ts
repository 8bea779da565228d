import type { Message } from '../protocol/messages';
import type { Send } from '../protocol/requests';
import { SequenceTakenError } from '../store/stores';
import { backoff } from './backoff';
import { Batch } from './batch';
import { pause, TimeLimitError } from './clock';
import { findStored } from './find-stored';
import { refusalOf, stranger } from './outsider';
import { messageOf, oneBatchOf, type Pending, pendingOf, sameAs } from './pending';
import { Refusal } from './refusal';
import type { Room } from './room';

/**
 * Stores the messages of one room, one batch at a time: what comes while a batch is on its way gathers for the next.
 * A batch goes to the number after the last one that is known, where only one writer can put it. So between the look
 * whether a message is there already and its writing nothing can come, and it is stored once.
 */
export class RoomWriter {
  /** All that waits, by user and id. */
  private readonly pending = new Map<string, Pending>();
  /** Waits for a look at the members and at what is stored already. */
  private arrived: Pending[] = [];
  /** Waits to be stored. */
  private checked: Pending[] = [];
  private checking = false;
  private writing = false;

  constructor(private readonly room: Room) {}

  get busy(): boolean {
    return this.pending.size > 0 || this.writing;
  }

  send(user: string, request: Send): Promise<Message> {
    const same = sameAs(user, request.id);
    const waiting = this.pending.get(same);
    if (waiting) return waiting.stored;
    const { clock, timings, bounds, load } = this.room.context;
    if (this.pending.size >= bounds.pendingPerRoom || load.pending >= bounds.pendingPerServer) {
      return Promise.reject(new Refusal('unavailable', 'too much is waiting to be stored', retryAfter(clock.random())));
    }
    const pending = pendingOf(user, request, clock.now() + timings.send);
    this.pending.set(same, pending);
    load.pending++;
    this.arrived.push(pending);
    if (!this.checking) void this.check();
    return pending.stored;
  }

  /** This batch is stored, by whomever. */
  seen(batch: Batch): void {
    if (this.pending.size > 0) this.seenAll(batch.messages);
  }

  /** These messages are stored. */
  seenAll(messages: readonly Message[]): void {
    for (const message of messages) {
      const waiting = this.pending.get(sameAs(message.from, message.id));
      if (waiting && this.end(waiting)) waiting.resolve(message);
    }
  }

  private async check(): Promise<void> {
    this.checking = true;
    for (let attempt = 0; this.arrived.length > 0; ) {
      this.expire();
      const asked = this.arrived;
      this.arrived = [];
      try {
        await this.passMembers(asked);
        attempt = 0;
      } catch {
        this.arrived = [...asked.filter((pending) => this.waits(pending)), ...this.arrived];
        await this.rest(attempt++);
      }
    }
    this.checking = false;
  }

  private async passMembers(asked: readonly Pending[]): Promise<void> {
    const { room } = this;
    const stored = await room.members.read();
    for (const pending of asked) {
      if (room.members.has(pending.user) || !this.end(pending)) continue;
      pending.reject(refusalOf(room.id, pending.user, stored) ?? stranger());
    }
    const left = asked.filter((pending) => this.waits(pending));
    if (left.length === 0) return;
    await findStored(room, left);
    this.checked.push(...left.filter((pending) => this.waits(pending)));
    if (!this.writing) void this.write();
  }

  private async write(): Promise<void> {
    this.writing = true;
    // Whether the last write is there is unknown. Another one at the same number fails if it is.
    let doubt = false;
    for (let attempt = 0; ; ) {
      this.expire();
      this.checked = this.checked.filter((pending) => this.waits(pending));
      if (this.checked.length === 0) break;
      const known = this.room.log?.known ?? 0;
      try {
        await this.append(oneBatchOf(this.checked), known);
        doubt = false;
        attempt = 0;
      } catch (error) {
        const lost = error instanceof SequenceTakenError;
        doubt ||= !lost;
        await (lost ? this.catchUp(known, attempt++) : this.rest(attempt++));
      }
    }
    this.writing = false;
    if (doubt) void this.room.recover();
  }

  private async append(going: readonly Pending[], known: number): Promise<void> {
    const { room } = this;
    const at = room.context.clock.now();
    const messages = going.map((pending, index) => messageOf(pending, known + 1 + index, at));
    const writing = room.context.messages.append(room.id, messages);
    try {
      await room.limited(writing);
    } catch (error) {
      // It may be stored after all, when nobody waits for it any more; those who have the room open must hear of it.
      if (error instanceof TimeLimitError)
        writing.then(() => this.late(known + messages.length)).catch(() => undefined);
      throw error;
    }
    const batch = Batch.of(messages);
    room.take(batch);
    room.context.publisher.batch(room.id, batch, room.members.known);
  }

  private late(last: number): void {
    this.room.context.publisher.poke(this.room.id, last);
    this.room.heardOf(last);
  }

  /** Somebody else was faster. Mostly the bus brings in a moment what they wrote; else the store is read. */
  private async catchUp(known: number, attempt: number): Promise<void> {
    const { room } = this;
    await pause(room.context.clock, room.context.clock.random() * Math.min(100, 5 * 2 ** attempt));
    if (room.log?.known === known) await room.refresh().catch(() => this.rest(attempt));
  }

  private rest(attempt: number): Promise<void> {
    return pause(this.room.context.clock, backoff(this.room.context.clock, attempt));
  }

  /** The same message sent once more is another one that waits, and is looked up before it is written. */
  private waits(pending: Pending): boolean {
    return this.pending.get(sameAs(pending.user, pending.request.id)) === pending;
  }

  /** @returns whether it was waiting still */
  private end(pending: Pending): boolean {
    if (!this.waits(pending)) return false;
    this.pending.delete(sameAs(pending.user, pending.request.id));
    this.room.context.load.pending--;
    return true;
  }

  private expire(): void {
    const { clock } = this.room.context;
    for (const pending of this.pending.values()) {
      // They are in the order in which they came.
      if (pending.deadline > clock.now()) return;
      this.end(pending);
      pending.reject(new Refusal('unavailable', 'the store does not answer', retryAfter(clock.random())));
    }
  }
}

/** Milliseconds: one to three seconds. */
const retryAfter = (random: number): number => Math.round(1_000 + 2_000 * random);
