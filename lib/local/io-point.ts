import type { IoPhase } from './network';

/** Where a request is about to be sent, or its answer has just come. */
export interface IoPoint {
  /** Id of the function in the stack, such as `Tagger`. */
  readonly function: string;
  /** Counts the function's environments from 1. */
  readonly environment: number;
  /** Counts the environment's requests from 1. */
  readonly n: number;
  readonly phase: IoPhase;
}
