import { Redis, type RedisOptions } from 'ioredis';
import { retryDelay } from './valkey-options';

/** Channels that are asked for together. */
const AT_ONCE = 500;

/** What a connection knows of its bus. */
export interface SubscriberBus {
  message(channel: string, payload: string): void;
  /** Every subscription stands, or not all of them do any more. */
  change(): void;
  /** The server is not responsible for a channel (any more). */
  moved(): void;
  /** The channels that this connection is to listen to. */
  channels(): Iterable<string>;
}

/** A connection that listens to channels, and to all of them again after it was lost. */
export class SubscriberConnection {
  /** Every subscription stands. */
  ready = false;
  private readonly redis: Redis;
  private readonly beat: NodeJS.Timeout;
  /** Grows with every attempt to subscribe to everything. */
  private attempt = 0;

  constructor(
    options: RedisOptions,
    pingMs: number,
    private readonly bus: SubscriberBus,
  ) {
    this.redis = new Redis({ ...options, enableOfflineQueue: false, retryStrategy: retryDelay });
    this.redis.on('error', () => undefined);
    this.redis.on('ready', () => void this.subscribeAll());
    this.redis.on('close', () => this.become(false));
    this.redis.on('moved', () => this.bus.moved());
    this.redis.on('smessage', (channel: string, payload: string) => this.bus.message(channel, payload));
    this.beat = setInterval(() => void this.ping(), pingMs);
  }

  /** @throws Error when the server has not taken it; it is asked again when it is there or all is to be subscribed to */
  async add(channel: string): Promise<void> {
    try {
      await this.redis.ssubscribe(channel);
    } catch (error) {
      if (String(error).includes('MOVED')) this.bus.moved();
      else this.reconnect();
      throw error;
    }
  }

  async remove(channel: string): Promise<void> {
    if (this.redis.status === 'ready') await this.redis.sunsubscribe(channel);
  }

  /** Asks for every channel, whatever was asked before. Not ready until then. */
  async subscribeAll(): Promise<void> {
    const attempt = ++this.attempt;
    this.become(false);
    if (this.redis.status !== 'ready') return;
    try {
      const channels = [...this.bus.channels()];
      // Tens of thousands at once would take longer than one command may.
      for (let from = 0; from < channels.length; from += AT_ONCE) {
        await Promise.all(channels.slice(from, from + AT_ONCE).map((channel) => this.add(channel)));
      }
      if (this.redis.status === 'ready' && attempt === this.attempt) this.become(true);
    } catch {
      // The connection is lost once more, or the channel is to be asked for elsewhere.
    }
  }

  stop(): void {
    clearInterval(this.beat);
    this.redis.removeAllListeners();
    this.redis.on('error', () => undefined);
    this.redis.disconnect();
    this.ready = false;
  }

  /** A connection through which nothing comes looks alive for minutes. */
  private async ping(): Promise<void> {
    if (this.redis.status !== 'ready') return;
    try {
      await this.redis.ping();
    } catch {
      this.reconnect();
    }
  }

  private reconnect(): void {
    if (this.redis.status === 'ready') this.redis.disconnect(true);
  }

  private become(ready: boolean): void {
    if (this.ready === ready) return;
    this.ready = ready;
    this.bus.change();
  }
}
