import type { NetworkModel } from '../../reachability/model';
import type { Dice } from './dice';

/** One change to a network. */
export interface Mutation {
  /** What is changed, in a few words. */
  readonly name: string;
  /** Id in the model of what is changed. */
  readonly component: string;
  /** The network after the change; where the component is gone the same network. */
  readonly apply: (model: NetworkModel) => NetworkModel;
}

/** Chooses a change of one sort, if the network has something that can be changed so. */
export type Mutator = (model: NetworkModel, dice: Dice) => Mutation | undefined;

/** A component of one of the model's lists. */
export type Item<K extends keyof NetworkModel> = NetworkModel[K][number];

/** A change to one component of a list; `undefined` removes it. */
export function edit<K extends keyof NetworkModel>(
  list: K,
  { id }: { readonly id: string },
  name: string,
  change: (item: Item<K>) => Item<K> | undefined,
): Mutation {
  return {
    name,
    component: id,
    apply: (model) => {
      const items: readonly Item<K>[] = model[list];
      return { ...model, [list]: items.flatMap((item) => (item.id === id ? (change(item) ?? []) : [item])) };
    },
  };
}

/** A list without one of its elements. */
export function without<T>(list: readonly T[], index: number): readonly T[] {
  return list.filter((_, position) => position !== index);
}

/** A list in which one element is another. */
export function replaced<T>(list: readonly T[], index: number, change: (element: T) => T): readonly T[] {
  return list.map((element, position) => (position === index ? change(element) : element));
}

/** A number of one of the list's elements that the condition holds for, or nothing. */
export function pickIndex<T>(
  dice: Dice,
  list: readonly T[],
  condition: (element: T) => boolean = () => true,
): number | undefined {
  return dice.pick(list.flatMap((element, index) => (condition(element) ? [index] : [])));
}
