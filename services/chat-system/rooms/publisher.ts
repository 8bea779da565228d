import type { Bus } from '../bus/bus';
import type { Batch } from './batch';
import { encode, roomChannel } from './payload';

/**
 * Tells the other servers what is new. What could not be told is remembered by room, so that they can be told to look
 * as soon as the bus is back.
 */
export class Publisher {
  private readonly untold = new Map<string, number>();
  private underway = 0;

  constructor(
    private readonly bus: Bus,
    /** Something could not be told. */
    private readonly onTrouble: () => void,
  ) {}

  /** Whether the other servers were told everything. */
  get complete(): boolean {
    return this.untold.size === 0 && this.bus.connected;
  }

  /** Nothing is on its way. */
  get quiet(): boolean {
    return this.underway === 0;
  }

  batch(room: string, batch: Batch, version: number): void {
    void this.tell(room, batch.last, encode({ kind: 'batch', batch, version }));
  }

  poke(room: string, last: number): void {
    void this.tell(room, last, encode({ kind: 'poke', last }));
  }

  /** The members of the room have another version. */
  members(room: string, version: number): void {
    void this.send(roomChannel(room), encode({ kind: 'members', version }));
  }

  /** Tells the rooms of which something could not be told. */
  async tellRest(): Promise<void> {
    const rest = [...this.untold];
    this.untold.clear();
    await Promise.all(rest.map(([room, last]) => this.tell(room, last, encode({ kind: 'poke', last }))));
  }

  /** @returns whether the broker took it */
  async send(channel: string, text: string): Promise<boolean> {
    if (!this.bus.connected) return false;
    this.underway++;
    try {
      await this.bus.publish(channel, text);
      return true;
    } catch {
      return false;
    } finally {
      this.underway--;
    }
  }

  private async tell(room: string, last: number, text: string): Promise<void> {
    if (await this.send(roomChannel(room), text)) return;
    this.untold.set(room, Math.max(last, this.untold.get(room) ?? 0));
    this.onTrouble();
  }
}
