import { backoff } from './backoff';
import type { Batch } from './batch';
import { pause, withTimeLimit } from './clock';
import type { HubContext } from './context';
import { framesOf } from './frames';
import type { Delivery, Subscriber } from './hub';
import { Members } from './members';
import { decode, roomChannel } from './payload';
import { readLog } from './read-log';
import { RoomLog } from './room-log';
import { RoomPresence } from './room-presence';
import { RoomWriter } from './room-writer';
import { SharedRead } from './shared-read';

/** A room on one server: what it knows of it, who has it open here, what waits to be stored. */
export class Room {
  /** Absent until the room was read for the first time. */
  log: RoomLog | undefined;
  /** The last number that the subscribers were given. */
  delivered = 0;
  /** Number of things that go on in it, so that it is not unloaded. */
  uses = 0;
  /** When it was used last. */
  usedAt: number;
  live: Subscriber[] = [];
  readonly members: Members;
  readonly writer: RoomWriter;
  readonly presence: RoomPresence;
  /** The last number that it heard of. */
  private wanted = 0;
  private subscribed: Promise<void> | undefined;
  private flushing = false;
  private flushedAt = 0;
  private gapWait: (() => void) | undefined;
  closed = false;
  private readonly tailRead: SharedRead<void>;

  constructor(
    readonly id: string,
    readonly context: HubContext,
  ) {
    this.usedAt = context.clock.now();
    this.members = new Members(this, () => this.plan());
    this.writer = new RoomWriter(this);
    this.presence = new RoomPresence(this);
    this.tailRead = new SharedRead(() => readLog(this, this.wanted));
  }

  /** From now on hears what other servers publish. Resolves also where the bus is away: then the store is read later. */
  subscribe(): Promise<void> {
    this.subscribed ??= this.context.bus
      .subscribe(roomChannel(this.id), (text) => this.receive(text))
      .catch(() => undefined);
    return this.subscribed;
  }

  /** Knows, afterwards, everything that was stored before the call. */
  async refresh(): Promise<RoomLog> {
    await this.subscribe();
    await this.tailRead.ask();
    if (this.log === undefined) throw new Error(`${this.id} was not read`);
    return this.log;
  }

  /** The same, tried until it succeeds. */
  async recover(): Promise<void> {
    for (let attempt = 0; !this.closed; attempt++) {
      try {
        await this.refresh();
        return;
      } catch {
        await pause(this.context.clock, backoff(this.context.clock, attempt));
      }
    }
  }

  /** The room was read for the first time. */
  begin(known: number, window: readonly Batch[]): void {
    this.log = new RoomLog(known, this.context.bounds);
    for (const batch of window.toReversed()) this.log.fill(batch);
    this.delivered = known;
    this.heardOf(this.wanted);
  }

  /** Takes what is new, wherever it comes from. @returns whether something was */
  take(batch: Batch): boolean {
    this.wanted = Math.max(this.wanted, batch.last);
    if (this.log === undefined) return false;
    const taken = this.log.take(batch);
    for (const one of taken) this.writer.seen(one);
    if (this.log.gap) this.waitForGap();
    if (taken.length > 0) this.plan();
    return taken.length > 0;
  }

  /** Messages up to this number are stored. */
  heardOf(last: number): void {
    this.wanted = Math.max(this.wanted, last);
    if (this.log !== undefined && this.log.known < last) void this.recover();
  }

  /** One store call, which may not take for ever. */
  limited<Result>(work: Promise<Result>): Promise<Result> {
    return withTimeLimit(this.context.clock, this.context.timings.storeCall, work);
  }

  /** Everyone who has the room open. One that cannot take it is left out until it opens the room again. */
  deliver(delivery: Delivery): void {
    const { live } = this;
    let kept = 0;
    for (let index = 0; index < live.length; index++) {
      const subscriber = live[index] as Subscriber;
      if (subscriber.deliver(delivery)) live[kept++] = subscriber;
    }
    live.length = kept;
  }

  drop(subscriber: Subscriber): void {
    const index = this.live.indexOf(subscriber);
    if (index >= 0) this.live.splice(index, 1);
  }

  /** Lets go of the messages in memory when there was nothing new for long. */
  rest(quietSince: number): void {
    if (this.flushedAt < quietSince) this.log?.trim(this.delivered, true);
  }

  /** Nobody needs it any more. */
  close(): void {
    this.closed = true;
    this.gapWait?.();
    this.presence.stop();
    if (this.subscribed) void this.context.bus.unsubscribe(roomChannel(this.id)).catch(() => undefined);
  }

  private receive(text: string): void {
    const payload = decode(text);
    switch (payload?.kind) {
      case 'batch':
        this.members.atLeast(payload.version);
        this.take(payload.batch);
        break;
      case 'poke':
        this.heardOf(payload.last);
        break;
      case 'members':
        this.members.atLeast(payload.version);
        break;
      case 'presence':
        if (payload.server !== this.context.server) this.presence.tell(payload.events);
        break;
      case undefined:
    }
  }

  private waitForGap(): void {
    this.gapWait ??= this.context.clock.after(this.context.timings.gap, () => {
      this.gapWait = undefined;
      if (this.log?.gap) void this.recover();
    });
  }

  private plan(): void {
    const { log, context } = this;
    if (this.flushing || log === undefined || log.known === this.delivered || !this.members.certain) return;
    this.flushing = true;
    const wait = context.pace.gather === 0 ? 0 : this.flushedAt + context.pace.gather - context.clock.now();
    if (wait > 0) context.clock.after(wait, () => this.flush());
    else context.clock.soon(() => this.flush());
  }

  private flush(): void {
    this.flushing = false;
    if (this.log === undefined || !this.members.certain) return;
    if (this.live.length > 0) {
      const batches = this.log.since(this.delivered) ?? [];
      for (const frame of framesOf(this.id, batches)) this.deliver(frame);
    }
    this.delivered = this.log.known;
    this.flushedAt = this.context.clock.now();
    this.log.trim(this.delivered);
  }
}
