import { createClock } from '@sinonjs/fake-timers';
import { ChatClient, type ChatClientOptions } from '../../../../services/chat-system/client/chat-client';
import type { Timers } from '../../../../services/chat-system/client/socket';
import type { Event } from '../../../../services/chat-system/protocol/events';
import type { Message, Room } from '../../../../services/chat-system/protocol/messages';
import type { Request, Send } from '../../../../services/chat-system/protocol/requests';
import { FakeSocket } from './fake-socket';

export const ROOM = 'group:01ARZ3NDEKTSV4RRFFQ69G5FAV';
export const room: Room = { room: ROOM, title: 'all', members: ['ada', 'bob'] };

/** A clock for the client and the server, which stands still until it is moved. */
export function fakeClock() {
  const clock = createClock(Date.UTC(2026, 0, 5, 9));
  const timers: Timers = {
    now: () => clock.now,
    setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
    clearTimeout: (timer) => clock.clearTimeout(timer as never),
  };
  return { clock, timers };
}

/** One room, one user's connections, and everything that can go wrong with them. */
export class FakeServer {
  readonly log: Message[] = [];
  readonly requests: Request[] = [];
  readonly tokens: string[] = [];
  sockets: FakeSocket[] = [];
  /** Whether handshakes are answered. */
  isUp = true;
  /** What the next requests are answered with instead of being carried out; undefined: nothing at all. */
  readonly refusals: (Event | undefined)[] = [];
  /** How many of the next `messages` events get lost. */
  lost = 0;
  heartbeatSeconds = 25;
  private readonly subscribers = new Set<FakeSocket>();

  constructor(private readonly timers: Timers) {}

  client(options: Partial<ChatClientOptions> = {}): ChatClient {
    return new ChatClient({
      url: () => 'ws://fake/socket',
      token: () => 'token',
      connect: (_url, protocols) => {
        this.tokens.push(protocols[1] ?? '');
        const socket = new FakeSocket(this.timers, (request) => this.take(socket, request));
        this.sockets.push(socket);
        this.timers.setTimeout(() => this.accept(socket), 5);
        return socket;
      },
      timers: this.timers,
      random: () => 0.5,
      ...options,
    });
  }

  /** Another user's message. */
  store(text: string, from = 'bob', id = `other-${this.log.length}`): Message {
    const message: Message = { room: ROOM, seq: this.log.length + 1, id, from, at: this.timers.now(), text };
    this.log.push(message);
    for (const subscriber of this.subscribers) this.messages(subscriber, [message]);
    return message;
  }

  /** Ends every connection, as a crash does. */
  cut(code = 1006): void {
    for (const socket of this.sockets) socket.end(code);
    this.subscribers.clear();
    this.sockets = [];
  }

  say(...events: readonly Event[]): void {
    for (const socket of this.sockets) socket.receive(events);
  }

  messages(socket: FakeSocket, messages: readonly Message[]): void {
    if (this.lost > 0) this.lost--;
    else socket.receive([{ type: 'messages', room: ROOM, messages }]);
  }

  private accept(socket: FakeSocket): void {
    if (!this.isUp) {
      socket.end(1006);
      return;
    }
    const { heartbeatSeconds } = this;
    const limits = { heartbeatSeconds, attachmentBytes: 1, attachmentTypes: [] };
    socket.receive([{ type: 'welcome', user: 'ada', rooms: [room], ...limits }]);
  }

  private take(socket: FakeSocket, request: Request): void {
    this.requests.push(request);
    if (request.type === 'ping') {
      socket.receive([{ type: 'pong', at: this.timers.now() }]);
    } else if (this.refusals.length > 0) {
      const refusal = this.refusals.shift();
      if (refusal) socket.receive([{ ...refusal, ...('id' in request && { id: request.id }), room: ROOM } as Event]);
    } else this.carryOut(socket, request);
  }

  private carryOut(socket: FakeSocket, request: Request): void {
    if (request.type === 'open') this.open(socket, request.after);
    if (request.type === 'close') this.subscribers.delete(socket);
    if (request.type === 'send') this.send(socket, request);
    if (request.type === 'read') this.read(socket, request.before);
  }

  private open(socket: FakeSocket, after = Math.max(0, this.log.length - 100)): void {
    this.subscribers.add(socket);
    socket.receive([{ type: 'opened', room: ROOM, last: this.log.length }]);
    for (let from = after; from < this.log.length; from += 100) this.messages(socket, this.log.slice(from, from + 100));
  }

  /** Looks for the id above `after` only, as the contract has it. */
  private send(socket: FakeSocket, { id, after, text = '' }: Send): void {
    const known = this.log.find((message) => message.seq > after && message.id === id);
    const { seq, at } = known ?? this.store(text, 'ada', id);
    socket.receive([{ type: 'stored', room: ROOM, id, seq, at }]);
  }

  private read(socket: FakeSocket, before: number): void {
    const messages = this.log.slice(Math.max(0, before - 101), before - 1);
    socket.receive([{ type: 'page', room: ROOM, messages }]);
  }
}
