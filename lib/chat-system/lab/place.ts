import { type Child, type ChildSpec, startChild } from '../../local/child';

/** Where a process of the lab runs. */
export interface Place {
  /** The address that it has there. */
  readonly address: string;
  /** Program and arguments that start it there. */
  readonly enter: readonly string[];
}

/** The loopback of this machine. */
export const HERE: Place = { address: '127.0.0.1', enter: [] };

/**
 * Starts a process in a place; it lives no longer than this one.
 *
 * @throws ChildError
 */
export function startIn({ enter }: Place, { program, args, ...others }: ChildSpec): Child {
  const [first = program, ...rest] = [...enter, program];
  return startChild({ ...others, program: first, args: [...rest, ...args] });
}
