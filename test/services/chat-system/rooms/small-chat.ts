import type { Event } from '../../../../services/chat-system/protocol/events';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import { createHub } from '../../../../services/chat-system/rooms/create-hub';
import type { Delivery, Hub, Subscriber } from '../../../../services/chat-system/rooms/hub';
import type { HubOptions } from '../../../../services/chat-system/rooms/hub-options';
import {
  MemoryMessageStore,
  MemoryPresenceStore,
  MemoryRoomStore,
} from '../../../../services/chat-system/store/memory-stores';
import { noFaults, UnreliableBroker, UnreliableBus } from './faulty';
import { VirtualClock } from './virtual-clock';

export const ROOM = 'group:1';

/** One server of a chat. */
export interface ChatServer {
  readonly hub: Hub;
  readonly bus: UnreliableBus;
}

/** Servers over one store and one bus; nothing goes wrong by itself. */
export class SmallChat {
  readonly clock = new VirtualClock();
  readonly messages = new MemoryMessageStore();
  readonly rooms = new MemoryRoomStore();
  readonly presence = new MemoryPresenceStore(this.clock.now);
  readonly broker = new UnreliableBroker(this.clock, noFaults);

  server(options: Partial<HubOptions> = {}): ChatServer {
    const bus = new UnreliableBus(this.broker);
    const { messages, rooms, presence, clock } = this;
    const load = () => 0;
    const hub = createHub({ messages, rooms, presence, bus, degraded: rooms, clock, load, ...options });
    return { hub, bus };
  }

  async group(...members: string[]): Promise<void> {
    await this.rooms.create({ room: ROOM, members });
  }

  /** Somebody who has the room open. */
  async reader({ hub }: ChatServer, user: string, after?: number): Promise<Reader> {
    const reader = new Reader(user);
    await this.clock.until(hub.enter(reader));
    await this.clock.until(hub.open(reader, ROOM, after));
    return reader;
  }

  async send({ hub }: ChatServer, user: string, id: string, after = 0): Promise<Message> {
    return await this.clock.until(hub.send(user, { type: 'send', room: ROOM, id, after, text: id }));
  }

  /** Messages that are stored without any server of this chat. */
  async store(from: string, ...ids: string[]): Promise<void> {
    const last = await this.messages.last(ROOM);
    const messages = ids.map((id, index) => ({ room: ROOM, seq: last + 1 + index, id, from, at: 0, text: id }));
    await this.messages.append(ROOM, messages);
  }
}

/** What a connection was given. */
export class Reader implements Subscriber {
  readonly events: Event[] = [];
  readonly frames: Delivery[] = [];
  /** Whether it takes anything. */
  takes = true;

  constructor(readonly user: string) {}

  get ids(): string[] {
    return this.of('messages').flatMap(({ messages }) => messages.map(({ id }) => id));
  }

  /** What it was told, by type. */
  of<Type extends Event['type']>(type: Type): Extract<Event, { readonly type: Type }>[] {
    return this.events.filter((event) => event.type === type) as Extract<Event, { readonly type: Type }>[];
  }

  deliver(delivery: Delivery): boolean {
    if (!this.takes) return false;
    this.frames.push(delivery);
    this.events.push(...(JSON.parse(String(delivery.frame)) as Event[]));
    return true;
  }

  tell(event: Event): void {
    this.events.push(event);
  }
}
