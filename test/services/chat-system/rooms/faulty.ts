import type { Bus, Listener } from '../../../../services/chat-system/bus/bus';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import { MemoryMessageStore, type MemoryRoomStore } from '../../../../services/chat-system/store/memory-stores';
import { type MessageStore, SequenceTakenError } from '../../../../services/chat-system/store/stores';
import type { VirtualClock } from './virtual-clock';

/** How often something goes wrong, 0 to 1. */
export interface Faults {
  /** A call of the store fails, before or after it has done its work. */
  store: number;
  /** A call of the store answers after the caller has given up, and does its work then. */
  late: number;
  /** A payload is lost, though the bus says nothing of it. */
  lost: number;
  /** A payload comes twice. */
  twice: number;
}

export const noFaults: Faults = { store: 0, late: 0, lost: 0, twice: 0 };

/** Passes calls on after a while, some of them never well. */
export function unreliable<Store extends object>(store: Store, clock: VirtualClock, faults: Faults): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      // Who is a member has to be known to whoever checks.
      if (name === 'add' || name === 'remove') return member.bind(target) as unknown;
      return async (...parameters: unknown[]): Promise<unknown> => {
        const luck = clock.random();
        await clock.sleep(luck < faults.late ? 2_000 + 4_000 * clock.random() : 10 * clock.random());
        if (clock.random() < faults.store) throw new Error('the store is away');
        const answer: unknown = await Reflect.apply(member, target, parameters);
        await clock.sleep(5 * clock.random());
        if (clock.random() < faults.store) throw new Error('the answer is lost');
        return answer;
      };
    },
  });
}

/** A store without the condition on writing: two writers both believe that a number is theirs. */
export class UnconditionalMessageStore extends MemoryMessageStore {
  override async append(room: string, messages: readonly Message[]): Promise<void> {
    await super.append(room, messages).catch((error: unknown) => {
      if (!(error instanceof SequenceTakenError)) throw error;
    });
  }
}

/** A broker whose payloads take a while each, so that they overtake each other. */
export class UnreliableBroker {
  readonly buses = new Set<UnreliableBus>();

  constructor(
    readonly clock: VirtualClock,
    readonly faults: Faults,
  ) {}

  publish(channel: string, payload: string): void {
    const { clock, faults } = this;
    for (const bus of this.buses) {
      const times = clock.random() < faults.lost ? 0 : clock.random() < faults.twice ? 2 : 1;
      for (let time = 0; time < times; time++) clock.after(8 * clock.random(), () => bus.receive(channel, payload));
    }
  }
}

export class UnreliableBus implements Bus {
  connected = true;
  private readonly listeners = new Map<string, Listener>();
  private readonly changes: ((connected: boolean) => void)[] = [];

  constructor(private readonly broker: UnreliableBroker) {
    broker.buses.add(this);
  }

  async publish(channel: string, payload: string): Promise<void> {
    await this.broker.clock.sleep(2 * this.broker.clock.random());
    if (!this.connected) throw new Error('the bus is cut');
    this.broker.publish(channel, payload);
  }

  async subscribe(channel: string, listener: Listener): Promise<void> {
    if (!this.connected) {
      this.listeners.set(channel, listener);
      throw new Error('the bus is cut');
    }
    await this.broker.clock.sleep(2 * this.broker.clock.random());
    this.listeners.set(channel, listener);
  }

  async unsubscribe(channel: string): Promise<void> {
    this.listeners.delete(channel);
  }

  onChange(listener: (connected: boolean) => void): void {
    this.changes.push(listener);
  }

  receive(channel: string, payload: string): void {
    if (this.connected) this.listeners.get(channel)?.(payload, channel);
  }

  become(connected: boolean): void {
    if (this.connected === connected) return;
    this.connected = connected;
    for (const listener of this.changes) listener(connected);
  }

  async stop(): Promise<void> {
    this.broker.buses.delete(this);
    this.connected = false;
  }
}

export type Stores = { readonly messages: MessageStore; readonly rooms: MemoryRoomStore };
