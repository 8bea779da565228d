import type { LocalAws } from '../local/aws/local-aws';
import type { Clock } from '../local/clock';
import type { LocalMessagingProvider } from '../local/messaging-provider';
import type { IoPhase } from '../local/network';

/** Where a request is about to be sent, or its answer has just come. */
export interface IoPoint {
  /** Id of the construct of the function in the stack, such as `Sender`. */
  readonly function: string;
  /** Counts the function's environments from 1. */
  readonly environment: number;
  /** Counts the environment's requests from 1. */
  readonly n: number;
  readonly phase: IoPhase;
}

export interface PipelineOptions {
  /** The cloud assembly: the folder cdk.out. */
  readonly assembly: string;
  readonly clock: Clock;
  readonly aws: LocalAws;
  readonly provider: Pick<LocalMessagingProvider, 'url'>;
  /** @default 'MassMessaging' */
  readonly stackName?: string;
  /** Other environment variables for functions, by their id: for a proof with a broken answer. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How long a server takes to answer, in milliseconds by the clock. @default 0 */
  readonly latency?: (url: string) => number;
  /** Whether the environment crashes at this point. */
  readonly crashAt?: (point: IoPoint) => boolean;
  /** Whether records leave the stream as they are done, for a long run. @default false */
  readonly releasesRecords?: boolean;
  /** Called for each line that a function writes. @default - lines are dropped */
  readonly onLine?: (functionId: string, line: string) => void;
}
