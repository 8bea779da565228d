import type { Bus, Listener } from './bus';
import { slotOf } from './slot';
import { SubscriberConnection } from './subscriber-connection';
import { ValkeyClient } from './valkey-client';
import { addressOf, connectionOptions, type ValkeyOptions } from './valkey-options';

export type { ValkeyOptions } from './valkey-options';

/**
 * Sharded publish and subscribe of Valkey: each node of a cluster carries its own channels and no others, so that more
 * nodes carry more. One connection publishes and one for each node listens.
 *
 * @see https://github.com/valkey-io/valkey-doc/blob/main/topics/pubsub.md
 */
export class ValkeyBus implements Bus {
  private readonly listeners = new Map<string, Listener>();
  private readonly changes: ((connected: boolean) => void)[] = [];
  private readonly client: ValkeyClient;
  /** By `host:port`. */
  private readonly subscribers = new Map<string, SubscriberConnection>();
  /** Node of each slot; nothing where it is no cluster. */
  private owners: readonly (string | undefined)[] = [];
  private told = false;

  constructor(private readonly options: ValkeyOptions) {
    this.client = new ValkeyClient(options, () => this.arrange());
    this.arrange();
  }

  get connected(): boolean {
    const subscribers = [...this.subscribers.values()];
    return this.client.ready && subscribers.length > 0 && subscribers.every(({ ready }) => ready);
  }

  async publish(channel: string, payload: string): Promise<void> {
    await this.client.commands.spublish(channel, payload);
  }

  /** @throws Error when there is no connection; it is subscribed to as soon as there is one */
  async subscribe(channel: string, listener: Listener): Promise<void> {
    this.listeners.set(channel, listener);
    const subscriber = this.subscribers.get(this.nodeOf(channel));
    if (subscriber === undefined) throw new Error('no node is known for the channel');
    await subscriber.add(channel);
  }

  async unsubscribe(channel: string): Promise<void> {
    this.listeners.delete(channel);
    await this.subscribers.get(this.nodeOf(channel))?.remove(channel);
  }

  onChange(listener: (connected: boolean) => void): void {
    this.changes.push(listener);
  }

  async stop(): Promise<void> {
    for (const subscriber of this.subscribers.values()) subscriber.stop();
    this.subscribers.clear();
    this.client.stop();
  }

  private nodeOf(channel: string): string {
    if (!this.options.cluster) return 'server';
    return this.owners[slotOf(channel)] ?? '';
  }

  /** Listens to the nodes that there are, and again to everything when another one has become responsible. */
  private arrange(): void {
    const { owners } = this.client;
    const others = owners.length !== this.owners.length || owners.some((owner, slot) => owner !== this.owners[slot]);
    if (this.options.cluster && others) {
      this.owners = owners;
      const nodes = new Set(owners.filter((owner) => owner !== undefined));
      for (const [node, subscriber] of this.subscribers) {
        if (nodes.has(node)) continue;
        subscriber.stop();
        this.subscribers.delete(node);
      }
      for (const subscriber of this.subscribers.values()) void subscriber.subscribeAll();
      for (const node of nodes) this.listenTo(node);
    }
    if (!this.options.cluster) this.listenTo('server');
    this.tell();
  }

  private listenTo(node: string): void {
    if (this.subscribers.has(node)) return;
    const colon = node.lastIndexOf(':');
    const address = this.options.cluster
      ? { host: node.slice(0, colon), port: Number(node.slice(colon + 1)) }
      : addressOf(this.options);
    const bus = {
      message: (channel: string, payload: string) => this.listeners.get(channel)?.(payload, channel),
      change: () => this.tell(),
      moved: () => this.client.refresh(),
      channels: () => [...this.listeners.keys()].filter((channel) => this.nodeOf(channel) === node),
    };
    const options = { ...connectionOptions(this.options), ...address };
    this.subscribers.set(node, new SubscriberConnection(options, this.options.pingMs ?? 1_000, bus));
  }

  private tell(): void {
    const { connected } = this;
    if (connected === this.told) return;
    this.told = connected;
    for (const listener of this.changes) listener(connected);
  }
}
