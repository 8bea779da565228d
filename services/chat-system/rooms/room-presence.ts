import type { Presence } from '../protocol/events';
import { limits } from '../protocol/limits';
import { Attendance, deliveryOf } from './attendance';
import type { Subscriber } from './hub';
import { encode, roomChannel } from './payload';
import type { Room } from './room';

/** Members up to which a room is told of changes at the pace of `HubTimings.presence`; a larger one less often. */
const AT_ONCE = 25;

/**
 * Who of a room comes and goes. Everybody says again and again to be there, and it would be told as many times as there
 * are members, squared: what changes is gathered for a moment, what stays so for longer, and said once for all.
 */
export class RoomPresence {
  /** Until when the users of this server are there, as far as the room was told. */
  private told: Map<string, number> | undefined;
  private attendance: Attendance | undefined;
  private news: Map<string, number> | undefined;
  private cancel: (() => void) | undefined;
  private dueAt = Number.POSITIVE_INFINITY;

  constructor(private readonly room: Room) {}

  /** A user of this server is there until then. */
  set(user: string, until: number): void {
    const { members, context } = this.room;
    if (members.all.length > limits.presenceMembers) return;
    this.told ??= new Map();
    const told = this.told.get(user) ?? 0;
    const now = context.clock.now();
    const stays = until > now && told > now;
    // Told long enough ahead to be there at the next heartbeat but one.
    if (stays && told - now > context.timings.heartbeat + context.timings.presenceRenewal) return;
    if (until <= now && told <= now && !this.news?.has(user)) return;
    this.news ??= new Map();
    this.news.set(user, until);
    // When all members of a large room come back at the same time, each of them is told of each.
    const arrivals = context.timings.presence * Math.max(1, members.all.length / AT_ONCE);
    this.plan(stays ? context.timings.presenceRenewal : arrivals);
  }

  /** Tells those who have the room open here. */
  tell(events: readonly Presence[]): void {
    this.attendance?.note(events);
    if (!this.room.audience.isEmpty) this.room.audience.give(deliveryOf(this.room.id, events));
  }

  /** Tells one who has opened the room who is there. */
  async tellAll(subscriber: Subscriber): Promise<void> {
    this.attendance ??= new Attendance(this.room);
    subscriber.deliver(await this.attendance.all());
  }

  stop(): void {
    this.cancel?.();
  }

  private plan(milliseconds: number): void {
    const { clock } = this.room.context;
    const dueAt = clock.now() + milliseconds;
    if (dueAt >= this.dueAt) return;
    this.cancel?.();
    this.dueAt = dueAt;
    this.cancel = clock.after(milliseconds, () => this.flush());
  }

  private flush(): void {
    this.dueAt = Number.POSITIVE_INFINITY;
    const { context, id } = this.room;
    const events = [...(this.news ?? [])].map(([user, until]): Presence => ({ type: 'presence', user, until }));
    this.news = undefined;
    for (const { user, until } of events) {
      if (until > context.clock.now()) this.told?.set(user, until);
      else this.told?.delete(user);
    }
    this.tell(events);
    void context.publisher.send(roomChannel(id), encode({ kind: 'presence', server: context.server, events }));
  }
}
