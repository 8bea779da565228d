import type { Message, Room } from '../../../services/chat-system/protocol/messages';
import type { Read, Send } from '../../../services/chat-system/protocol/requests';
import type { Hub, Subscriber } from '../../../services/chat-system/rooms/hub';
import { Refusal } from '../../../services/chat-system/rooms/refusal';

/** A hub of which a test decides what it does. Everybody is a member of everything but of `forbidden`. */
export class FakeHub implements Hub {
  readonly entered: Subscriber[] = [];
  readonly left: Subscriber[] = [];
  readonly sent: Send[] = [];
  readonly presences: { readonly user: string; readonly until: number }[] = [];
  rooms: readonly Room[] = [];
  history: readonly Message[] = [];
  forbidden = '';
  stopped = false;
  /** What a send waits for. */
  storing: Promise<void> = Promise.resolve();

  async enter(subscriber: Subscriber): Promise<readonly Room[]> {
    this.entered.push(subscriber);
    return this.rooms;
  }

  leave(subscriber: Subscriber): void {
    this.left.push(subscriber);
  }

  async open(subscriber: Subscriber, room: string, after = 0): Promise<void> {
    await this.mustBeMember(subscriber.user, room);
    subscriber.tell({ type: 'opened', room, last: after });
  }

  close(): void {}

  async send(user: string, request: Send): Promise<Message> {
    await this.mustBeMember(user, request.room);
    this.sent.push(request);
    const seq = this.sent.length;
    await this.storing;
    return { room: request.room, seq, id: request.id, from: user, at: 1, ...(request.text && { text: request.text }) };
  }

  async read(user: string, request: Read): Promise<readonly Message[]> {
    await this.mustBeMember(user, request.room);
    return this.history;
  }

  async mustBeMember(_user: string, room: string): Promise<void> {
    if (room === this.forbidden) throw new Refusal('not-a-member', 'you are no member');
  }

  async create(): Promise<void> {}

  async add(_user: string, { room }: { readonly room: string }): Promise<void> {
    await this.mustBeMember('', room);
  }

  async part(_user: string, { room }: { readonly room: string }): Promise<void> {
    await this.mustBeMember('', room);
  }

  async present({ user }: Subscriber, _connection: string, until: number): Promise<void> {
    this.presences.push({ user, until });
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }

  /** The subscriber of the only connection of a user. */
  of(user: string): Subscriber {
    const found = this.entered.find((subscriber) => subscriber.user === user);
    if (!found) throw new Error(`${user} is not there`);
    return found;
  }
}
