import type { ServerChange } from '../../../../lib/chat-system/lab/in-process-server';
import { proveDrain, withoutHandler } from '../../../../lib/chat-system/proofs/drain-loses-nothing';
import { proveNetworkCut } from '../../../../lib/chat-system/proofs/network-cut';
import { proveNothingLost } from '../../../../lib/chat-system/proofs/nothing-acknowledged-is-lost';
import { eveEverywhere, proveOutsider } from '../../../../lib/chat-system/proofs/outsider-reads-nothing';
import { provePresence } from '../../../../lib/chat-system/proofs/presence-ages-out';
import { keyedByTime, proveSameMillisecond } from '../../../../lib/chat-system/proofs/same-millisecond';
import { forgetful, proveSentOnce } from '../../../../lib/chat-system/proofs/sent-once';
import { proveSlowClient, withoutBound } from '../../../../lib/chat-system/proofs/slow-client';
import type { Verdict } from '../../../../lib/proof/claim';
import { labAssembly } from '../lab-assembly';

const context = { assembly: labAssembly(), progress: () => undefined };

/** Checks a verdict, and says where this machine could not decide. */
function decided(verdict: Verdict, check: (verdict: Verdict) => void): void {
  if (verdict.skipped === undefined) check(verdict);
  else console.log(`skipped: ${verdict.skipped}`);
}

const expectToHold = (verdict: Verdict) =>
  decided(verdict, (one) => expect(one).toMatchObject({ holds: true, notes: [] }));

const expectToFail = (verdict: Verdict, note: RegExp) =>
  decided(verdict, ({ holds, notes }) => {
    expect(holds).toBe(false);
    expect(notes).toEqual(expect.arrayContaining([expect.stringMatching(note)]));
  });

/** Acknowledges what the store was only asked to take: who comes second at a number is not told. */
const withoutWaiting: ServerChange = (options) => ({
  ...options,
  messages: new Proxy(options.messages, {
    get(store, name) {
      if (name !== 'append') {
        const member: unknown = Reflect.get(store, name);
        return typeof member === 'function' ? member.bind(store) : member;
      }
      return async (...batch: Parameters<typeof store.append>) => void store.append(...batch).catch(() => undefined);
    },
  }),
});

describe('same-millisecond', () => {
  test('holds', async () => expectToHold(await proveSameMillisecond(context)));

  test('does not hold where the key is the time', async () =>
    expectToFail(await proveSameMillisecond(context, keyedByTime), /^acknowledged and lost/));
});

describe('nothing-acknowledged-is-lost', () => {
  const few = { brokerKills: 2, deploys: 2, serverKills: 1 };

  test('holds', async () => {
    const verdict = await proveNothingLost(context, few);
    expectToHold(verdict);
    decided(verdict, ({ figures }) => expect(figures).toMatchObject({ 'broker kills': 3, deploys: 2 }));
  });

  test('does not hold where a message is acknowledged before it is stored', async () =>
    expectToFail(await proveNothingLost(context, few, withoutWaiting), /^acknowledged and lost/));
});

describe('network-cut', () => {
  test('does not hold where nobody looks into the store while the bus is away', async () => {
    const blind = labAssembly((server) => server.replace(/degradedCheck:2e3\b/, 'degradedCheck:1e9'));
    expectToFail(
      await proveNetworkCut({ ...context, assembly: blind }, { patience: 8 }),
      /^a server from the broker, during the cut: messages did not come/,
    );
  });
});

describe('sent-once', () => {
  test('holds', async () => expectToHold(await proveSentOnce(context, undefined, 2)));

  test('does not hold where nobody looks for what is sent again', async () =>
    expectToFail(await proveSentOnce(context, forgetful, 2, 2), /^one id twice in the store/));
});

describe('slow-client', () => {
  test('does not hold without a bound', async () =>
    expectToFail(await proveSlowClient(context, withoutBound), /slow clients were not told/));
});

describe('outsider-reads-nothing', () => {
  test('does not hold where everybody is a member', async () =>
    expectToFail(await proveOutsider(context, eveEverywhere), /^an outsider read/));
});

describe('presence-ages-out', () => {
  test('holds', async () => expectToHold(await provePresence(context)));

  test('does not hold where presence is for ever', async () =>
    expectToFail(await provePresence(context, { PRESENCE_SECONDS: '600' }, 6), /is still there/));
});

describe('drain-loses-nothing', () => {
  test('holds', async () => expectToHold(await proveDrain(context)));

  test('does not hold without a handler of SIGTERM', async () =>
    expectToFail(await proveDrain(context, withoutHandler), /clients were told nothing of the drain/));
});
