import { decide } from './decide';
import type { Network } from './network';
import type { Destination, Question, Source, Verdict } from './verdict';

/** The answer of everybody to everybody: reachable only if all pairs are. */
export interface Answer extends Verdict {
  /** Each pair by itself, in order. */
  readonly pairs: readonly { readonly question: Question; readonly verdict: Verdict }[];
}

/**
 * Asks for all pairs of sources and destinations. The ways are those of the first pair that is blocked, or else of the
 * first pair; the rest is of all pairs together.
 */
export function answer(
  network: Network,
  sources: readonly Source[],
  destinations: readonly Destination[],
  what: Pick<Question, 'protocol' | 'port'>,
): Answer {
  const pairs = sources.flatMap((from) =>
    destinations.map((to) => {
      const question = { from, to, ...what };
      return { question, verdict: decide(network, question) };
    }),
  );
  const blocked = pairs.find(({ verdict }) => verdict.verdict === 'blocked');
  const shown = (blocked ?? pairs[0])?.verdict;
  const all = <T>(list: (verdict: Verdict) => readonly T[]) => unique(pairs.flatMap(({ verdict }) => list(verdict)));
  return {
    verdict: blocked || pairs.length === 0 ? 'blocked' : 'reachable',
    notModelled: all(({ notModelled }) => notModelled),
    forward: shown?.forward ?? [],
    return: shown?.return ?? [],
    blockedBy: all(({ blockedBy }) => blockedBy),
    warnings: all(({ warnings }) => warnings),
    pairs,
  };
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}
