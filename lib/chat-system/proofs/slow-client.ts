import { join } from 'node:path';
import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { type ChatLab, withChatLab } from '../lab/chat-lab';
import { startLoad } from '../lab/load';
import type { Participant } from '../lab/participant';
import type { RawClient } from '../lab/raw-client';
import type { ServerProcess } from '../lab/server';
import { inLab, verdictOn } from './verdict';

/** Connections that stop reading while messages come. */
const SLOW = 10;
/** Connections that ask for pages of history and never read them, and how often each asks. */
const GREEDY = { count: 40, requests: 240 };
const SENDERS = 8;
/** Milliseconds between two messages of a sender, and for how long they send. */
const PACE = 110;
const SECONDS = 5;
/** Three bytes a character: the longest message that a client may send has 12 KB. */
const LONG = '가'.repeat(4_000);
/** Bytes that the server may grow by: 1 MB and some for each connection that does not read. */
const GROWTH_MOST = 128 * 1024 * 1024;

/** Clients that do not read what they are sent, beside others that do. */
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
      const reader = lab.join('reader');
      const senders = Array.from({ length: SENDERS }, (_, index) => lab.join(`sender${index}`));
      await lab.connected();
      const { room } = await reader.create('all', [...senders.map(({ user }) => user), 'slow']);
      for (const sender of senders) sender.open(room);
      const slow = await Promise.all(Array.from({ length: SLOW }, () => lab.raw('slow').settled()));
      for (const client of slow) client.send({ type: 'open', room, after: 0 });
      await Promise.all(slow.map((client) => client.next('opened')));
      // What everybody else makes the server need.
      await talk(senders, room, 1);
      const before = server.peakBytes;
      for (const client of slow) client.socket.pause();
      const greedy = await ask(lab, room);
      await talk(senders, room, SECONDS);
      const history = await lab.settled(15);
      const after = server.peakBytes;
      const last = history.stored.get(room)?.length ?? 0;
      const kept = slow.map((client) => client.messages(room).length);
      for (const client of [...slow, ...greedy]) client.socket.resume();
      const told = await Promise.all(slow.map((client) => catchUp(client, room, last)));
      for (const [index, client] of slow.entries()) {
        lab.record.show(lab.record.view(`slow${index}`, 'slow', room), client.messages(room));
      }
      for (const client of [...slow, ...greedy]) client.socket.terminate();
      void kept;
      const growth = after - before;
      const untold = told.filter((one) => !one).length;
      const problems = [
        ...(untold > 0 ? [`${untold} of ${SLOW} slow clients were not told that they are behind`] : []),
        ...(growth > GROWTH_MOST ? [`the server grew by ${megabytes(growth)} MB for clients that do not read`] : []),
      ];
      return verdictOn(
        lab.record.history(history.stored),
        {
          'clients that stopped reading': SLOW,
          'megabytes sent meanwhile, to each': megabytes(history.sent.length * LONG.length * 3),
          'told that they are behind': SLOW - untold,
          'clients that ask and do not read': GREEDY.count,
          'pages asked for': GREEDY.count * GREEDY.requests,
          'server grew by, megabytes': megabytes(growth),
        },
        problems,
      );
    }),
  );
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

async function talk(senders: readonly Participant[], room: string, seconds: number): Promise<void> {
  const say = (sender: Participant) => ({ send: () => void sender.send(room, LONG).catch(() => undefined) });
  const stop = startLoad(senders.map(say), PACE);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  stop();
}

/** Connections that ask for page after page and read none. */
async function ask(lab: ChatLab, room: string): Promise<readonly RawClient[]> {
  const greedy = await Promise.all(Array.from({ length: GREEDY.count }, () => lab.raw('slow').settled()));
  for (const client of greedy) {
    client.socket.pause();
    for (let count = 0; count < GREEDY.requests; count++) client.send({ type: 'read', room, before: 1_000_000 });
  }
  return greedy;
}

/** Reads on, opens the room again where it is told to, and gets the rest. @returns whether it was told to */
async function catchUp(client: RawClient, room: string, last: number): Promise<boolean> {
  let told = false;
  let looked = 0;
  await until(
    'the slow client has everything',
    () => {
      for (const event of client.events.slice(looked)) {
        if (event.type !== 'behind' || !event.rooms.includes(room)) continue;
        told = true;
        client.send({ type: 'open', room, after: client.messages(room).at(-1)?.seq ?? 0 });
      }
      looked = client.events.length;
      return (client.messages(room).at(-1)?.seq ?? 0) >= last;
    },
    15,
  ).catch(() => undefined);
  return told;
}

/** A server that keeps whatever a client does not read. */
export const withoutBound = join(__dirname, '..', 'lab', 'no-bound.mjs');
