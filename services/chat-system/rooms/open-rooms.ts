import type { HubContext } from './context';
import type { Subscriber } from './hub';
import { Refusal } from './refusal';
import { Room } from './room';

/** That a connection has a room open: another one after every opening. */
interface Mark {
  readonly room: string;
}

/** The rooms that this server knows, and which connection has which of them open. */
export class OpenRooms {
  private readonly rooms = new Map<string, Room>();
  /** Only connections that have a room open. Most have one or a few, for which a map is large. */
  private readonly opened = new Map<Subscriber, readonly Mark[]>();
  private cancel: (() => void) | undefined;

  constructor(private readonly context: HubContext) {
    this.plan();
  }

  /** Does something with a room, which stays loaded meanwhile and for a while after. */
  async use<Result>(id: string, work: (room: Room) => Promise<Result>): Promise<Result> {
    const room = this.rooms.get(id) ?? new Room(id, this.context);
    this.rooms.set(id, room);
    room.uses++;
    try {
      return await work(room);
    } finally {
      room.uses--;
      room.usedAt = this.context.clock.now();
    }
  }

  get(id: string): Room | undefined {
    return this.rooms.get(id);
  }

  all(): Iterable<Room> {
    return this.rooms.values();
  }

  of(subscriber: Subscriber): readonly string[] {
    return this.marks(subscriber).map(({ room }) => room);
  }

  /**
   * A connection wants a room open.
   *
   * @returns whether it still does
   * @throws Refusal too-many-rooms
   */
  mark(subscriber: Subscriber, id: string): () => boolean {
    const others = this.marks(subscriber).filter(({ room }) => room !== id);
    if (others.length >= this.context.bounds.openRooms) {
      throw new Refusal('too-many-rooms', `at most ${this.context.bounds.openRooms} rooms are open at a time`);
    }
    const mark: Mark = { room: id };
    this.opened.set(subscriber, others.concat(mark));
    return () => this.marks(subscriber).includes(mark);
  }

  close(subscriber: Subscriber, id: string): void {
    const marks = this.marks(subscriber);
    const others = marks.filter((mark) => mark.room !== id);
    if (others.length === marks.length) return;
    if (others.length > 0) this.opened.set(subscriber, others);
    else this.opened.delete(subscriber);
    const room = this.rooms.get(id);
    room?.audience.drop(subscriber);
    if (room) room.usedAt = this.context.clock.now();
  }

  closeAll(subscriber: Subscriber): void {
    for (const id of this.of(subscriber)) this.close(subscriber, id);
  }

  stop(): void {
    this.cancel?.();
    for (const room of this.rooms.values()) room.close();
    this.rooms.clear();
  }

  private marks(subscriber: Subscriber): readonly Mark[] {
    return this.opened.get(subscriber) ?? [];
  }

  /** Unloads what nobody needs, and lets go of messages where nothing happens. */
  private sweep(): void {
    const quietSince = this.context.clock.now() - this.context.timings.linger;
    for (const [id, room] of this.rooms) {
      if (room.uses > 0 || room.writer.busy || room.usedAt > quietSince) continue;
      if (!room.audience.isEmpty) room.rest(quietSince);
      else if (this.rooms.delete(id)) room.close();
    }
  }

  private plan(): void {
    this.cancel = this.context.clock.after(this.context.timings.linger / 2, () => {
      this.sweep();
      this.plan();
    });
  }
}
