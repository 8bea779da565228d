import type { Event } from '../../services/chat-system/protocol/events';
import type { Connection } from './connection';
import { Histogram } from './histogram';
import { type Parsed, parse } from './inbox';
import type { Driven } from './load';

/** What one run of a load process has seen. Moments are microseconds of the machine's clock. */
export class Tally {
  lost = 0;
  private readonly latency = new Histogram();
  private readonly acknowledgement = new Histogram();
  private readonly lateness = new Histogram();
  private readonly waiting = new Map<string, number>();
  private readonly refused: Record<string, number> = {};
  private sentCount = 0;
  private delivered = 0;
  private gaps = 0;

  /** @param from, to the measured time */
  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {}

  sent(id: string, moment: number): void {
    if (!this.counts(moment)) return;
    this.sentCount++;
    this.waiting.set(id, moment);
  }

  /** How late a timer was. */
  late(microseconds: number): void {
    this.lateness.record(microseconds);
  }

  messages(connection: Pick<Connection, 'last'>, { first, last, moments }: Parsed, now: number): void {
    // What a connection has already counts no more; a server that does not number says 0.
    const known = last === 0 ? 0 : Math.max(0, connection.last - first + 1);
    if (last !== 0 && first > connection.last + 1) this.gaps++;
    for (let index = known; index < moments.length; index++) {
      const moment = moments[index] ?? Number.NaN;
      if (now >= this.from && now < this.to) this.delivered++;
      if (this.counts(moment)) this.latency.record(now - moment);
    }
    if (last > connection.last) connection.last = last;
  }

  event(connection: Pick<Connection, 'last'>, event: Event, now: number): void {
    if (event.type === 'stored') {
      const moment = this.waiting.get(event.id);
      this.waiting.delete(event.id);
      if (moment !== undefined) this.acknowledgement.record(now - moment);
    } else if (event.type === 'error') {
      this.refused[event.code] = (this.refused[event.code] ?? 0) + 1;
    } else if (event.type === 'behind') {
      this.refused.behind = (this.refused.behind ?? 0) + 1;
    } else if (event.type === 'messages') {
      this.messages(connection, parse(event.messages), now);
    }
  }

  result(): Driven {
    return {
      sent: this.sentCount,
      stored: this.acknowledgement.count,
      refused: this.refused,
      delivered: this.delivered,
      arrived: this.latency.count,
      gaps: this.gaps,
      lost: this.lost,
      latency: this.latency.toJSON(),
      acknowledgement: this.acknowledgement.toJSON(),
      lateness: this.lateness.toJSON(),
    };
  }

  private counts(moment: number): boolean {
    return moment >= this.from && moment < this.to;
  }
}
