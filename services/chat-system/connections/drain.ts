import { setTimeout as sleep } from 'node:timers/promises';
import { closeCodes } from '../protocol/handshake';
import type { Connection } from './connection';

/** How often it is looked which connections may end, in milliseconds. */
const PACE = 20;

/**
 * Empties a server: tells every client when to go, each at another time, so that they do not come to the other servers
 * all at once. Until then it is served as ever; when its time has come and nothing of it is worked on, it is closed.
 *
 * @param connections those that are open; who is gone is not among them any more
 * @param spread milliseconds over which they leave
 * @param isLate whether there is no more time
 */
export async function drainConnections(
  connections: ReadonlySet<Connection>,
  spread: number,
  isLate: () => boolean,
): Promise<void> {
  const from = performance.now();
  const leaving = shuffled([...connections]).map((connection, index, { length }) => {
    const afterMs = Math.round((spread * (index + 1)) / length);
    connection.tell({ type: 'drain', afterMs });
    return { connection, afterMs };
  });
  let waiting = leaving;
  while (connections.size > 0 && !isLate()) {
    const passed = performance.now() - from;
    waiting = waiting.filter(({ connection, afterMs }) => {
      if (passed < afterMs || connection.underway > 0) return connection.isOpen;
      connection.end(closeCodes.restart, 'this server ends');
      return false;
    });
    await sleep(Math.max(1, Math.min(PACE, spread / 10)));
  }
}

/** Fisher and Yates. */
function shuffled<Element>(elements: Element[]): readonly Element[] {
  for (let last = elements.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [elements[last], elements[other]] = [elements[other] as Element, elements[last] as Element];
  }
  return elements;
}
