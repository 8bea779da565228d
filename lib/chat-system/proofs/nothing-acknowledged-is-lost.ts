import { setTimeout as sleep } from 'node:timers/promises';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { type ChatLab, withChatLab } from '../lab/chat-lab';
import type { ServerChange } from '../lab/in-process-server';
import { startLoad } from '../lab/load';
import { PlainRun } from '../lab/plain-run';
import { inLab, verdictOn } from './verdict';

/** How often each thing goes wrong. */
export interface Troubles {
  readonly brokerKills: number;
  readonly deploys: number;
  readonly serverKills: number;
}

const TROUBLES: Troubles = { brokerKills: 10, deploys: 10, serverKills: 5 };
const USERS = ['ana', 'ben', 'cho', 'dan', 'eve', 'fay'];
/** Milliseconds between two messages of a user. */
const PACE = 150;
/** Milliseconds for which the broker is gone, and for which it is there until the next time. */
const BROKER = { gone: 150, there: 850 };

/**
 * While six users send messages, the broker is killed ten times, a server is replaced ten times, and one is killed five
 * times. Beside it the usual way of doing it goes through the same.
 */
export const prove: Proof = (context) => proveNothingLost(context);

/**
 * The same with other numbers.
 *
 * @param change switches something of the servers off, which then run in this process. @default - they are the image's
 */
export function proveNothingLost(
  { assembly, progress }: ProofContext,
  troubles: Troubles = TROUBLES,
  change?: ServerChange,
): Promise<Verdict> {
  return inLab(() =>
    withChatLab({ assembly, isCluster: false, ...(change && { change }) }, async (lab) => {
      const claim = 'chat-system/nothing-acknowledged-is-lost';
      const users = USERS.map((name) => lab.join(name));
      await lab.connected();
      const [first, ...others] = users;
      if (!first) throw new Error('nobody is there');
      const { room } = await first.create('all', USERS.slice(1));
      for (const user of others) user.open(room);
      const plain = await PlainRun.start(lab.parts.broker.url, USERS.length);
      try {
        let count = 0;
        const say = (user: (typeof users)[number]) => {
          user.send(room, `message ${count++}`).catch(() => undefined);
        };
        const stopLoad = startLoad([...users.map((user) => ({ send: () => say(user) })), ...plain.clients], PACE);
        await Promise.all([
          killBroker(lab, troubles.brokerKills, progress, claim),
          replaceServers(lab, plain, troubles, progress, claim),
        ]);
        // What is sent last is not followed by anything that would show that it is missing.
        await lab.parts.broker.kill();
        for (const user of users) say(user);
        stopLoad();
        await sleep(BROKER.gone);
        await lab.parts.broker.start();
        const history = await lab.settled(15);
        const { lost, of } = plain.losses;
        const counts = users.map(({ client }) => client.counts);
        const sum = (of: (one: (typeof counts)[number]) => number) => counts.reduce((total, one) => total + of(one), 0);
        return verdictOn(history, {
          'broker kills': troubles.brokerKills + 1,
          deploys: troubles.deploys,
          'server kills': troubles.serverKills,
          'connections made': sum(({ connections }) => connections),
          'sends repeated by clients': sum(({ resends }) => resends),
          'plain publish and subscribe, deliveries lost': `${lost} of ${of}`,
        });
      } finally {
        await plain.close();
      }
    }),
  );
}

async function killBroker({ parts }: ChatLab, times: number, progress: (text: string) => void, claim: string) {
  for (let time = 1; time <= times; time++) {
    await sleep(BROKER.there);
    await parts.broker.kill();
    await sleep(BROKER.gone);
    await parts.broker.start();
    progress(`${claim}: ${time} of ${times} broker kills`);
  }
}

async function replaceServers(
  lab: ChatLab,
  plain: PlainRun,
  { deploys, serverKills }: Troubles,
  progress: (text: string) => void,
  claim: string,
) {
  const drains: Promise<unknown>[] = [];
  for (let time = 1; time <= Math.max(deploys, serverKills); time++) {
    const [oldest, next] = lab.servers;
    const [deployed, killed] = [time <= deploys ? oldest : undefined, time <= serverKills ? next : undefined];
    await Promise.all([deployed, killed].flatMap((server) => (server ? [lab.addServer()] : [])));
    if (deployed) {
      lab.remove(deployed);
      drains.push(deployed.drain());
      await plain.replace();
      progress(`${claim}: ${time} of ${deploys} deploys`);
    }
    if (killed) {
      lab.remove(killed);
      await killed.kill();
    }
    await sleep(BROKER.gone);
  }
  await Promise.all(drains);
}
