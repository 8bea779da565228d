import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../local/child';
import type { IoPoint } from '../../local/io-point';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { startLoad } from '../lab/load';
import { hurriedTimers, Participant } from '../lab/participant';
import { Record } from '../lab/record';
import { clientOf, readStored } from '../lab/store';
import { type FunctionId, startServerlessRun } from '../serverless/local-run';
import { verdictOn } from './verdict';

const USERS = ['ana', 'ben', 'cho'];
/** Milliseconds between two messages of a user, for how long they send, and between two cut connections. */
const PACE = 600;
const SECONDS = 10;
const CUT_EACH = 2_000;
/** Requests that every other environment makes before it may crash. */
const SPARED = 20;
/** How many times as fast a client takes something for lost. */
const HURRY = 3;

/**
 * The serverless answer, under the checker of the other one: its functions crash before and after one request after the
 * other, which also brings batches of the stream twice, and connections vanish without a word.
 */
export const prove: Proof = async ({ assembly, progress }: ProofContext): Promise<Verdict> => {
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
    await until('everyone is connected', () => users.every(({ client }) => client.connection.is === 'connected'));
    const [first, ...others] = users;
    if (!first) throw new Error('nobody is there');
    const { room } = await first.create('all', USERS.slice(1));
    for (const user of others) user.open(room);
    let count = 0;
    const say = (user: Participant) => ({
      send: () => void user.send(room, `message ${count++}`).catch(() => undefined),
    });
    const stopLoad = startLoad(users.map(say), PACE);
    let cut = 0;
    // Of a message that is not stored nobody is told, so what tells of it has its turn first.
    for (const crashing of [['FanOut'], ['Connection', 'Authorize', 'Request']] as const) {
      crashes.only(crashing);
      for (let time = 0; time < (SECONDS / 2) * 1_000; time += CUT_EACH) {
        await sleep(CUT_EACH);
        const [oldest] = run.connectionIds;
        if (oldest === undefined) continue;
        run.drop(oldest);
        cut++;
      }
    }
    stopLoad();
    crashes.only([]);
    const stored = () => readStored(store, run.tableName('Messages'));
    const isSettled = async () =>
      run.drained && users.every(({ unacknowledged }) => unacknowledged === 0) && record.isConverged(await stored());
    // What is missing then is for the checker to say.
    await until('everyone has everything', isSettled, 60).catch(() => undefined);
    const crashed = (name: FunctionId) => [...crashes.points].filter((point) => point.startsWith(`${name} `)).length;
    const problems = [
      ...(crashed('FanOut') * crashed('Request') === 0 ? ['not every function crashed: nothing was shown'] : []),
      ...(run.deadLetters.length > 0 ? [`${run.deadLetters.length} batches of the stream were given up`] : []),
    ];
    const sum = (of: (user: Participant) => number) => users.reduce((total, user) => total + of(user), 0);
    const figures = {
      'points at which the function of requests crashed': crashed('Request'),
      'points at which the fan-out crashed': crashed('FanOut'),
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
};

/** An environment begins to count anew, so that one point after the other has its turn. */
function crashOnceAtEachPoint() {
  const points = new Set<string>();
  let crashing: readonly string[] = [];
  return {
    points,
    /** From now on these functions crash, and no others. */
    only: (functions: readonly FunctionId[]) => {
      crashing = functions;
    },
    at: ({ function: id, environment, n, phase }: IoPoint): boolean => {
      const point = `${id} ${n} ${phase}`;
      // A batch that meets one crash after the other is given up in the end, as it should be.
      const isSpared = environment % 2 === 0 && n < SPARED;
      if (!crashing.includes(id) || points.has(point) || isSpared) return false;
      points.add(point);
      return true;
    },
  };
}
