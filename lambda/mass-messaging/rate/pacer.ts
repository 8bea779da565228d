import { sleep } from '../retry';
import { LATENESS, lengthOf, type Request, type Reserved, type Starved } from './slots';

/** The longest time that one reservation covers, in seconds. What is not used of it is lost. */
const CHUNK = 0.25;

/** Milliseconds for which requests are gathered for one reservation, at most. */
const GATHER = 100;

/** Milliseconds between the beginnings of two reservations, at least. */
const APART = 50;

/** The most that one execution environment makes. */
export const RESERVATIONS_PER_SECOND = 1_000 / APART;

/** Milliseconds of the slowest reservation that is reckoned with. */
const SLOWEST = 2_000;

interface Waiter {
  readonly latest: number;
  readonly resolve: (validUntil: number | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Permissions for the requests of one execution environment. Who asks while a reservation is under way shares the next
 * one, so that few reservations serve many requests and none is made for nobody.
 */
export class Pacer {
  private readonly waiters: Waiter[] = [];
  private reserving = false;
  /** Milliseconds that the last reservations took: slots that begin earlier would be missed. */
  private lead = 0;
  /** Milliseconds since 1970: no slot before this is free any more. */
  private nextFree = 0;
  private reservedAt = 0;

  private readonly chunk: number;

  /**
   * @param pace slots a second
   * @param reserve as `SlotTable` does
   */
  constructor(
    private readonly pace: number,
    private readonly reserve: (request: Request) => Promise<Reserved | Starved>,
  ) {
    this.chunk = Math.max(1, Math.floor(pace * CHUNK));
  }

  /**
   * Waits for permission to make one request, now.
   *
   * @param latest milliseconds since 1970 after which permission is of no use
   * @returns until when it holds, in milliseconds since 1970: a request that is later would come too near to that of
   * somebody else, and needs another permission; undefined when there is none before `latest`
   * @throws what the reservation throws
   */
  acquire(latest: number): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      this.waiters.push({ latest, resolve, reject });
      // Whoever asks in this same moment is in the first reservation.
      if (!this.reserving) queueMicrotask(() => void this.reserveAll());
    });
  }

  private async reserveAll(): Promise<void> {
    if (this.reserving) return;
    this.reserving = true;
    try {
      while (this.waiters.length > 0) {
        await this.gather();
        await this.reserveSome();
      }
    } finally {
      this.reserving = false;
    }
  }

  /**
   * Waits for others to ask. While the next slot is still ahead nothing is lost by that; half of the time is enough. And
   * where nobody else is ahead, reservations are kept apart, for all environments share the item's updates.
   */
  private async gather(): Promise<void> {
    const now = Date.now();
    const spare = Math.min(GATHER, (this.nextFree - now - this.lead) / 2);
    const wait = Math.max(spare, this.reservedAt + APART - now);
    if (wait >= 1 && this.waiters.length < this.chunk) await sleep(wait);
  }

  private async reserveSome(): Promise<void> {
    const waiters = this.waiters.splice(0, this.chunk);
    const latest = Math.min(...waiters.map((waiter) => waiter.latest));
    const asked = Date.now();
    this.reservedAt = asked;
    const request = { now: (asked + this.lead) * 1_000, count: waiters.length, latest: latest * 1_000 };
    try {
      const answer = await this.reserve(request);
      const took = Date.now() - asked;
      this.lead = Math.min(SLOWEST, Math.max(took, Math.floor(this.lead * 0.9)));
      if (answer.kind === 'reserved') {
        this.nextFree = (answer.first + lengthOf(waiters.length, this.pace)) / 1_000;
      }
      if (answer.kind === 'reserved') void this.grant(waiters, answer.first / 1_000);
      else for (const { resolve } of waiters) resolve(undefined);
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
    }
  }

  /** One slot after the other; those that are due at the same time share a timer. */
  private async grant(waiters: readonly Waiter[], first: number): Promise<void> {
    for (const [place, { resolve }] of waiters.entries()) {
      const slot = first + (place * 1_000) / this.pace;
      const wait = slot - Date.now();
      if (wait > 0) await sleep(wait);
      resolve(slot + LATENESS);
    }
  }
}
