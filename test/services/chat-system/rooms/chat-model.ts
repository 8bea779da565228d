import type { Event } from '../../../../services/chat-system/protocol/events';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import type { Send } from '../../../../services/chat-system/protocol/requests';
import { createHub } from '../../../../services/chat-system/rooms/create-hub';
import type { Delivery, Hub, Subscriber } from '../../../../services/chat-system/rooms/hub';
import { Refusal } from '../../../../services/chat-system/rooms/refusal';
import { severable } from '../../../../services/chat-system/severable';
import {
  MemoryMessageStore,
  MemoryPresenceStore,
  MemoryRoomStore,
} from '../../../../services/chat-system/store/memory-stores';
import type { MessageStore } from '../../../../services/chat-system/store/stores';
import { type Faults, UnreliableBroker, UnreliableBus, unreliable } from './faulty';
import { VirtualClock } from './virtual-clock';

export const ROOM = 'group:1';

/** One server. */
interface Server {
  readonly hub: Hub;
  readonly bus: UnreliableBus;
  severed: boolean;
}

/** Several servers over one store, and users who send, read, come and go. */
export class ChatModel {
  readonly clock: VirtualClock;
  readonly rooms = new MemoryRoomStore();
  readonly servers: Server[] = [];
  readonly users: ModelUser[];
  /** What has gone wrong. */
  readonly wrong: string[] = [];
  private readonly broker: UnreliableBroker;
  /** Grows with everything that happens whose order matters. */
  private steps = 0;

  constructor(
    seed: number,
    readonly faults: Faults,
    servers: number,
    users: number,
    readonly messages: MessageStore = new MemoryMessageStore(),
  ) {
    this.clock = new VirtualClock(seed);
    this.broker = new UnreliableBroker(this.clock, faults);
    for (let index = 0; index < servers; index++) this.servers.push(this.start());
    this.users = Array.from({ length: users }, (_, index) => new ModelUser(this, `user${index}`, index % servers));
  }

  async begin(): Promise<void> {
    await this.rooms.create({ room: ROOM, members: this.users.map(({ user }) => user) });
    for (const user of this.users) user.connect(user.server);
    await this.clock.pass(100);
  }

  nextStep(): number {
    return ++this.steps;
  }

  /** A server is gone from one moment to the next; another one takes its place and its users go to the others. */
  crash(index: number): void {
    const server = this.servers[index] as Server;
    server.severed = true;
    void server.bus.stop();
    this.servers[index] = this.start();
    for (const user of this.users) {
      if (user.server === index) user.connect((index + 1) % this.servers.length);
    }
  }

  /** From now on nothing goes wrong; everybody sends what was not acknowledged, and hears what was not heard. */
  async heal(): Promise<void> {
    Object.assign(this.faults, { store: 0, late: 0, lost: 0, twice: 0 });
    for (const { bus } of this.servers) bus.become(true);
    await this.clock.pass(15_000);
    for (const user of this.users) user.sendAgain();
    await this.clock.pass(20_000);
  }

  history(): Promise<readonly Message[]> {
    return this.messages.after(ROOM, 0, Number.MAX_SAFE_INTEGER);
  }

  private start(): Server {
    const bus = new UnreliableBus(this.broker);
    const server: Partial<Server> & { severed: boolean } = { bus, severed: false };
    const cut = <Target extends object>(target: Target) => severable(target, () => server.severed);
    const rooms = cut(unreliable(this.rooms, this.clock, this.faults));
    const hub = createHub({
      messages: cut(unreliable(this.messages, this.clock, this.faults)),
      rooms,
      presence: new MemoryPresenceStore(this.clock.now),
      bus: cut(bus),
      degraded: rooms,
      clock: this.clock,
      load: () => this.clock.random(),
    });
    return Object.assign(server, { hub }) as Server;
  }
}

/** A user with one connection, who has the room open. */
export class ModelUser {
  /** What came, by number. */
  readonly got = new Map<number, Message>();
  readonly acknowledged: Message[] = [];
  /** Sent and not acknowledged. */
  private readonly outbox = new Map<string, Send>();
  private connection: Connection | undefined;
  private changing = false;
  /** Everything up to here came. */
  position = 0;
  /** Step after which the user is known not to be a member; absent while that may be otherwise. */
  removedAt: number | undefined;

  constructor(
    readonly model: ChatModel,
    readonly user: string,
    public server: number,
  ) {}

  connect(server: number): void {
    this.connection?.end();
    this.server = server;
    const connection = new Connection(this, this.model.servers[server]?.hub as Hub);
    this.connection = connection;
    connection.open();
    this.model.clock.after(100 * this.model.clock.random(), () => this.sendAgain());
  }

  send(): void {
    const id = idOf(this.model.nextStep());
    const request: Send = { type: 'send', room: ROOM, id, after: this.position, text: id };
    this.outbox.set(id, request);
    this.pass(request);
  }

  sendAgain(): void {
    for (const request of this.outbox.values()) this.pass(request);
  }

  /** Reads slowly: does not take the next delivery. */
  stall(): void {
    this.connection?.stall();
  }

  async leave(): Promise<void> {
    if (this.removedAt !== undefined || this.changing) return;
    this.changing = true;
    const gone = await this.hub.part(this.user, { type: 'leave', room: ROOM }).then(
      () => true,
      () => false,
    );
    this.changing = false;
    if (gone) this.removedAt = this.model.nextStep();
  }

  async join(by: ModelUser): Promise<void> {
    if (this.changing) return;
    this.changing = true;
    this.removedAt = undefined;
    await by.hub.add(by.user, { type: 'add', room: ROOM, user: this.user }).catch(() => undefined);
    this.changing = false;
    this.connect(this.server);
  }

  take(message: Message): void {
    const before = this.got.get(message.seq);
    if (before && before.id !== message.id) this.model.wrong.push(`${this.user}: two messages ${message.seq}`);
    if (stepOf(message.id) > (this.removedAt ?? Number.POSITIVE_INFINITY)) {
      this.model.wrong.push(`${this.user}: ${message.id} after having left`);
    }
    if (message.seq > this.position + 1) this.model.wrong.push(`${this.user}: ${message.seq} after ${this.position}`);
    this.got.set(message.seq, message);
    this.position = Math.max(this.position, message.seq);
  }

  private get hub(): Hub {
    return this.model.servers[this.server]?.hub as Hub;
  }

  private pass(request: Send): void {
    const { connection, removedAt, model } = this;
    this.hub.send(this.user, request).then(
      (message) => {
        if (message.id !== request.id) model.wrong.push(`${request.id} acknowledged as ${message.id}`);
        const outsider = removedAt !== undefined && removedAt === this.removedAt;
        if (outsider && stepOf(request.id) > removedAt) model.wrong.push(`${this.user} has sent as an outsider`);
        // The answer goes to the connection that asked.
        if (connection === this.connection && this.outbox.delete(request.id)) this.acknowledged.push(message);
      },
      (error: unknown) => {
        const code = error instanceof Refusal ? error.code : String(error);
        if (code === 'not-a-member') this.outbox.delete(request.id);
        else if (code !== 'unavailable') model.wrong.push(`${request.id}: ${code}`);
      },
    );
  }
}

const idOf = (step: number): string => `m${step}`;
const stepOf = (id: string): number => Number(id.slice(1));

class Connection implements Subscriber {
  readonly user: string;
  private ended = false;
  private stalled = 0;

  constructor(
    private readonly owner: ModelUser,
    private readonly hub: Hub,
  ) {
    this.user = owner.user;
  }

  open(): void {
    if (this.ended) return;
    this.hub.open(this, ROOM, this.owner.position).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'unavailable') this.openLater();
      else if (!(error instanceof Refusal)) this.owner.model.wrong.push(`${this.user}: ${String(error)}`);
    });
  }

  end(): void {
    this.ended = true;
    this.hub.leave(this);
  }

  stall(): void {
    this.stalled = 3;
  }

  deliver({ last, frame }: Delivery): boolean {
    if (this.ended) return false;
    if (this.stalled > 0) {
      this.stalled = 0;
      this.openLater();
      return false;
    }
    if (last === 0) return true;
    const [event] = JSON.parse(String(frame)) as Extract<Event, { type: 'messages' }>[];
    for (const message of event?.messages ?? []) this.owner.take(message);
    return true;
  }

  tell(): void {}

  private openLater(): void {
    this.owner.model.clock.after(200, () => this.open());
  }
}
