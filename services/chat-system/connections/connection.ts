import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Event } from '../protocol/events';
import { closeCodes } from '../protocol/handshake';
import type { Delivery, Subscriber } from '../rooms/hub';
import type { Turns } from '../turns';
import type { ConnectionContext } from './context';
import { deliveryFrame, frameOf } from './frame';

/** Requests of one connection that are worked on at the same time; then it is not read from. */
const UNDERWAY_MOST = 64;

/** A small integer, so that V8 keeps the times in the object itself. */
const LONG_AGO = -(2 ** 30);

/** How often between two heartbeats it is passed on that the user is there. */
const PRESENT_PER_HEARTBEAT = 4;

/** How many times the bound of deliveries the answers to its own requests may wait for a client. */
const ANSWERS_FACTOR = 4;

/**
 * One client. There are tens of thousands of them: it has no timer and no closure, and a set only while it is slow.
 * Times are milliseconds of `context.now`.
 */
export class Connection implements Subscriber {
  lastPing: number;
  sendsFullAt = 0;
  requestsFullAt = 0;
  /** In a row. */
  rateRefusals = 0;
  malformedFrames = 0;
  /** Requests that are worked on. */
  underway = 0;
  /** Pages of history, one after the other. @default - none was read yet */
  pageReads: Turns | undefined;
  /** 0 while it is not slow. */
  slowSince = 0;
  private presentAt = LONG_AGO;
  private missed: Set<string> | undefined;

  constructor(
    private readonly number: number,
    readonly user: string,
    readonly expiresAt: number,
    private readonly socket: WebSocket,
    private readonly stream: Socket,
    private readonly context: ConnectionContext,
  ) {
    this.lastPing = context.now();
  }

  /** Unlike that of any other connection of any server. */
  get id(): string {
    return `${this.context.serverId}.${this.number}`;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  deliver(delivery: Delivery): boolean {
    if (!this.isOpen) return false;
    const frame = deliveryFrame(delivery);
    const unsent = this.stream.writableLength;
    if (this.slowSince > 0 || (unsent > 0 && unsent + frame.length > this.context.unsentBytesMost)) {
      this.miss(delivery.room);
      return false;
    }
    this.stream.write(frame);
    // Presence is delivered as well, and has no numbers.
    if (delivery.last > 0) this.context.counters.delivered += delivery.last - delivery.first + 1;
    return true;
  }

  tell(event: Event): void {
    if (!this.isOpen) return;
    // Who asks and asks and does not read the answers gets no close frame either: it would only wait behind them.
    if (this.stream.writableLength > ANSWERS_FACTOR * this.context.unsentBytesMost) {
      this.socket.terminate();
      return;
    }
    this.stream.write(frameOf(JSON.stringify([event])));
  }

  pong(data: Buffer): void {
    if (this.isOpen) this.socket.pong(data);
  }

  /** The user is there. Said again soon after, it is not passed on: each time is a write, and its rooms are told. */
  present(): void {
    const { hub, log, now, heartbeatMilliseconds, presenceMilliseconds } = this.context;
    if (now() - this.presentAt < heartbeatMilliseconds / PRESENT_PER_HEARTBEAT) return;
    this.presentAt = now();
    // Whether presence can be kept does not change that the connection is well.
    hub
      .present(this, this.id, Date.now() + presenceMilliseconds)
      .catch((error: unknown) => log.failed('presence', error));
  }

  /** A request is being worked on. */
  begun(): void {
    this.underway++;
    if (this.underway === UNDERWAY_MOST) this.socket.pause();
  }

  done(): void {
    this.underway--;
    this.readOn();
  }

  /** Says good-bye. Rooms are closed at once, the connection when the client has answered or after some seconds. */
  end(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.context.hub.leave(this);
    this.socket.close(code, reason);
    if (this.socket.isPaused) this.socket.resume();
  }

  /** Ends what has become of no use. To be called about every second. */
  sweep(now: number): void {
    const { presenceMilliseconds, slowMilliseconds } = this.context;
    if (now >= this.expiresAt) {
      this.end(closeCodes.tokenExpired, 'the token has expired');
    } else if (this.slowSince > 0) {
      if (now - this.slowSince >= slowMilliseconds) this.end(closeCodes.tooSlow, 'too slow');
    } else if (now - this.lastPing >= presenceMilliseconds) {
      this.end(closeCodes.noHeartbeat, 'no ping');
    }
  }

  destroy(): void {
    this.stream.destroy();
  }

  private miss(room: string): void {
    if (!this.missed) {
      this.missed = new Set();
      this.slowSince = this.context.now();
      this.context.counters.slowConsumers++;
      this.stream.once('drain', () => this.caughtUp());
      // Requests of one who does not read their answers can wait.
      this.socket.pause();
    }
    this.missed.add(room);
  }

  private caughtUp(): void {
    const rooms = [...(this.missed ?? [])];
    this.missed = undefined;
    this.slowSince = 0;
    // Its pings were not read meanwhile.
    this.lastPing = this.context.now();
    this.tell({ type: 'behind', rooms });
    this.readOn();
  }

  private readOn(): void {
    if (this.socket.isPaused && this.slowSince === 0 && this.underway < UNDERWAY_MOST) this.socket.resume();
  }
}
