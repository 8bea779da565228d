import { Audience } from './audience';
import { backoff } from './backoff';
import type { Batch } from './batch';
import { pause, withTimeLimit } from './clock';
import type { HubContext } from './context';
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
  /** Number of things that go on in it, so that it is not unloaded. */
  uses = 0;
  /** It is unloaded. */
  closed = false;
  /** When it was used last. */
  usedAt: number;
  readonly audience: Audience;
  readonly members: Members;
  readonly writer: RoomWriter;
  readonly presence: RoomPresence;
  /** The last number that it heard of. */
  private wanted = 0;
  private subscribed: Promise<void> | undefined;
  private gapWait: (() => void) | undefined;
  private readonly tailRead: SharedRead<void>;

  constructor(
    readonly id: string,
    readonly context: HubContext,
  ) {
    this.usedAt = context.clock.now();
    this.audience = new Audience(this);
    this.members = new Members(this, () => this.audience.plan());
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
    this.audience.delivered = known;
    this.heardOf(this.wanted);
  }

  /** Takes what is new, wherever it comes from. @returns whether something was */
  take(batch: Batch): boolean {
    this.wanted = Math.max(this.wanted, batch.last);
    if (this.log === undefined) return false;
    const taken = this.log.take(batch);
    for (const one of taken) this.writer.seen(one);
    if (this.log.gap) this.waitForGap();
    if (taken.length > 0) this.audience.plan();
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

  /** Lets go of the messages in memory when there was nothing new for long. */
  rest(quietSince: number): void {
    if (this.audience.deliveredAt < quietSince) this.log?.trim(this.audience.delivered, true);
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
}
