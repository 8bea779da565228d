import { join } from 'node:path';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { withChatLab } from '../lab/chat-lab';
import { wayTo } from '../lab/in-process-server';
import { readMessages, tables } from '../lab/store';
import type { StoreFaults } from '../lab/store-gate';
import { inLab, verdictOn } from './verdict';

/** Rooms in which two users of different servers send one message each, at once. */
const PAIRS = 10;
/** Messages that each of four users sends to one room at once: as many as a connection may. */
const EACH = 30;

/**
 * Messages sent at once through two servers whose clocks stand still at the same millisecond: two in a room, then many.
 */
export const prove: Proof = (context) => proveSameMillisecond(context);

/**
 * The same with another table.
 *
 * @param faults what becomes of the calls of the store. @default - it gets them as they are
 */
export function proveSameMillisecond({ assembly, progress }: ProofContext, faults: StoreFaults = {}): Promise<Verdict> {
  const preload = join(__dirname, '..', 'lab', 'frozen-clock.mjs');
  const environment = { FROZEN_AT: String(Date.now()) };
  return inLab(() =>
    withChatLab({ assembly, preload, environment }, async (lab) => {
      progress('chat-system/same-millisecond');
      lab.parts.gate.faults = faults;
      const [one, two] = lab.servers.map(wayTo);
      if (!one || !two) throw new Error('two servers are needed');
      const users = ['ana', 'ben', 'cho', 'dan'].map((name, index) =>
        lab.join(name, { way: index % 2 === 0 ? one : two }),
      );
      const [ana, ben, cho, dan] = users;
      if (!ana || !ben || !cho || !dan) throw new Error('four users are needed');
      await lab.connected();
      const acknowledged: Promise<void>[] = [];
      for (let pair = 0; pair < PAIRS; pair++) {
        const { room } = await ana.create(`pair ${pair}`, ['ben']);
        ben.open(room);
        acknowledged.push(ana.send(room, 'from ana'), ben.send(room, 'from ben'));
      }
      await Promise.all(acknowledged);
      const { room } = await cho.create('many', ['ana', 'ben', 'dan']);
      for (const member of [ana, ben, dan]) member.open(room);
      await Promise.all(
        [ana, ben, cho, dan].flatMap((user) =>
          Array.from({ length: EACH - PAIRS }, (_, index) => user.send(room, `${user.name} ${index}`)),
        ),
      );
      const history = await lab.settled();
      const moments = new Set((await readMessages(lab.parts.store)).map(({ at }) => at));
      return verdictOn(
        history,
        { rooms: PAIRS + 1, servers: lab.servers.length, 'milliseconds in which they were taken': moments.size },
        moments.size === 1 ? [] : [`the clocks did not stand still: ${moments.size} different times`],
      );
    }),
  );
}

/** The usual key of a message, room and time of its creation: what came in the same millisecond is written over. */
export const keyedByTime: StoreFaults = {
  before: ({ operation, input }) => {
    if (operation !== 'PutItem' || input.TableName !== tables.messages || !input.Item) return input;
    const { ConditionExpression: _condition, ExpressionAttributeNames: _names, Item, ...others } = input;
    const [first] = JSON.parse(Item.messages?.S ?? '[]') as readonly { readonly at: number }[];
    return { ...others, Item: { ...Item, first: { N: String(first?.at) } } };
  },
};
