/**
 * Milliseconds by which two requests may come nearer to each other on their way to the provider than they were meant to:
 * clocks differ, timers fire late, networks are not even. The pace leaves room for so much in each second.
 */
export const ARRIVAL_SPREAD = 100;

/** A request that is later than this many milliseconds gives its slot up: half of the spread is for the network. */
export const LATENESS = ARRIVAL_SPREAD / 2;

/**
 * Requests a second that are really made, so that in no second more than `requestsPerSecond` arrive.
 *
 * @param requestsPerSecond what the provider takes in any second
 */
export function paceOf(requestsPerSecond: number): number {
  return (requestsPerSecond * 1_000) / (1_000 + ARRIVAL_SPREAD);
}

/** Microseconds since 1970, as many as a number holds exactly. */
export type Microseconds = number;

/** Slots one after the other, of one invocation alone. */
export interface Reserved {
  readonly kind: 'reserved';
  readonly first: Microseconds;
}

/** The next free slot is too late. */
export interface Starved {
  readonly kind: 'starved';
}

/** What a reservation asks for. */
export interface Request {
  readonly now: Microseconds;
  /** Slots, from 1. */
  readonly count: number;
  /** The last time at which the first slot is of use. */
  readonly latest: Microseconds;
}

/** How long so many slots are; whole, and never shorter than the pace asks for. */
export function lengthOf(count: number, pace: number): Microseconds {
  return Math.ceil((count * 1_000_000) / pace);
}

/**
 * The generic cell rate algorithm without any burst: all that is kept is the time of the next free slot. Slots are handed
 * out one after the other, so whoever uses them, and however many at a time, they are never nearer than the pace.
 *
 * This is the model of what `SlotTable` does in DynamoDB.
 *
 * @param nextFree as it is kept; undefined when nothing is
 * @returns what is reserved, and what to keep from now on
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function reserveSlots(
  nextFree: Microseconds | undefined,
  { now, count, latest }: Request,
  pace: number,
): { readonly answer: Reserved | Starved; readonly nextFree: Microseconds | undefined } {
  const first = Math.max(now, nextFree ?? now);
  if (first > latest) return { answer: { kind: 'starved' }, nextFree };
  return { answer: { kind: 'reserved', first }, nextFree: first + lengthOf(count, pace) };
}
