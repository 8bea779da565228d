import type { Bus, Listener } from './bus';

/** Joins the buses of several servers in one process. */
export class MemoryBroker {
  private readonly buses = new Set<MemoryBus>();

  /** Puts a bus to it. */
  join(bus: MemoryBus): void {
    this.buses.add(bus);
  }

  part(bus: MemoryBus): void {
    this.buses.delete(bus);
  }

  /** Passes a payload on to everybody who is not cut off. */
  publish(channel: string, payload: string): void {
    for (const bus of this.buses) bus.receive(channel, payload);
  }
}

/** The bus of one server by itself, or of several servers in one process that share a broker. Can be cut for a test. */
export class MemoryBus implements Bus {
  private readonly listeners = new Map<string, Listener>();
  private readonly changes: ((connected: boolean) => void)[] = [];
  connected = true;

  constructor(private readonly broker: MemoryBroker = new MemoryBroker()) {
    broker.join(this);
  }

  async publish(channel: string, payload: string): Promise<void> {
    if (!this.connected) throw new Error('the bus is cut');
    this.broker.publish(channel, payload);
  }

  async subscribe(channel: string, listener: Listener): Promise<void> {
    this.listeners.set(channel, listener);
    if (!this.connected) throw new Error('the bus is cut');
  }

  async unsubscribe(channel: string): Promise<void> {
    this.listeners.delete(channel);
  }

  onChange(listener: (connected: boolean) => void): void {
    this.changes.push(listener);
  }

  /** Nothing comes and nothing goes until `mend`. */
  cut(): void {
    this.change(false);
  }

  mend(): void {
    this.change(true);
  }

  /** What the broker passes on, after what is going on now. */
  receive(channel: string, payload: string): void {
    if (!this.connected || !this.listeners.has(channel)) return;
    queueMicrotask(() => this.connected && this.listeners.get(channel)?.(payload, channel));
  }

  async stop(): Promise<void> {
    this.broker.part(this);
    this.connected = false;
    this.listeners.clear();
  }

  private change(connected: boolean): void {
    if (this.connected === connected) return;
    this.connected = connected;
    for (const listener of this.changes) listener(connected);
  }
}
