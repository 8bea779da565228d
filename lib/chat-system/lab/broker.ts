import { rmSync } from 'node:fs';
import { type Child, ChildError, until } from '../../local/child';
import { findProgram } from '../../local/programs';
import { temporaryFolder } from '../../local/temporary-folder';
import { freePort } from './free-port';
import { HERE, type Place, startIn } from './place';
import { brokerPrograms } from './requirements';

/** A broker of the bus as a process that can be killed. */
export interface Broker {
  /** `redis://<address>:<port>` */
  readonly url: string;
  /** As a crash does it; what it had not sent yet is lost. */
  kill(): Promise<void>;
  /** After `kill`, at the same address, empty. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** All slots of a cluster. @see https://valkey.io/topics/cluster-spec/ */
const SLOTS = ['0', '16383'] as const;

/**
 * Starts Valkey or Redis: as a cluster of one node that has every slot, as that of AWS has, or by itself. A cluster says
 * for two seconds after its start that it is down.
 *
 * @throws ChildError
 */
export async function startBroker(isCluster: boolean, place: Place = HERE): Promise<Broker> {
  const program = brokerPrograms.find((name) => findProgram(name));
  if (program === undefined) throw new ChildError('neither Valkey nor Redis is installed');
  const { address } = place;
  const [folder, port, busPort] = [temporaryFolder(), await freePort(), await freePort()];
  const boot = () => run(program, place, { port, dir: folder, ...(isCluster && clusterSettings(place, busPort)) });
  let child = await boot();
  const kill = async () => {
    child.signal('SIGKILL');
    await child.exited;
  };
  if (isCluster) await giveSlots(place, port).catch(async (error) => kill().then(() => Promise.reject(error)));
  return {
    url: `redis://${address}:${port}`,
    kill,
    async start() {
      child = await boot();
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Settings = Readonly<Record<string, string | number>>;

const clusterSettings = (place: Place, busPort: number): Settings => ({
  'cluster-enabled': 'yes',
  'cluster-announce-ip': place.address,
  // It would be the other port plus 10,000, which may be none.
  'cluster-port': busPort,
});

async function run(program: string, place: Place, settings: Settings): Promise<Child> {
  // Whoever binds to an address that is not the loopback would be refused.
  const all = { bind: place.address, save: '', appendonly: 'no', 'protected-mode': 'no', ...settings };
  const child = startIn(place, {
    program,
    args: Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]),
  });
  await until('the broker accepts connections', () => {
    if (!child.isRunning()) throw new ChildError(`the broker ended: ${child.log.join('; ')}`);
    return child.log.some((line) => /ready to accept connections/i.test(line));
  });
  return child;
}

async function giveSlots(place: Place, port: number): Promise<void> {
  await inPlace(place, port, ['cluster', 'addslotsrange', ...SLOTS]);
  await until('the broker has its slots', async () =>
    (await inPlace(place, port, ['cluster', 'info'])).includes('cluster_state:ok'),
  );
}

/** Says something to the broker by its own client, which is installed with it. */
async function inPlace(place: Place, port: number, words: readonly string[]): Promise<string> {
  const program = ['valkey-cli', 'redis-cli'].find((name) => findProgram(name)) ?? 'redis-cli';
  const child = startIn(place, { program, args: ['-h', place.address, '-p', String(port), ...words] });
  await child.closed;
  return child.log.join('\n');
}
