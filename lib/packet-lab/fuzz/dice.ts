import { seededRandom } from '../../local/seeded-random';

/** Choices that are the same each time for an equal seed. */
export interface Dice {
  /** One of the list, or nothing where it is empty. */
  pick<T>(list: readonly T[]): T | undefined;
  /** A number from `from` to `to`, both inclusive. */
  number(from: number, to: number): number;
}

/** Dice that fall the same way each time for an equal seed. */
export function diceOf(seed: string): Dice {
  const random = seededRandom(seed);
  return {
    pick: (list) => list[Math.floor(random() * list.length)],
    number: (from, to) => from + Math.floor(random() * (to - from + 1)),
  };
}
