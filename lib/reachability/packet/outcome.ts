import type { Blocker, Hop } from '../verdict';
import type { Inner, Mode, NotModelledEntry } from './step';

/** What became of a connection. */
export interface Outcome extends Inner {
  readonly works: boolean;
}

const nothing: Inner = { forward: [], return: [], blockedBy: [], cost: 0, notModelled: [], warnings: [] };

/** The outcome of a connection whose way nobody asks for. */
export const quickly = (works: boolean): Outcome => ({ ...nothing, works });

/** A connection that a component stops. */
export function refusedBy(blocker: Omit<Blocker, 'direction'>, notModelled: readonly NotModelledEntry[] = []): Outcome {
  return { ...nothing, works: false, blockedBy: [{ ...blocker, direction: 'forward' }], cost: 1, notModelled };
}

/** A connection that works for once a component has been passed. */
export const passed = (...forward: readonly Hop[]): Outcome => ({ ...nothing, works: true, forward });

/** All of them have to work: everything that stands in the way of any; the hops of the first that does not work. */
export function all(outcomes: readonly Outcome[]): Outcome {
  const told = outcomes.find(({ works }) => !works) ?? outcomes[0];
  return {
    works: outcomes.every(({ works }) => works),
    forward: told?.forward ?? [],
    return: told?.return ?? [],
    blockedBy: distinct(outcomes.flatMap(({ blockedBy }) => blockedBy)),
    cost: outcomes.reduce((sum, { cost }) => sum + cost, 0),
    notModelled: distinct(outcomes.flatMap(({ notModelled }) => notModelled)),
    warnings: [...new Set(outcomes.flatMap(({ warnings }) => warnings))],
  };
}

/** Any of them will do: the first that works, or else the one with the least changes. */
export function best(outcomes: readonly Outcome[]): Outcome | undefined {
  const rank = ({ works, cost }: Outcome) => (works ? -1 : cost);
  return outcomes.reduce<Outcome | undefined>(
    (one, other) => (one === undefined || rank(other) < rank(one) ? other : one),
    undefined,
  );
}

/** Of what the network hands out any may be taken: all have to work, or where exposure is asked for any. */
export function handedOut(mode: Mode, outcomes: readonly Outcome[]): Outcome {
  return (mode === 'some' ? best(outcomes) : undefined) ?? all(outcomes);
}

/** Each entry once. */
export function distinct<T extends { readonly component: string }>(entries: readonly T[]): readonly T[] {
  if (entries.length < 2) return entries;
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}
