import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { withChatLab } from '../lab/chat-lab';
import { wayTo } from '../lab/in-process-server';
import type { Participant } from '../lab/participant';
import { inLab } from './verdict';

/** Seconds, shorter than those of the answer. */
const HEARTBEAT = 0.5;
const PRESENCE = 3;
/** What a busy machine may add. */
const GENEROUS = 12;

/** Two users at a server that is killed, two at one that stays: the first go offline by themselves, the others do not. */
export const prove: Proof = (context) => provePresence(context);

/**
 * The same with other variables.
 *
 * @param variables of the servers
 * @param patience seconds after which somebody who is still there counts as there for ever
 */
export function provePresence(
  { assembly, progress }: ProofContext,
  variables: Readonly<Record<string, string>> = {},
  patience = GENEROUS,
): Promise<Verdict> {
  const times = { HEARTBEAT_SECONDS: String(HEARTBEAT), PRESENCE_SECONDS: String(PRESENCE) };
  const environment = { ...times, ...variables };
  return inLab(() =>
    withChatLab({ assembly, environment }, async (lab) => {
      progress('chat-system/presence-ages-out');
      const [killed, stays] = lab.servers;
      if (!killed || !stays) throw new Error('two servers are needed');
      // Who is cut off does not come back: their phones are off.
      const gone = ['ana', 'ben'].map((name) => lab.join(name, { way: wayTo(killed) }));
      const here = ['cho', 'dan'].map((name) => lab.join(name, { way: wayTo(stays) }));
      const [watcher] = here;
      if (!watcher) throw new Error('somebody has to look');
      await lab.connected();
      const everyone = [...gone, ...here];
      const others = everyone.filter((user) => user !== watcher).map(({ user }) => user);
      const { room } = await watcher.create('all', others);
      for (const user of everyone) user.open(room);
      const problems: string[] = [];
      const appeared = await seconds(() => everyone.every((user) => isOnline(watcher, user)), GENEROUS);
      if (appeared === undefined) problems.push('not everyone was seen to be there');
      // Longer than presence lasts by itself: it is the heartbeat that keeps them there.
      const flickers = await watch(watcher, everyone, PRESENCE * 1.5);
      problems.push(...flickers.map((user) => `${user} was away while connected`));
      await killed.kill();
      const stayed = watch(watcher, here, PRESENCE * 2);
      const left = gone.map(async (user) => {
        const after = await seconds(() => !isOnline(watcher, user), patience);
        if (after === undefined) problems.push(`${user.user} is still there ${patience} s after the server was killed`);
        return after ?? patience;
      });
      const times = await Promise.all(left);
      problems.push(...(await stayed).map((user) => `${user} was away, whose server stayed`));
      return {
        holds: problems.length === 0,
        figures: {
          'users at the killed server': gone.length,
          'presence lasts, seconds': PRESENCE,
          'first one away after, seconds': Number(Math.min(...times).toFixed(1)),
          'last one away after, seconds': Number(Math.max(...times).toFixed(1)),
          'users at the other server': here.length,
        },
        notes: problems,
      };
    }),
  );
}

const isOnline = (watcher: Participant, { user }: Participant): boolean => watcher.client.online(user);

/** How long it took, or undefined where it did not happen. */
async function seconds(isSo: () => boolean, most: number): Promise<number | undefined> {
  const start = performance.now();
  return until('it is so', isSo, most).then(
    () => (performance.now() - start) / 1_000,
    () => undefined,
  );
}

/** Looks for so many seconds. @returns who was away at some time */
async function watch(
  watcher: Participant,
  users: readonly Participant[],
  forSeconds: number,
): Promise<readonly string[]> {
  const away = new Set<string>();
  const end = performance.now() + forSeconds * 1_000;
  await until('the time is over', () => {
    for (const user of users) if (!isOnline(watcher, user)) away.add(user.user);
    return performance.now() > end;
  });
  return [...away];
}
