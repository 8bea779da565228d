import { join } from 'node:path';
import type { Exit } from '../../local/child';
import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { withChatLab } from '../lab/chat-lab';
import { startLoad } from '../lab/load';
import { type SpiedConnection, type Spy, spyOn } from '../lab/spy';
import { inLab, verdictOn } from './verdict';

/** Clients of the server that is deployed anew; the load balancer gives half of all to it. */
const CLIENTS = 40;
/** Seconds over which they are told to leave. */
const SPREAD = 3;
/** Milliseconds between two messages of a client. */
const PACE = 400;
/** No tenth of the spread may see more of them leave, or they come in a storm. */
const TENTH_MOST = 0.3;

/** Replaces a server with clients that send messages, by SIGTERM. */
export const prove: Proof = (context) => proveDrain(context);

/**
 * The same with another server.
 *
 * @param preload a module that Node loads before it. @default - none
 */
export function proveDrain({ assembly, progress }: ProofContext, preload?: string): Promise<Verdict> {
  const environment = { DRAIN_SPREAD_SECONDS: String(SPREAD), DRAIN_SECONDS: '8' };
  return inLab(() =>
    withChatLab({ assembly, environment, ...(preload && { preload }) }, async (lab) => {
      progress('chat-system/drain-loses-nothing');
      const spies = Array.from({ length: CLIENTS }, () => spyOn());
      const users = spies.map(({ connect }, index) => lab.join(`user${index}`, { connect }));
      await lab.connected();
      const [first, ...others] = users;
      if (!first) throw new Error('nobody is there');
      const { room } = await first.create(
        'all',
        others.map(({ user }) => user),
      );
      for (const user of others) user.open(room);
      const say = (user: typeof first) => ({
        send: () => void user.send(room, `by ${user.name}`).catch(() => undefined),
      });
      const stopLoad = startLoad(users.map(say), PACE);
      await until('everyone talks', () => lab.record.acknowledged.length >= CLIENTS);
      const [old] = lab.servers;
      if (!old) throw new Error('no server is there');
      await lab.addServer();
      lab.remove(old);
      const began = performance.now();
      const exit = (await old.drain()) as Exit;
      const took = (performance.now() - began) / 1_000;
      // A server that ends at once is gone before its clients have noticed.
      await until('its clients are elsewhere', () => movedOf(spies).length >= CLIENTS / 4);
      await until('everyone is connected again', () =>
        users.every(({ client }) => client.connection.is === 'connected'),
      );
      stopLoad();
      const history = await lab.settled();
      const moved = movedOf(spies);
      const told = moved.flatMap(({ old: { drainAfterMs } }) => (drainAfterMs === undefined ? [] : [drainAfterMs]));
      const without = moved.map(({ old: { closedAt = 0 }, next: { openedAt = 0 } }) =>
        Math.max(0, openedAt - closedAt),
      );
      const busiest = mostInATenth(
        moved.map(({ next }) => next),
        began,
      );
      const problems = [
        ...(told.length < moved.length ? [`${moved.length - told.length} clients were told nothing of the drain`] : []),
        ...(busiest > TENTH_MOST * moved.length
          ? [`${busiest} of ${moved.length} came to the other servers within ${SPREAD / 10} s`]
          : []),
        ...(exit.code === 0 ? [] : [`the process ended with ${exit.code ?? exit.signal}`]),
      ];
      const figures = {
        'clients that moved': moved.length,
        'told when to go': told.length,
        'spread over, seconds': SPREAD,
        'most that came in a tenth of it': busiest,
        'longest without a connection, milliseconds': Math.round(Math.max(0, ...without)),
        'sends repeated': users.reduce((sum, { client }) => sum + client.counts.resends, 0),
        'server ended after, seconds': Number(took.toFixed(1)),
      };
      return verdictOn(history, figures, problems);
    }),
  );
}

/** Connections of clients that had to come again, and those that they got. */
function movedOf(spies: readonly Spy[]): readonly { readonly old: SpiedConnection; readonly next: SpiedConnection }[] {
  return spies.flatMap(({ connections: [old, next] }) => (old && next?.openedAt ? [{ old, next }] : []));
}

/** How many connections were asked for in the busiest tenth of the spread. */
function mostInATenth(connections: readonly SpiedConnection[], began: number): number {
  const tenths = new Map<number, number>();
  for (const { askedAt } of connections) {
    const tenth = Math.floor((askedAt - began) / (SPREAD * 100));
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  return Math.max(0, ...tenths.values());
}

/** A server that was written without a handler of SIGTERM. */
export const withoutHandler = join(__dirname, '..', 'lab', 'no-handler.mjs');
