import type { Connect } from '../../../services/chat-system/client/socket';
import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { type ChatLab, withChatLab } from '../lab/chat-lab';
import { wayTo } from '../lab/in-process-server';
import { connectByWs } from '../lab/participant';
import { tables } from '../lab/store';
import type { StoreCall } from '../lab/store-gate';
import { inLab, verdictOn } from './verdict';

/** Servers that die in turn. */
const ROUNDS = 6;
/** Messages that are sent at once in a round: one by itself and the others together are two batches. */
const EACH = 4;

/**
 * A server is killed in the very moment in which the store has taken a batch: nobody was told. The client sends its messages
 * again, to another server.
 */
export const prove: Proof = (context) => proveSentOnce(context);

/**
 * The same with another client.
 *
 * @param connect how the sender connects. @default - `ws` as it is
 * @param patience seconds for which everyone may take to have everything
 */
export function proveSentOnce(
  { assembly, progress }: ProofContext,
  connect: Connect = connectByWs,
  rounds = ROUNDS,
  patience = 10,
): Promise<Verdict> {
  return inLab(() =>
    withChatLab({ assembly }, async (lab) => {
      const [first, second] = lab.servers;
      if (!first || !second) throw new Error('two servers are needed');
      const way = { ...wayTo(first) };
      const sender = lab.join('ana', { way, connect });
      const reader = lab.join('ben', { way: wayTo(second) });
      await lab.connected();
      const { room } = await sender.create('all', ['ben']);
      reader.open(room);
      let [lost, resent] = [0, 0];
      for (let round = 1; round <= rounds; round++) {
        const [server] = lab.servers.filter((one) => wayTo(one).host === way.host);
        if (!server) throw new Error('the sender is at no server');
        const next = await lab.addServer();
        const atBatch = round % 2 === 0 ? 1 : 2;
        const cut = cutAfterBatch(lab, atBatch, async () => {
          lab.remove(server);
          await server.kill();
          way.host = wayTo(next).host;
        });
        const all = Promise.all(Array.from({ length: EACH }, (_, index) => sender.send(room, `${round}: ${index}`)));
        await cut;
        lost++;
        await all;
        resent = sender.client.counts.resends;
        progress(`chat-system/sent-once: ${round} of ${rounds} servers killed`);
      }
      const history = await lab.settled(patience);
      const problems = resent === 0 ? ['nothing was sent again: nothing was shown'] : [];
      return verdictOn(
        history,
        { 'servers killed between store and answer': lost, 'messages sent again': resent },
        problems,
      );
    }),
  );
}

/** Does something after the store has taken so many batches and before anybody is told. Resolves once it is done. */
async function cutAfterBatch({ parts }: ChatLab, batch: number, work: () => Promise<void>): Promise<void> {
  let [batches, isDone] = [0, false];
  parts.gate.faults = {
    after: async ({ operation, input }: StoreCall) => {
      if (operation !== 'PutItem' || input.TableName !== tables.messages || ++batches !== batch) return false;
      await work();
      isDone = true;
      return true;
    },
  };
  await until('the batch is stored', () => isDone);
  parts.gate.faults = {};
}

/** A client that does not say what it knew when it sent a message for the first time: nobody looks for the message. */
export const forgetful: Connect = (url, protocols) => {
  const socket = connectByWs(url, protocols);
  const send = socket.send.bind(socket);
  socket.send = (text: string) => send(text.replace(/("type":"send".*"after":)\d+/, '$11000000000'));
  return socket;
};
