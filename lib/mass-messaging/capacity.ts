import type { Transport } from './config';

/** What has to be carried. */
export interface Load {
  readonly transport: Transport;
  /** Messages a second that the whole has to reach. */
  readonly messagesPerSecond: number;
  /** 1 to 100. */
  readonly recipientsPerRecord: number;
  /** Bytes of one recipient in a record. @default 120 */
  readonly bytesPerRecipient?: number;
  /** Requests that the provider takes in any second. */
  readonly providerRequestsPerSecond: number;
  /** Milliseconds that the provider takes to answer, on average. @default 100 */
  readonly providerLatency?: number;
}

/** What the stack builds for a load. */
export interface Capacity {
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Shards of the stream; 0 with SQS. */
  readonly shards: number;
  /** Batches of one shard that are worked on at the same time; 0 with SQS. */
  readonly parallelizationFactor: number;
  /** Records in one invocation, at most. */
  readonly batchSize: number;
  /** Seconds that a batch is gathered for, at most. */
  readonly batchingWindow: number;
  /** Invocations at the same time. */
  readonly concurrency: number;
  /** Requests of the provider that one invocation has under way at the same time. */
  readonly sendsAtOnce: number;
  /** Timeout of the sender, in seconds. */
  readonly timeout: number;
  /** Memory of the sender, in MB. */
  readonly memorySize: number;
}

/** @throws Error until it is written */
export function capacityOf(_load: Load): Capacity {
  throw new Error('not written yet');
}

/** One line for each reason why the load cannot be reached: `property: limit, got: what was received`. */
export function capacityProblems(_load: Load): readonly string[] {
  return [];
}
