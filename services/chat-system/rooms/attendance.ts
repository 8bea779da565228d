import type { Presence } from '../protocol/events';
import type { Delivery } from './hub';
import type { Room } from './room';

/** For which what the store said is not asked for again, in milliseconds: what was told since is added to it. */
const KEPT = 10_000;

/**
 * Who of a room is there, for those who open it: read from the store once for all of them, kept by what the room is told.
 */
export class Attendance {
  private readonly untils = new Map<string, number>();
  /** Who was told of while the store was read; what it says of them may be older. */
  private told: Set<string> | undefined;
  private reading: Promise<void> | undefined;
  private readAt = Number.NEGATIVE_INFINITY;
  private delivery: Delivery | undefined;

  constructor(private readonly room: Room) {}

  /** What the room is told. */
  note(events: readonly Presence[]): void {
    for (const { user, until } of events) {
      this.untils.set(user, until);
      this.told?.add(user);
    }
    this.delivery = undefined;
  }

  /** Made once for all who ask before anything changes. */
  async all(): Promise<Delivery> {
    if (this.room.context.clock.now() - this.readAt > KEPT) {
      this.reading ??= this.read().finally(() => {
        this.reading = undefined;
      });
      await this.reading;
    }
    this.delivery ??= deliveryOf(this.room.id, this.present());
    return this.delivery;
  }

  private async read(): Promise<void> {
    const { context, members } = this.room;
    const told = new Set<string>();
    this.told = told;
    try {
      for (const [user, until] of await context.presence.of(members.all)) {
        if (!told.has(user)) this.untils.set(user, until);
      }
      this.readAt = context.clock.now();
      this.delivery = undefined;
    } finally {
      this.told = undefined;
    }
  }

  private present(): Presence[] {
    const now = this.room.context.clock.now();
    for (const [user, until] of this.untils) if (until <= now) this.untils.delete(user);
    return [...this.untils].map(([user, until]) => ({ type: 'presence', user, until }));
  }
}

/** Presence goes the way of messages, without a number. */
export function deliveryOf(room: string, events: readonly Presence[]): Delivery {
  return { room, first: 0, last: 0, frame: Buffer.from(JSON.stringify(events)) };
}
