import fc from 'fast-check';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import { ChatModel, type ModelUser, ROOM } from './chat-model';
import { type Faults, noFaults, UnconditionalMessageStore } from './faulty';

type Step = readonly [
  'send' | 'again' | 'move' | 'stall' | 'crash' | 'cut' | 'mend' | 'wait' | 'leave' | 'join',
  number,
];

const servers = 3;
const kinds = ['again', 'move', 'stall', 'crash', 'cut', 'mend', 'wait', 'leave', 'join'] as const;
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof({ weight: 1, arbitrary: fc.constant('send' as const) }, { weight: 1, arbitrary: fc.constantFrom(...kinds) }),
  fc.nat(1_000),
);
const faults = fc.record({
  store: fc.constantFrom(0, 0.05, 0.3),
  late: fc.constantFrom(0, 0.05),
  lost: fc.constantFrom(0, 0.2),
  twice: fc.constantFrom(0, 0.2),
});

async function play(model: ChatModel, steps: readonly Step[]): Promise<void> {
  const { lost } = model.faults;
  await model.begin();
  for (const [kind, number] of steps) {
    const user = model.users[number % model.users.length];
    const server = model.servers[number % servers];
    if (kind === 'send') user?.send();
    else if (kind === 'again') user?.sendAgain();
    else if (kind === 'move') user?.connect(number % servers);
    else if (kind === 'stall') user?.stall();
    else if (kind === 'crash') model.crash(number % servers);
    else if (kind === 'cut') server?.bus.become(false);
    else if (kind === 'mend') server?.bus.become(true);
    else if (kind === 'leave') void user?.leave();
    else if (kind === 'join') void user?.join(model.users[(number + 1) % model.users.length] as ModelUser);
    await model.clock.pass(kind === 'wait' ? number * 5 : number % 7);
  }
  await model.heal();
  if (lost === 0) return;
  // A payload that was lost without a word is noticed by the next one.
  const { members = [] } = (await model.rooms.get(ROOM)) ?? {};
  for (const user of model.users) if (members.includes(user.user)) user.send();
  await model.clock.pass(2_000);
}

/** What is wrong with the history, and with what everybody has seen and was told of it. */
async function faultsOf(model: ChatModel): Promise<string[]> {
  const history = await model.history();
  const wrong = [...model.wrong];
  const ids = new Set(history.map(({ id }) => id));
  if (ids.size !== history.length) wrong.push('a message is there twice');
  if (history.some(({ seq }, index) => seq !== index + 1)) wrong.push('the history has a gap');
  const there = (message: Message) => history[message.seq - 1]?.id === message.id;
  const { members = [] } = (await model.rooms.get(ROOM)) ?? {};
  for (const { user, acknowledged, position, got } of model.users) {
    if (!acknowledged.every(there)) wrong.push(`${user}: acknowledged and not there`);
    if (members.includes(user) && position !== history.length)
      wrong.push(`${user} is at ${position} of ${history.length}`);
    if (![...got.values()].every(there)) wrong.push(`${user} has seen another history`);
  }
  return wrong;
}

/** Once stored twice: sent again to the same server, which had stored it and lost the answer. */
const sentAgainWhileUnanswered: [number, Faults, Step[]] = [
  1_625_690_306,
  { store: 0.3, late: 0.05, lost: 0, twice: 0 },
  [
    ['send', 411],
    ['again', 237],
    ['send', 642],
    ['send', 262],
    ['join', 126],
    ['send', 55],
    ['join', 76],
    ['send', 239],
    ['cut', 148],
    ['send', 804],
  ],
];

test('the history is gapless, has each message once and everything acknowledged, and everyone sees it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), faults, fc.array(step, { minLength: 5, maxLength: 80 }), async (seed, rates, steps) => {
      const model = new ChatModel(seed, { ...rates }, servers, 5);
      await play(model, steps);
      expect(await faultsOf(model)).toEqual([]);
    }),
    { numRuns: 60, examples: [sentAgainWhileUnanswered] },
  );
});

test('a store without the condition is found out', async () => {
  const sends = Array.from({ length: 40 }, (_, index): Step => ['send', index]);
  const model = new ChatModel(1, { ...noFaults }, servers, 5, new UnconditionalMessageStore());
  await play(model, sends);
  expect(await faultsOf(model)).not.toEqual([]);
});
