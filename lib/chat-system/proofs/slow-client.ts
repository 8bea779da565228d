import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { Message } from '../../../services/chat-system/protocol/messages';
import { DynamoMessageStore } from '../../../services/chat-system/store/dynamo-message-store';
import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { type ChatLab, withChatLab } from '../lab/chat-lab';
import { wayTo } from '../lab/in-process-server';
import { startLoad } from '../lab/load';
import type { Participant } from '../lab/participant';
import type { RawClient } from '../lab/raw-client';
import type { ServerProcess } from '../lab/server';
import { tables } from '../lab/store';
import { inLab, verdictOn } from './verdict';

/** Connections that open a room with a long history and read nothing of it. */
const SLOW = 2;
/** Connections that ask for pages of history and never read them, and how often each asks. */
const GREEDY = { count: 2, requests: 230 };
/** Messages of that history, and how many the longest batch holds. It has to be more than the kernel keeps, 4 MB. */
const HISTORY = { messages: 20_000, batch: 10 };
/** Three bytes a character: batches of ten of them are cheap to read. */
const TEXT = '가'.repeat(55);
/** Bytes of such a message in a frame. */
const BYTES = 265;
/** Batches that are written at the same time. */
const AT_ONCE = 40;
const OTHERS = ['ana', 'ben', 'cho', 'dan'];
/** Milliseconds between two messages of one of the others, and for how long they send. */
const PACE = 250;
const TALK = 4_000;
/** Bytes that the server may grow by: about 1 MB for each connection that does not read, and what it works with. */
const GROWTH_MOST = 160 * 1024 * 1024;

/** Clients that do not read what they are sent, beside others that talk. */
export const prove: Proof = (context) => proveSlowClient(context);

/**
 * The same with another server.
 *
 * @param preload a module that Node loads before it. @default - none
 */
export function proveSlowClient({ assembly, progress }: ProofContext, preload?: string): Promise<Verdict> {
  return inLab(() =>
    withChatLab({ assembly, servers: 1, ...(preload && { preload }) }, async (lab) => {
      progress('chat-system/slow-client');
      const server = lab.servers[0] as ServerProcess;
      const users = OTHERS.map((name) => lab.join(name));
      await lab.connected();
      const [first, ...others] = users;
      if (!first) throw new Error('nobody is there');
      const { room } = await first.create('all', OTHERS.slice(1));
      for (const user of others) user.open(room);
      const archive = await makeHistory(lab, first);
      const before = server.peakBytes;
      const slow = await connect(lab, server, SLOW);
      for (const client of slow) client.socket.pause();
      for (const client of slow) client.send({ type: 'open', room: archive, after: 0 });
      const times = await talk(users, room);
      await lab.settled(15);
      const isSlowDone = await quiet(lab);
      for (const client of slow) client.socket.resume();
      const told = await Promise.all(slow.map((client) => catchUp(client, archive)));
      for (const [index, client] of slow.entries()) {
        lab.record.show(lab.record.view(`slow ${index}`, 'slow', archive), client.messages(archive));
      }
      const greedy = await connect(lab, server, GREEDY.count);
      for (const client of greedy) client.socket.pause();
      for (const client of greedy) {
        for (let count = 0; count < GREEDY.requests; count++)
          client.send({ type: 'read', room: archive, before: 1_000_000 });
      }
      const isGreedyDone = await quiet(lab);
      const growth = server.peakBytes - before;
      for (const client of greedy) client.socket.resume();
      const cut = await ended(greedy);
      const history = await lab.settled(1);
      for (const client of [...slow, ...greedy]) client.socket.terminate();
      const untold = told.filter((one) => !one).length;
      const problems = [
        ...(untold > 0 ? [`${untold} of ${SLOW} slow clients were not told that they are behind`] : []),
        ...(cut < GREEDY.count
          ? [`${GREEDY.count - cut} of ${GREEDY.count} that asked and did not read were served on`]
          : []),
        ...(growth > GROWTH_MOST ? [`the server grew by ${megabytes(growth)} MB for clients that do not read`] : []),
      ];
      const figures = {
        'clients that read nothing of their room': SLOW,
        'megabytes that waited for each': megabytes(HISTORY.messages * BYTES),
        'told that they are behind': SLOW - untold,
        'clients that ask for pages and read none': GREEDY.count,
        'cut off': cut,
        'server grew by, megabytes': megabytes(growth),
        'acknowledgement for the others, 99th percentile, milliseconds': Math.round(percentile(times, 0.99)),
      };
      const verdict = verdictOn(history, figures, problems);
      if (verdict.holds || (isSlowDone && isGreedyDone)) return verdict;
      // Nothing is shown by a server that had no time to send as much as nobody reads.
      return { ...verdict, skipped: 'this machine is too busy: the server has not sent what it would in 20 s' };
    }),
  );
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

function percentile(times: readonly number[], share: number): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;
}

/** Straight to the server: the load balancer of the lab would keep as much again. */
function connect(lab: ChatLab, server: ServerProcess, count: number): Promise<readonly RawClient[]> {
  return Promise.all(Array.from({ length: count }, () => lab.raw('slow', { way: wayTo(server) }).settled()));
}

/** A room with many long messages, written by the store's own code. @returns its id */
async function makeHistory({ parts, record }: ChatLab, owner: Participant): Promise<string> {
  const from = Date.now();
  const { room } = await owner.client.createGroup('archive', ['slow']);
  for (const user of [owner.user, 'slow']) record.joined(room, user, from);
  const store = new DynamoMessageStore(parts.store, tables.messages);
  const batches = Array.from({ length: HISTORY.messages / HISTORY.batch }, (_, batch) =>
    Array.from({ length: HISTORY.batch }, (_each, index): Message => {
      return { room, seq: batch * HISTORY.batch + index + 1, id: ulid(), from: owner.user, at: from, text: TEXT };
    }),
  );
  for (let next = 0; next < batches.length; next += AT_ONCE) {
    await Promise.all(batches.slice(next, next + AT_ONCE).map((batch) => store.append(room, batch)));
  }
  const { name: client, user } = owner;
  record.sent.push(...batches.flat().map(({ id }) => ({ client, user, room, id, text: TEXT, at: from })));
  return room;
}

/** @returns milliseconds from each message to its acknowledgement */
async function talk(users: readonly Participant[], room: string): Promise<readonly number[]> {
  const times: number[] = [];
  const say = async (user: Participant) => {
    const start = performance.now();
    await user.send(room, `by ${user.name}`);
    times.push(performance.now() - start);
  };
  const stop = startLoad(
    users.map((user) => ({ send: () => void say(user).catch(() => undefined) })),
    PACE,
  );
  await sleep(TALK);
  stop();
  return times;
}

/** Reads on, opens the room again where it is told to, and gets the rest. @returns whether it was told to */
async function catchUp(client: RawClient, room: string): Promise<boolean> {
  let [told, looked, last] = [false, 0, 0];
  const isThere = () => {
    for (const event of client.events.slice(looked)) {
      if (event.type === 'messages' && event.room === room) last = event.messages.at(-1)?.seq ?? last;
      if (event.type !== 'behind' || !event.rooms.includes(room)) continue;
      told = true;
      client.send({ type: 'open', room, after: last });
    }
    looked = client.events.length;
    return last >= HISTORY.messages;
  };
  await until('the slow client has everything', isThere, 15).catch(() => undefined);
  return told;
}

/** Waits until the server asks the store for nothing more. @returns whether it has come to that */
function quiet({ parts }: ChatLab): Promise<boolean> {
  let [seen, since] = [-1, performance.now()];
  const isQuiet = () => {
    const asked = parts.gate.counts.get('Query') ?? 0;
    if (asked !== seen) [seen, since] = [asked, performance.now()];
    return performance.now() - since > 700;
  };
  return until('the store is left alone', isQuiet, 20).then(
    () => true,
    () => false,
  );
}

/** Who was cut off by the server before it had answered everything. @returns how many */
async function ended(greedy: readonly RawClient[]): Promise<number> {
  const pages = (client: RawClient) => client.events.filter(({ type }) => type === 'page').length;
  const isOver = (client: RawClient) => client.closed !== undefined || pages(client) === GREEDY.requests;
  await until('it is over', () => greedy.every(isOver), 15).catch(() => undefined);
  return greedy.filter((client) => client.closed !== undefined && pages(client) < GREEDY.requests).length;
}

/** A server that keeps whatever a client does not read. */
export const withoutBound = join(__dirname, '..', 'lab', 'no-bound.mjs');
