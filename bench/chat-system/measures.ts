import { Crowd, type Figures } from './crowd';
import { type Kind, type Memory, Servers, type ServersOptions } from './servers';

/** What serves and who is connected. */
export interface Setting {
  readonly kind: Kind;
  readonly servers: number;
  readonly connections: number;
  readonly rooms: number;
  readonly store?: ServersOptions['store'];
}

/**
 * Drives one setting at several rates, one after the other.
 *
 * @param rates deliveries a second
 * @param isEnough whether the next rate is not of interest any more
 */
export async function drive(
  setting: Setting,
  rates: readonly number[],
  seconds: number,
  isEnough: (figures: Figures) => boolean = () => false,
): Promise<readonly Figures[]> {
  const { connections } = setting;
  const running = await Servers.start({ ...setting, users: connections, others: ['load-process'] });
  try {
    const crowd = await Crowd.connect(running, connections);
    const found: Figures[] = [];
    for (const rate of rates) {
      const figures = await crowd.drive(rate, seconds);
      found.push(figures);
      if (isEnough(figures)) break;
    }
    return found;
  } finally {
    await running.end();
  }
}

/** Part of the connections that are there first: with them come compiled code and buffers, which the others share. */
const FIRST = 0.1;

/** @returns bytes of the servers for each further connection that does nothing but be there */
export async function idle({ kind, servers, connections, rooms }: Setting): Promise<Memory> {
  const running = await Servers.start({ kind, servers, rooms, users: connections, others: ['load-process'] });
  try {
    const first = connections * FIRST;
    await Crowd.connect(running, first);
    const before = await running.memory();
    await Crowd.connect(running, connections - first, first);
    const after = await running.memory();
    const each = (key: keyof Memory) => (after[key] - before[key]) / (connections - first);
    return { resident: each('resident'), heap: each('heap'), external: each('external') };
  } finally {
    await running.end();
  }
}
