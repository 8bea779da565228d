import type { RoomEvent } from '../protocol/events';
import type { StoredRoom } from '../store/stores';
import { pause } from './clock';
import type { HubContext } from './context';
import { userChannel } from './payload';
import type { Users } from './users';

/** Rooms that are remembered to be told of; users hear of the others when they connect again. */
const UNTOLD_MOST = 1_000;

/** Milliseconds between two users who are looked after when the bus is back. */
const USER_PAUSE = 10;

/** Tells users of rooms that are new to them, or whose members are others. */
export class Announcements {
  /** Users who could not be told, by room. */
  private readonly untold = new Map<string, Set<string>>();
  private stopped = false;

  constructor(
    private readonly context: HubContext,
    private readonly users: Users,
  ) {}

  /** Tells these users, wherever they are connected. */
  tell(room: StoredRoom, names: readonly string[]): void {
    const event = eventOf(room);
    const text = `${this.context.server} ${JSON.stringify(event)}`;
    for (const name of names) {
      this.users.tell(name, event);
      void this.publish(room.room, name, text);
    }
  }

  /**
   * The bus is back: whom this server could not tell is told, and its own users, who may not have been told, hear of
   * all their rooms, one after the other.
   */
  async back(): Promise<void> {
    const { rooms, clock } = this.context;
    const untold = [...this.untold];
    this.untold.clear();
    for (const [id, names] of untold) {
      const stored = await rooms.get(id).catch(() => undefined);
      if (stored) this.tell(stored, [...names]);
    }
    for (const name of [...this.users.names()]) {
      if (this.stopped || !this.context.bus.connected) return;
      const stored = await rooms.roomsOf(name).catch(() => []);
      for (const room of stored) this.users.tell(name, eventOf(room));
      await pause(clock, USER_PAUSE);
    }
  }

  stop(): void {
    this.stopped = true;
  }

  private async publish(room: string, name: string, text: string): Promise<void> {
    if (await this.context.publisher.send(userChannel(name), text)) return;
    const names = this.untold.get(room) ?? new Set();
    if (this.untold.size < UNTOLD_MOST || names.size > 0) this.untold.set(room, names.add(name));
  }
}

const eventOf = ({ room, title, members }: StoredRoom): RoomEvent => ({
  type: 'room',
  room,
  ...(title === undefined ? {} : { title }),
  members,
});
