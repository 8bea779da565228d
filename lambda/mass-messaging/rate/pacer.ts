import { sleep } from '../retry';
import { LATENESS, type Request, type Reserved, type Starved } from './slots';

/** The longest time that one reservation covers, in seconds. What is not used of it is lost. */
const CHUNK = 0.25;

interface Waiter {
  readonly latest: number;
  readonly resolve: (granted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Permissions for the requests of one execution environment. Who asks while a reservation is under way shares the next
 * one, so that few reservations serve many requests and none is made for nobody.
 */
export class Pacer {
  private readonly waiters: Waiter[] = [];
  private reserving = false;

  /**
   * @param pace slots a second
   * @param reserve as `SlotTable` does
   */
  constructor(
    private readonly pace: number,
    private readonly reserve: (request: Request) => Promise<Reserved | Starved>,
  ) {}

  /**
   * Waits for permission to make one request, now.
   *
   * @param latest milliseconds since 1970 after which permission is of no use
   * @returns false when there is none before
   * @throws what the reservation throws
   */
  acquire(latest: number): Promise<boolean> {
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
      while (this.waiters.length > 0) await this.reserveSome();
    } finally {
      this.reserving = false;
    }
  }

  private async reserveSome(): Promise<void> {
    const waiters = this.waiters.splice(0, Math.max(1, Math.floor(this.pace * CHUNK)));
    const latest = Math.min(...waiters.map((waiter) => waiter.latest));
    const request = { now: Date.now() * 1_000, count: waiters.length, latest: latest * 1_000 };
    try {
      const answer = await this.reserve(request);
      waiters.forEach((waiter, place) => {
        if (answer.kind === 'starved') waiter.resolve(false);
        else void this.waitFor(waiter, answer.first / 1_000 + (place * 1_000) / this.pace);
      });
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
    }
  }

  /** A slot that was missed is lost: used late it would come too near to a slot of somebody else. */
  private async waitFor({ latest, resolve, reject }: Waiter, slot: number): Promise<void> {
    const wait = slot - Date.now();
    if (wait > 0) await sleep(wait);
    if (Date.now() <= slot + LATENESS) resolve(true);
    else this.acquire(latest).then(resolve, reject);
  }
}
