import type { Failed } from '../protocol/events';
import type { Message, Room } from '../protocol/messages';
import type { Request } from '../protocol/requests';
import { ANSWER_MS, isPassing } from './resender';
import { RoomHistory } from './room-history';
import type { Timers } from './socket';

export interface RoomBookOptions {
  readonly timers: Timers;
  readonly send: (request: Request) => boolean;
}

/** The rooms of the user, and the histories of those that are open. */
export class RoomBook {
  gaps = 0;
  private readonly rooms = new Map<string, Room>();
  private readonly histories = new Map<string, RoomHistory>();
  /** Rooms that are asked for again after a while. */
  private readonly waits = new Map<string, unknown>();

  constructor(private readonly options: RoomBookOptions) {}

  get all(): readonly Room[] {
    return [...this.rooms.values()];
  }

  get duplicates(): number {
    return [...this.histories.values()].reduce((sum, { duplicates }) => sum + duplicates, 0);
  }

  history(room: string): RoomHistory | undefined {
    return this.histories.get(room);
  }

  /** A connection is there: these are the rooms, and what was open is opened again. */
  connected(rooms: readonly Room[]): void {
    this.rooms.clear();
    for (const room of rooms) this.set(room);
    for (const room of this.histories.keys()) this.ask(room);
  }

  set({ room, members, title }: Room): void {
    this.rooms.set(room, { room, members, ...(title !== undefined && { title }) });
  }

  remove(room: string): void {
    this.rooms.delete(room);
    this.histories.delete(room);
  }

  open(room: string): void {
    if (this.histories.has(room)) return;
    this.histories.set(room, new RoomHistory());
    this.ask(room);
  }

  /** Asks for what comes after what is here. */
  ask(room: string): void {
    const history = this.histories.get(room);
    if (!history) return;
    const after = history.last;
    const isSent = this.options.send({ type: 'open', room, ...(after !== undefined && { after }) });
    history.asked = isSent;
    if (isSent) this.askLater(room, ANSWER_MS);
  }

  opened(room: string, last: number): void {
    this.forgetWait(room);
    this.histories.get(room)?.opened(last);
  }

  /** The connection is gone; with the next one everything is asked for anyway. */
  disconnected(): void {
    for (const room of [...this.waits.keys()]) this.forgetWait(room);
  }

  close(room: string): void {
    if (this.histories.delete(room)) this.options.send({ type: 'close', room });
  }

  /** @returns whether something was taken */
  take(room: string, messages: readonly Message[]): boolean {
    const history = this.histories.get(room);
    if (!history) return false;
    if (history.take(messages) === 'taken') return true;
    this.gaps++;
    if (!history.asked) this.ask(room);
    return false;
  }

  /** @returns `later` where the room is asked for again, `never` where it was closed, undefined where it was not about it */
  refused(failed: Failed): 'later' | 'never' | undefined {
    const { room, id, retryAfterMs = 1_000 } = failed;
    const history = room === undefined ? undefined : this.histories.get(room);
    if (id !== undefined || room === undefined || !history?.asked) return undefined;
    history.asked = false;
    this.forgetWait(room);
    if (!isPassing(failed)) {
      this.histories.delete(room);
      return 'never';
    }
    this.askLater(room, retryAfterMs);
    return 'later';
  }

  private askLater(room: string, ms: number): void {
    this.forgetWait(room);
    this.waits.set(
      room,
      this.options.timers.setTimeout(() => this.ask(room), ms),
    );
  }

  private forgetWait(room: string): void {
    this.options.timers.clearTimeout(this.waits.get(room));
    this.waits.delete(room);
  }
}
