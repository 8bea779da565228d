import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../local/child';
import type { IoPoint } from '../../local/io-point';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { startLoad } from '../lab/load';
import { hurriedTimers, Participant } from '../lab/participant';
import { Record } from '../lab/record';
import { clientOf, readStored } from '../lab/store';
import { type ServerlessRun, startServerlessRun } from '../serverless/local-run';
import { inLab, verdictOn } from './verdict';

const USERS = ['ana', 'ben', 'cho'];
/** Milliseconds between two messages of a user, for how long they send, and between two cut connections. */
const PACE = 1_000;
const SECONDS = 8;
const CUT_EACH = 2_000;
/** How many times as fast a client takes something for lost. */
const HURRY = 3;

/**
 * The serverless answer, under the checker of the other one: every function crashes once before each of its requests and
 * once after each answer, which also brings batches of the stream twice, and connections vanish without a word.
 */
export const prove: Proof = (context) => proveServerless(context);

/**
 * The same with other functions.
 *
 * @param change switches something off. @default - they are those of the assembly
 */
export function proveServerless(
  { assembly, progress }: ProofContext,
  change: (run: ServerlessRun) => void = () => undefined,
): Promise<Verdict> {
  return inLab(async () => {
    progress('chat-system/both-answers');
    const crashes = crashOnceAtEachPoint();
    const run = await startServerlessRun({ assembly, crashAt: crashes.at, pollMilliseconds: 50 });
    const store = clientOf(run.aws.url);
    const record = new Record();
    const timers = hurriedTimers(HURRY);
    const users = USERS.map((name) => {
      const token = () => run.tokenOf(name);
      return new Participant({ name, user: name, url: () => run.socketUrl, token, record, haste: 0.1, timers });
    });
    try {
      change(run);
      await until('everyone is connected', () => users.every(({ client }) => client.connection.is === 'connected'));
      const [first, ...others] = users;
      if (!first) throw new Error('nobody is there');
      const { room } = await first.create('all', USERS.slice(1));
      for (const user of others) user.open(room);
      crashes.begin();
      let count = 0;
      const say = (user: Participant) => ({
        send: () => void user.send(room, `message ${count++}`).catch(() => undefined),
      });
      const stopLoad = startLoad(users.map(say), PACE);
      let cut = 0;
      for (let time = 0; time < SECONDS * 1_000; time += CUT_EACH) {
        await sleep(CUT_EACH);
        const [oldest] = run.connectionIds;
        if (oldest === undefined) continue;
        run.drop(oldest);
        cut++;
      }
      stopLoad();
      crashes.end();
      const stored = () => readStored(store, run.tableName('Messages'));
      const isSettled = async () =>
        run.drained && users.every(({ unacknowledged }) => unacknowledged === 0) && record.isConverged(await stored());
      // What is missing then is for the checker to say.
      await until('everyone has everything', isSettled, 60).catch(() => undefined);
      const problems = [
        ...(crashes.points.size === 0 ? ['no function crashed: nothing was shown'] : []),
        ...(run.deadLetters.length > 0 ? [`${run.deadLetters.length} batches of the stream were given up`] : []),
      ];
      const sum = (of: (user: Participant) => number) => users.reduce((total, user) => total + of(user), 0);
      const figures = {
        'points at which a function crashed': crashes.points.size,
        'connections that vanished': cut,
        'sends repeated by clients': sum(({ client }) => client.counts.resends),
        'messages that came to a client again': sum(({ client }) => client.counts.duplicates),
      };
      return verdictOn(record.history(await stored()), figures, problems);
    } finally {
      for (const user of users) user.stop();
      store.destroy();
      // Functions that were called for their ends still ask the tables.
      await until('everyone has left', () => run.connectionIds.length === 0).catch(() => undefined);
      await sleep(500);
      await run.stop();
    }
  });
}

/** An environment begins to count anew, so that one point after the other has its turn. */
function crashOnceAtEachPoint() {
  const points = new Set<string>();
  let isOn = false;
  return {
    points,
    begin: () => {
      isOn = true;
    },
    end: () => {
      isOn = false;
    },
    at: ({ function: id, n, phase }: IoPoint): boolean => {
      const point = `${id} ${n} ${phase}`;
      if (!isOn || points.has(point)) return false;
      points.add(point);
      return true;
    },
  };
}
