import { limits } from '../protocol/limits';
import type { Message } from '../protocol/messages';
import type { Add, Create, Leave, Read, Send } from '../protocol/requests';
import { Announcements } from './announcements';
import { pause } from './clock';
import type { HubContext } from './context';
import type { Hub, Subscriber } from './hub';
import { Memberships } from './memberships';
import { OpenRooms } from './open-rooms';
import { openRoom } from './opening';
import { Refusal } from './refusal';
import type { Room } from './room';
import { Users } from './users';
import type { Watch } from './watch';

/** Makes what looks after the rooms that are open. */
export type MakeWatch = (open: () => Iterable<Room>, onBack: () => void) => Watch;

/** @see Hub */
export class ChatHub implements Hub {
  readonly watch: Watch;
  private readonly rooms: OpenRooms;
  private readonly users: Users;
  private readonly announcements: Announcements;
  private readonly memberships: Memberships;

  constructor(
    private readonly context: HubContext,
    makeWatch: MakeWatch,
  ) {
    this.rooms = new OpenRooms(context);
    this.users = new Users(context.bus, context.server);
    this.announcements = new Announcements(context, this.users);
    this.memberships = new Memberships(context.rooms, this.rooms, this.announcements, context.publisher);
    this.watch = makeWatch(
      () => this.rooms.all(),
      () => void this.announcements.back(),
    );
  }

  async enter(subscriber: Subscriber): Promise<Awaited<ReturnType<Hub['enter']>>> {
    return await this.answer(async () => {
      await this.users.enter(subscriber);
      const rooms = await this.context.rooms.roomsOf(subscriber.user);
      return rooms.map(({ version: _version, ...room }) => room);
    });
  }

  leave(subscriber: Subscriber): void {
    this.rooms.closeAll(subscriber);
    this.users.leave(subscriber);
  }

  async open(subscriber: Subscriber, id: string, after: number | undefined): Promise<void> {
    const wanted = this.rooms.mark(subscriber, id);
    try {
      await this.answer(() => this.rooms.use(id, (room) => openRoom(room, subscriber, after, wanted)));
    } catch (error) {
      if (wanted()) this.rooms.close(subscriber, id);
      throw error;
    }
    const room = this.rooms.get(id);
    if (room && wanted()) void this.tellPresence(room, subscriber).catch(() => undefined);
  }

  close(subscriber: Subscriber, room: string): void {
    this.rooms.close(subscriber, room);
  }

  send(user: string, request: Send): Promise<Message> {
    return this.answer(() => this.rooms.use(request.room, (room) => room.writer.send(user, request)));
  }

  read(user: string, { room: id, before }: Read): Promise<readonly Message[]> {
    return this.answer(async () => {
      const page = await this.context.messages.before(id, before, limits.pageMessages);
      // The members are read after the messages: nobody gets what was said after they had gone.
      await this.memberships.mustBeMember(user, id);
      return page;
    });
  }

  mustBeMember(user: string, room: string): Promise<void> {
    return this.answer(() => this.memberships.mustBeMember(user, room));
  }

  create(user: string, request: Create): Promise<void> {
    return this.answer(() => this.memberships.create(user, request));
  }

  add(user: string, request: Add): Promise<void> {
    return this.answer(() => this.memberships.add(user, request));
  }

  part(user: string, request: Leave): Promise<void> {
    return this.answer(() => this.memberships.part(user, request));
  }

  async present(subscriber: Subscriber, connection: string, until: number): Promise<void> {
    const { user } = subscriber;
    const open = this.rooms.of(subscriber);
    const shown = await this.renew(user, connection, until).catch(() => until);
    for (const id of open) this.rooms.get(id)?.presence.set(user, shown);
  }

  async stop(): Promise<void> {
    const { clock, load, publisher } = this.context;
    while (load.pending > 0 || !publisher.quiet) await pause(clock, 10);
    this.watch.stop();
    this.announcements.stop();
    this.context.pace.stop();
    this.rooms.stop();
  }

  /** @returns until when the user is there, by any connection */
  private async renew(user: string, connection: string, until: number): Promise<number> {
    const { presence, clock } = this.context;
    if (until > clock.now()) {
      await presence.renew(user, connection, until);
      return until;
    }
    await presence.end(user, connection);
    return (await presence.of([user])).get(user) ?? 0;
  }

  /** The room is told that one more is there, and who opened it is told who is. */
  private async tellPresence(room: Room, subscriber: Subscriber): Promise<void> {
    const { members } = room;
    if (members.all.length > limits.presenceMembers) return;
    room.presence.set(subscriber.user, this.context.clock.now() + this.context.timings.presenceLasts);
    await room.presence.tellAll(subscriber);
  }

  /** Whatever a store throws means that it cannot be reached. */
  private async answer<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const retryAfterMs = Math.round(1_000 + 2_000 * this.context.clock.random());
      throw new Refusal('unavailable', 'the store does not answer', retryAfterMs);
    }
  }
}
