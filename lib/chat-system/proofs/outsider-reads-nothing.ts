import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { withChatLab } from '../lab/chat-lab';
import { wayTo } from '../lab/in-process-server';
import type { StoreFaults } from '../lab/store-gate';
import { tryDoors } from './outsiders';
import { inLab } from './verdict';

/** Tries everything that somebody may try who is not, or no more, in a room: at the servers, and at the functions. */
export const prove: Proof = (context) => proveOutsider(context);

/**
 * The same with another table.
 *
 * @param faults what becomes of the calls of the store of the servers. @default - it gets them as they are
 */
export function proveOutsider({ assembly, progress }: ProofContext, faults: StoreFaults = {}): Promise<Verdict> {
  return inLab(() =>
    withChatLab({ assembly, hasAttachments: true }, async (lab) => {
      progress('chat-system/outsider-reads-nothing: servers');
      lab.parts.gate.faults = faults;
      const { requests, handshakes, problems } = await tryDoors({
        urls: lab.servers.map((server) => `ws://${wayTo(server).host}/socket`),
        token: (user, seconds) => lab.parts.signIn.issueToken(user, seconds),
      });
      return {
        holds: problems.length === 0,
        figures: {
          'requests of outsiders': requests,
          'handshakes refused': handshakes,
          'things they learned': problems.length,
        },
        notes: problems,
      };
    }),
  );
}

/** A store that takes Eve for a member of every room. */
export const eveEverywhere: StoreFaults = {
  answer: ({ operation }, said) => {
    const { Item } = said as { readonly Item?: { readonly members?: { readonly SS: readonly string[] } } };
    if (operation !== 'GetItem' || !Item?.members) return said;
    return { ...said, Item: { ...Item, members: { SS: [...Item.members.SS, 'eve'] } } };
  },
};
