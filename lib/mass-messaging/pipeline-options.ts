import type { LocalAws } from '../local/aws/local-aws';
import type { Clock } from '../local/clock';
import type { IoPoint } from '../local/io-point';
import type { LocalMessagingProvider } from '../local/messaging-provider';

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
