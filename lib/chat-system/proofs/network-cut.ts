import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { type NetworkLab, withNetworkLab } from '../lab/network-lab';
import type { Participant } from '../lab/participant';
import { inLab, verdictOn } from './verdict';

/** Messages that are sent in each direction at each stage. */
const COUNT = 5;
/** Seconds after which a message that has not come counts as one that does not. */
const PATIENCE = 25;

/** The connections that are cut, all at the same time, and what the room of each is for. */
const CUTS = {
  broker: 'a server from the broker',
  store: 'a server from the store',
  client: 'a client from its server',
} as const;
type Cut = keyof typeof CUTS;

const STAGES = ['before the cut', 'during the cut', 'after it'] as const;
type Stage = (typeof STAGES)[number];

/**
 * Cuts a server off from the broker, another one from the store, and a client from a third, by packets that are lost, while
 * messages are sent at both ends; then mends it.
 */
export const prove: Proof = (context) => proveNetworkCut(context);

/** The same with another patience, in seconds. */
export function proveNetworkCut(
  { assembly, progress }: ProofContext,
  { patience = PATIENCE }: { readonly patience?: number } = {},
): Promise<Verdict> {
  const settings = { HEARTBEAT_SECONDS: '1', PRESENCE_SECONDS: '4' };
  return inLab(() =>
    withNetworkLab(assembly, settings, async (network) => {
      progress('chat-system/network-cut: before');
      const sides = await enter(network);
      const figures: Record<string, number> = {};
      const problems = [...(await exchange(sides, 'before the cut', figures, patience))];
      progress('chat-system/network-cut: cut');
      await Promise.all([
        network.network.cut('a', 'broker'),
        network.network.cut('b', 'store'),
        network.network.cut('c', 'clients'),
      ]);
      // The client of the third server has another server to go to, as behind a load balancer.
      sides.client.way.host = network.hosts.d;
      problems.push(...(await exchange(sides, 'during the cut', figures, patience)));
      progress('chat-system/network-cut: mended');
      await network.network.mend();
      problems.push(...(await exchange(sides, 'after it', figures, patience)));
      const history = await network.lab.settled(15);
      return verdictOn(history, figures, problems);
    }),
  );
}

/** Somebody at the end that is cut off, and somebody at a server that nothing happens to. */
interface Side {
  readonly room: string;
  readonly cut: Participant;
  readonly other: Participant;
  /** Where the one that is cut off connects to. */
  readonly way: { host: string };
}

async function enter({ lab, hosts }: NetworkLab): Promise<Readonly<Record<Cut, Side>>> {
  const side = async (name: Cut, host: string): Promise<Side> => {
    const way = { host };
    const [cut, other] = [lab.join(`${name}-cut`, { way }), lab.join(`${name}-other`, { way: { host: hosts.d } })];
    await lab.connected();
    const { room } = await cut.create(CUTS[name], [other.user]);
    other.open(room);
    return { room, cut, other, way };
  };
  const [broker, store, client] = [
    await side('broker', hosts.a),
    await side('store', hosts.b),
    await side('client', hosts.c),
  ];
  return { broker, store, client };
}

/** Both ends of each room send messages; writes down how long it takes until they are at the other one. */
async function exchange(
  sides: Readonly<Record<Cut, Side>>,
  when: Stage,
  figures: Record<string, number>,
  patience: number,
): Promise<readonly string[]> {
  const problems = await Promise.all(
    (Object.keys(CUTS) as Cut[]).map(async (name) => {
      const { room, cut, other } = sides[name];
      const start = performance.now();
      for (let index = 0; index < COUNT; index++) {
        for (const from of [cut, other]) from.send(room, `${when} ${index}`).catch(() => undefined);
        await sleep(20);
      }
      const sent = (STAGES.indexOf(when) + 1) * COUNT;
      const has = (reader: Participant, writer: Participant) =>
        reader.client.history(room).filter(({ from }) => from === writer.user).length >= sent;
      // What a server cannot store it does not acknowledge: it comes after the cut.
      const waits = name === 'store' && when === 'during the cut';
      const what = `${CUTS[name]}, ${when}`;
      const isThere = () => has(cut, other) && (waits || has(other, cut));
      const came = await until(what, isThere, patience).then(
        () => true,
        () => false,
      );
      figures[`${what}: milliseconds until messages are there`] = Math.round(performance.now() - start);
      return came ? [] : [`${what}: messages did not come in ${patience} s`];
    }),
  );
  return problems.flat();
}
