import type { HubContext } from './context';
import type { Subscriber } from './hub';
import { Refusal } from './refusal';
import { Room } from './room';

/** The rooms that this server knows, and which connection has which of them open. */
export class OpenRooms {
  private readonly rooms = new Map<string, Room>();
  /** Only connections that have a room open. The mark of a room is another one after every opening. */
  private readonly opened = new Map<Subscriber, Map<string, symbol>>();
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

  of(subscriber: Subscriber): Iterable<string> {
    return this.opened.get(subscriber)?.keys() ?? [];
  }

  /**
   * A connection wants a room open.
   *
   * @returns whether it still does
   * @throws Refusal too-many-rooms
   */
  mark(subscriber: Subscriber, id: string): () => boolean {
    const marks = this.opened.get(subscriber) ?? new Map<string, symbol>();
    if (!marks.has(id) && marks.size >= this.context.bounds.openRooms) {
      throw new Refusal('too-many-rooms', `at most ${this.context.bounds.openRooms} rooms are open at a time`);
    }
    const mark = Symbol(id);
    this.opened.set(subscriber, marks.set(id, mark));
    return () => this.opened.get(subscriber)?.get(id) === mark;
  }

  close(subscriber: Subscriber, id: string): void {
    const marks = this.opened.get(subscriber);
    if (!marks?.delete(id)) return;
    if (marks.size === 0) this.opened.delete(subscriber);
    const room = this.rooms.get(id);
    room?.audience.drop(subscriber);
    if (room) room.usedAt = this.context.clock.now();
  }

  closeAll(subscriber: Subscriber): void {
    for (const id of [...this.of(subscriber)]) this.close(subscriber, id);
  }

  stop(): void {
    this.cancel?.();
    for (const room of this.rooms.values()) room.close();
    this.rooms.clear();
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
