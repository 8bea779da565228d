import { WebSocket } from 'ws';
import { ChatClient } from '../../../services/chat-system/client/chat-client';
import type { Connect, Timers } from '../../../services/chat-system/client/socket';
import type { Room } from '../../../services/chat-system/protocol/messages';
import type { OpenView, Record } from './record';

export interface ParticipantOptions {
  /** Of this client; a user may have several. */
  readonly name: string;
  readonly user: string;
  readonly url: () => string;
  readonly token: () => string;
  readonly record: Record;
  /** What waits before another attempt are multiplied by, so that a proof need not wait as long as people do. */
  readonly haste: number;
  /** @default - those of the platform */
  readonly timers?: Timers;
  /** @default - `ws` as it is */
  readonly connect?: Connect;
}

/** `ws`, as the client of a browser would use its own. */
export const connectByWs: Connect = (url, protocols) => new WebSocket(url, protocols, { perMessageDeflate: false });

/** Time that passes so many times as fast, for who would wait ten seconds for an answer. */
export function hurriedTimers(times: number): Timers {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * times,
    setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds / times),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
  };
}

/** The client library with somebody who reads and writes, and writes down both. */
export class Participant {
  readonly client: ChatClient;
  readonly name: string;
  readonly user: string;
  private readonly record: Record;
  private readonly views = new Map<string, OpenView>();
  private readonly waiting = new Set<string>();

  constructor({ name, user, url, token, record, haste, timers, connect = connectByWs }: ParticipantOptions) {
    this.name = name;
    this.user = user;
    this.record = record;
    this.client = new ChatClient({
      url,
      token,
      connect,
      random: () => Math.random() * haste,
      ...(timers && { timers }),
    });
    this.client.onChange((change) => {
      if (change.type === 'messages') this.look(change.room);
    });
    this.client.start();
  }

  /** Messages that are sent and not acknowledged. */
  get unacknowledged(): number {
    return this.waiting.size;
  }

  /** Makes a group and opens it. */
  async create(title: string, others: readonly string[]): Promise<Room> {
    const from = Date.now();
    const room = await this.client.createGroup(title, others);
    for (const user of room.members) this.record.joined(room.room, user, from);
    this.open(room.room);
    return room;
  }

  open(room: string): void {
    if (this.views.has(room)) return;
    this.views.set(room, this.record.view(this.name, this.user, room));
    this.client.open(room);
  }

  /** Sends a message, and writes down when it is acknowledged. @returns the same */
  async send(room: string, text: string): Promise<void> {
    const { name, user, record } = this;
    const at = Date.now();
    const { id, stored } = this.client.send(room, { text });
    record.sent.push({ client: name, user, room, id, text, at });
    this.waiting.add(id);
    try {
      const { seq } = await stored;
      record.acknowledged.push({ client: name, room, id, seq });
    } finally {
      this.waiting.delete(id);
    }
  }

  /** Goes away; what it shows need not be everything any more. */
  stop(): void {
    for (const view of this.views.values()) view.isComplete = false;
    this.client.stop();
  }

  private look(room: string): void {
    const view = this.views.get(room);
    if (view) this.record.show(view, this.client.history(room));
  }
}
