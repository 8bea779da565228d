import type { Event } from '../protocol/events';
import { closeCodes, SUBPROTOCOL, TOKEN_PREFIX } from '../protocol/handshake';
import type { Request } from '../protocol/requests';
import { backoff } from './backoff';
import { Heartbeat } from './heartbeat';
import { readFrame } from './read-frame';
import type { Connect, Socket, Timers } from './socket';
import type { ConnectionState } from './view';

export interface ConnectionOptions {
  readonly url: () => string | Promise<string>;
  readonly token: (renew: boolean) => string | Promise<string>;
  readonly connect: Connect;
  readonly timers: Timers;
  readonly random: () => number;
  readonly onState: () => void;
  readonly onEvent: (event: Event) => void;
}

/** How long a handshake may take until `welcome`, in milliseconds. */
const WELCOME_MS = 10_000;

/** Who was connected that long begins to count failures anew; a server that drops everybody at once is not hammered. */
const STABLE_MS = 5_000;

/** One WebSocket after the other. */
export class Connection {
  attempts = 0;
  private current: ConnectionState = { is: 'stopped' };
  private socket: Socket | undefined;
  private timer: unknown;
  private failures = 0;
  private welcomedAt: number | undefined;
  private leaveAt: number | undefined;
  private renew = false;
  private readonly heartbeat: Heartbeat;

  constructor(private readonly options: ConnectionOptions) {
    const { timers, random } = options;
    const ping = () => void this.send({ type: 'ping' });
    this.heartbeat = new Heartbeat({ timers, random, ping, onSilence: () => this.lost() });
  }

  get state(): ConnectionState {
    return this.current;
  }

  start(): void {
    if (this.current.is === 'stopped') void this.attempt();
  }

  stop(): void {
    this.drop(1000);
    this.become({ is: 'stopped' });
  }

  wake(): void {
    // An attempt that began without a network would be waited for in vain.
    if (this.current.is === 'waiting' || this.current.is === 'connecting') void this.attempt();
    if (this.current.is === 'connected') this.heartbeat.ping(5_000);
  }

  /** @returns whether there is a connection to send it on */
  send(request: Request): boolean {
    if (this.current.is !== 'connected' || !this.socket) return false;
    this.socket.send(JSON.stringify(request));
    return true;
  }

  private async attempt(): Promise<void> {
    this.drop();
    this.attempts++;
    const state: ConnectionState = { is: 'connecting' };
    this.become(state);
    this.timer = this.options.timers.setTimeout(() => this.lost(), WELCOME_MS);
    try {
      const [url, token] = await Promise.all([this.options.url(), this.options.token(this.renew)]);
      // Meanwhile somebody may have stopped it, or the time was up.
      if (this.current === state) this.listen(this.options.connect(url, [SUBPROTOCOL, TOKEN_PREFIX + token]));
    } catch {
      if (this.current === state) this.lost();
    }
  }

  private listen(socket: Socket): void {
    this.socket = socket;
    // API Gateway cannot send before it is spoken to: there `welcome` is an answer to the first ping.
    socket.onopen = () => socket.send(JSON.stringify({ type: 'ping' } satisfies Request));
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      this.heartbeat.heard();
      for (const event of readFrame(data)) {
        if (this.socket !== socket) return;
        this.take(event);
      }
    };
    socket.onclose = ({ code }: { readonly code?: number }) => this.lost(code);
    // `onclose` follows; without a listener `ws` would throw.
    socket.onerror = () => {};
  }

  private take(event: Event): void {
    const { timers } = this.options;
    if (event.type === 'welcome') {
      timers.clearTimeout(this.timer);
      this.welcomedAt = timers.now();
      this.renew = false;
      this.become({ is: 'connected' });
      this.heartbeat.start(event.heartbeatSeconds);
    }
    if (event.type === 'drain') {
      this.leaveAt = timers.now() + event.afterMs;
      timers.clearTimeout(this.timer);
      this.timer = timers.setTimeout(() => void this.attempt(), event.afterMs);
    }
    this.options.onEvent(event);
  }

  private lost(code?: number): void {
    const { timers, random } = this.options;
    const now = timers.now();
    const stable = this.welcomedAt !== undefined && now - this.welcomedAt >= STABLE_MS;
    // A browser does not tell whether a handshake was refused for its token, so another one is asked for.
    this.renew = this.welcomedAt === undefined || code === closeCodes.tokenExpired;
    if (stable) this.failures = 0;
    const wait = this.leaveAt === undefined ? backoff(this.failures++, random) : Math.max(0, this.leaveAt - now);
    this.drop();
    this.timer = timers.setTimeout(() => void this.attempt(), wait);
    this.become({ is: 'waiting', at: now + wait });
  }

  /** Lets go of the socket without waiting for the other side, which may be gone. */
  private drop(code?: number): void {
    const { socket } = this;
    this.socket = undefined;
    this.options.timers.clearTimeout(this.timer);
    this.heartbeat.stop();
    this.welcomedAt = undefined;
    this.leaveAt = undefined;
    if (!socket) return;
    socket.onopen = null;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(code);
  }

  private become(state: ConnectionState): void {
    this.current = state;
    this.options.onState();
  }
}
