import type { WebSocket } from 'ws';
import type { Clock } from '../clock';
import { type ConnectionFacts, endOf, goingAway } from './events';
import type { WebSocketApiLimits } from './options';

/** A connection that stands, with its two clocks: it ends after a time in any case, and sooner when nobody says anything. */
export class LocalConnection {
  lastActiveAt: number;
  /** Whether the other end vanished without a word, as when a cable is cut: then `$disconnect` is not called. */
  vanished = false;
  private timer: unknown;

  constructor(
    readonly facts: ConnectionFacts,
    readonly socket: WebSocket,
    private readonly clock: Clock,
    private readonly limits: WebSocketApiLimits,
  ) {
    this.lastActiveAt = clock.now();
    this.watch();
  }

  /** Something was said, by either side. */
  touch(): void {
    this.lastActiveAt = this.clock.now();
  }

  send(text: string | Buffer): void {
    this.touch();
    this.socket.send(text.toString());
  }

  stop(): void {
    this.clock.clearTimeout(this.timer);
  }

  private watch(): void {
    const end = endOf(this.facts.connectedAt, this.lastActiveAt, this.limits);
    if (this.clock.now() >= end) {
      this.socket.close(goingAway);
      return;
    }
    this.timer = this.clock.setTimeout(() => this.watch(), end - this.clock.now());
  }
}
