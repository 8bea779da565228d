import type { Connect, Timers } from './socket';

export interface ChatClientOptions {
  /** Address of the WebSocket, asked for at each attempt to connect. */
  readonly url: () => string | Promise<string>;
  /** The token, asked for at each attempt. @param renew whether the last one was perhaps the reason of a failure */
  readonly token: (renew: boolean) => string | Promise<string>;
  readonly connect: Connect;
  /** @default - those of the platform */
  readonly timers?: Timers;
  /** A number from 0 to 1. @default Math.random */
  readonly random?: () => number;
  /** Makes a ULID. @default - monotonic ones */
  readonly newId?: () => string;
}

/** What happened so far. */
export interface ClientCounts {
  /** Attempts to connect. */
  readonly attempts: number;
  /** Times that the server said `welcome`. */
  readonly connections: number;
  /** Messages that came although they were there already. */
  readonly duplicates: number;
  /** Times that a message was missing before one that came. */
  readonly gaps: number;
  /** Sends that were repeated. */
  readonly resends: number;
}
