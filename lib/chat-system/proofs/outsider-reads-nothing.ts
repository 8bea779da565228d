import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../local/child';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { withChatLab } from '../lab/chat-lab';
import { wayTo } from '../lab/in-process-server';
import type { StoreFaults } from '../lab/store-gate';
import { startServerlessRun } from '../serverless/local-run';
import { type Doors, tryDoors } from './outsiders';
import { inLab } from './verdict';

/** Tries everything that somebody may try who is not, or no more, in a room: at the servers, and at the functions. */
export const prove: Proof = async (context) => {
  const [servers, functions] = [await proveOutsider(context), await proveOutsiderOfFunctions(context)];
  if (servers.skipped !== undefined) return servers;
  return {
    holds: servers.holds && functions.holds,
    figures: { ...named('servers', servers), ...named('functions', functions) },
    notes: [...servers.notes.map((note) => `servers: ${note}`), ...functions.notes.map((note) => `functions: ${note}`)],
  };
};

const named = (name: string, { figures }: Verdict): Verdict['figures'] =>
  Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${name}, ${key}`, value]));

/**
 * Tries it at the servers.
 *
 * @param faults what becomes of the calls of the store. @default - it gets them as they are
 */
export function proveOutsider({ assembly, progress }: ProofContext, faults: StoreFaults = {}): Promise<Verdict> {
  return inLab(() =>
    withChatLab({ assembly, hasAttachments: true }, async (lab) => {
      progress('chat-system/outsider-reads-nothing: servers');
      lab.parts.gate.faults = faults;
      return verdictOf({
        urls: lab.servers.map((server) => `ws://${wayTo(server).host}/socket`),
        token: (user, seconds) => lab.parts.signIn.issueToken(user, seconds),
      });
    }),
  );
}

/** Tries it at the functions. */
export async function proveOutsiderOfFunctions({ assembly, progress }: ProofContext): Promise<Verdict> {
  progress('chat-system/outsider-reads-nothing: functions');
  const run = await startServerlessRun({ assembly, pollMilliseconds: 50 });
  try {
    return await verdictOf({ urls: [run.socketUrl], token: (user, seconds) => run.tokenOf(user, seconds) });
  } finally {
    // Functions that were called for the ends of connections still ask the tables.
    await until('everyone has left', () => run.connectionIds.length === 0).catch(() => undefined);
    await sleep(500);
    await run.stop();
  }
}

async function verdictOf(doors: Doors): Promise<Verdict> {
  const { requests, handshakes, problems } = await tryDoors(doors);
  return {
    holds: problems.length === 0,
    figures: { 'requests of outsiders': requests, 'handshakes tried': handshakes, problems: problems.length },
    notes: problems,
  };
}

/** A store that takes Eve for a member of every room. */
export const eveEverywhere: StoreFaults = {
  answer: ({ operation }, said) => {
    const { Item } = said as { readonly Item?: { readonly members?: { readonly SS: readonly string[] } } };
    if (operation !== 'GetItem' || !Item?.members) return said;
    return { ...said, Item: { ...Item, members: { SS: [...Item.members.SS, 'eve'] } } };
  },
};
