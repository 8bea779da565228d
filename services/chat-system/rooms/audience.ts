import { framesOf } from './frames';
import type { Delivery, Subscriber } from './hub';
import type { Room } from './room';

/** The connections of one server that have a room open, and how far they have been told. */
export class Audience {
  /** The last number that they were given. */
  delivered = 0;
  /** When that was, milliseconds since 1970. */
  deliveredAt = 0;
  /** Is replaced when somebody goes: it may be that everyone is just being given something. */
  private live: Subscriber[] = [];
  private planned = false;

  constructor(private readonly room: Room) {}

  get isEmpty(): boolean {
    return this.live.length === 0;
  }

  /** From now on gets what is new; has everything up to `delivered`. */
  add(subscriber: Subscriber): void {
    this.live.push(subscriber);
  }

  drop(subscriber: Subscriber): void {
    if (this.live.includes(subscriber)) this.live = this.live.filter((one) => one !== subscriber);
  }

  keepOnly(isMember: (user: string) => boolean): void {
    if (this.live.some(({ user }) => !isMember(user))) this.live = this.live.filter(({ user }) => isMember(user));
  }

  /** One that cannot take it is left out until it opens the room again. */
  give(delivery: Delivery): void {
    let refused: Set<Subscriber> | undefined;
    for (const subscriber of this.live) {
      if (subscriber.deliver(delivery)) continue;
      refused ??= new Set();
      refused.add(subscriber);
    }
    if (refused) this.live = this.live.filter((subscriber) => !refused.has(subscriber));
  }

  /** What is new is given soon: at once where it was quiet, else when it was gathered for a while. */
  plan(): void {
    const { log, members, context } = this.room;
    if (this.planned || log === undefined || log.known === this.delivered || !members.certain) return;
    this.planned = true;
    const wait = context.pace.gather === 0 ? 0 : this.deliveredAt + context.pace.gather - context.clock.now();
    if (wait > 0) context.clock.after(wait, () => this.giveNew());
    else context.clock.soon(() => this.giveNew());
  }

  private giveNew(): void {
    const { log, members, context, id } = this.room;
    this.planned = false;
    if (log === undefined || !members.certain) return;
    if (!this.isEmpty) for (const frame of framesOf(id, log.since(this.delivered) ?? [])) this.give(frame);
    this.delivered = log.known;
    this.deliveredAt = context.clock.now();
    log.trim(this.delivered);
  }
}
