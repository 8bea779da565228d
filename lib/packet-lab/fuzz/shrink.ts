import type { NetworkModel } from '../../reachability/model';
import { INTERNET } from '../../reachability/questions';
import type { Disagreement } from '../compare';
import { examine } from './examine';
import { isPossible, type Mutant } from './mutant';
import type { Mutation } from './mutation';
import { pruned } from './prune';

/** The least that still shows a disagreement. */
export interface Reproducer {
  /** The mutant that it was made of. */
  readonly mutant: string;
  readonly base: string;
  readonly mutations: readonly string[];
  readonly disagreement: Disagreement;
  readonly model: NetworkModel;
  /** Labs that it took. */
  readonly labs: number;
}

/** Labs at most, so that a shrink takes a minute and no hour. */
const MOST = 150;

/**
 * Makes a disagreement smaller: without changes, and then without components that have nothing to do with it.
 *
 * @param options.verifier breaks what the verifier reads on purpose @default - nothing
 * @returns nothing where it does not come again
 * @throws LabUnavailableError
 */
export async function shrink(
  { name, base, mutations }: Mutant,
  found: Disagreement,
  path: string,
  { verifier = (model: NetworkModel): NetworkModel => model } = {},
): Promise<Reproducer | undefined> {
  let labs = 0;
  const { from, to, about, verdict } = found;
  const [ends, known] = [new Set([from, to].filter((id) => id !== INTERNET)), new Set(placesOf(found))];
  const port = { protocol: found.protocol, ...(found.port !== undefined && { port: found.port }) };
  const shows = async (model: NetworkModel): Promise<Disagreement | undefined> => {
    if (labs >= MOST || !isPossible(base.model, model)) return undefined;
    labs++;
    const only = (one: string, other: string) => one === from && other === to;
    const { disagreements } = await examine(model, path, [port], { only, verifier: verifier(model) });
    return disagreements.find(
      (one) =>
        one.about === about &&
        one.verdict.verdict === verdict.verdict &&
        // Another reason would be another disagreement, such as one about a network that is not whole any more.
        placesOf(one).every((component) => known.has(component)),
    );
  };
  const apply = (changes: readonly Mutation[]) => changes.reduce((model, change) => change.apply(model), base.model);
  let disagreement = await shows(apply(mutations));
  if (!disagreement) return undefined;
  let kept = mutations;
  for (const mutation of mutations) {
    const fewer = kept.filter((one) => one !== mutation);
    const still = await shows(apply(fewer));
    if (still) [kept, disagreement] = [fewer, still];
  }
  let model = apply(kept);
  for (const list of Object.keys(model) as (keyof NetworkModel)[]) {
    // Halves first, then their halves, as most of a network has nothing to do with it.
    for (let size = model[list].length; size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start < model[list].length; ) {
        const items: readonly { readonly id: string }[] = model[list];
        const removed = items.slice(start, start + size).map(({ id }) => id);
        const smaller = pruned(
          model,
          removed.filter((id) => !ends.has(id)),
          ends,
        );
        const still = smaller && smaller[list].length < items.length ? await shows(smaller) : undefined;
        if (smaller && still) [model, disagreement] = [smaller, still];
        else start += size;
      }
    }
  }
  const names = kept.map((mutation) => mutation.name);
  return { mutant: name, base: base.name, mutations: names, disagreement, model, labs };
}

/** Everything that either side says to be in the way. */
const placesOf = ({ verdict, outcome }: Disagreement): readonly string[] =>
  [...verdict.blockedBy, ...outcome.connections.flatMap(({ lost }) => lost)].map(({ component }) => component);
