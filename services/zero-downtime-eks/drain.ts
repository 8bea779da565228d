import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { log } from './log';

/** Work that was still going on when the time was over. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError';
}

/** Knows what is being worked on, and ends a server without losing any of it. */
export class Drain {
  private readonly work = new Map<symbol, string>();
  private idle: (() => void) | undefined;
  private begun = false;

  /** Whether SIGTERM has come. */
  get draining(): boolean {
    return this.begun;
  }

  /**
   * Carries out work that the drain waits for.
   *
   * @param name what is said of it when it is cut off
   */
  track(name: string, work: () => Promise<void>): void {
    const key = Symbol(name);
    this.work.set(key, name);
    work()
      .catch((error: unknown) => log({ message: 'error', error: String(error) }))
      .finally(() => {
        this.work.delete(key);
        if (this.work.size === 0) this.idle?.();
      });
  }

  /**
   * Accepts no connection any more, closes those that are idle, and waits until what has reached the server is answered
   * and done.
   *
   * @param connections those that are open
   * @param seconds the longest that it may take
   * @throws CutOffError naming what was not done
   */
  async end(server: Server, connections: ReadonlySet<Socket>, seconds: number): Promise<void> {
    this.begun = true;
    const closed = once(server, 'close');
    // Closes idle connections as well, since Node 19, but takes one for busy that has not sent anything yet.
    server.close();
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();

    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, seconds * 1000, 'late');
    });
    const done = await Promise.race([Promise.all([closed, this.settled()]), late]);
    clearTimeout(timer);
    if (done === 'late') throw new CutOffError(this.unfinished(connections.size));
  }

  private settled(): Promise<void> {
    return new Promise((resolve) => {
      this.idle = resolve;
      if (this.work.size === 0) resolve();
    });
  }

  private unfinished(connections: number): string {
    return [...this.work.values()].join(', ') || `${connections} connections whose client reads or sends too slowly`;
  }
}
