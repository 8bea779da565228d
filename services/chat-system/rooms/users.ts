import type { Bus } from '../bus/bus';
import type { RoomEvent } from '../protocol/events';
import type { Subscriber } from './hub';
import { userChannel, userOfChannel } from './payload';

/** A user who is connected costs an entry and a subscription; a second connection makes the entry a list. */
type Connections = Subscriber | readonly Subscriber[];

const listOf = (connections: Connections | undefined): readonly Subscriber[] =>
  connections === undefined ? [] : Array.isArray(connections) ? connections : [connections as Subscriber];

/** The users who are connected to this server, and what all servers tell them. */
export class Users {
  private readonly users = new Map<string, Connections>();

  constructor(
    private readonly bus: Bus,
    private readonly server: string,
  ) {}

  /** Resolves once the user is told of what happens from now on. */
  async enter(subscriber: Subscriber): Promise<void> {
    const { user } = subscriber;
    const there = this.users.get(user);
    this.users.set(user, there === undefined ? subscriber : [...listOf(there), subscriber]);
    if (there === undefined) {
      await this.bus.subscribe(userChannel(user), this.receive).catch(() => undefined);
    }
  }

  leave(subscriber: Subscriber): void {
    const { user } = subscriber;
    const left = listOf(this.users.get(user)).filter((one) => one !== subscriber);
    const [one] = left;
    if (one !== undefined) this.users.set(user, left.length === 1 ? one : left);
    else if (this.users.delete(user)) void this.bus.unsubscribe(userChannel(user)).catch(() => undefined);
  }

  /** Tells the connections of a user on this server. */
  tell(user: string, event: RoomEvent): void {
    for (const subscriber of listOf(this.users.get(user))) subscriber.tell(event);
  }

  names(): IterableIterator<string> {
    return this.users.keys();
  }

  /** One for all users: a closure for each would be memory that tens of thousands of idle ones hold. */
  private readonly receive = (text: string, channel: string): void => {
    const space = text.indexOf(' ');
    if (text.slice(0, space) === this.server) return;
    this.tell(userOfChannel(channel), JSON.parse(text.slice(space + 1)) as RoomEvent);
  };
}
