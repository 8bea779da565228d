import { RESERVATIONS_PER_SECOND } from '../../lambda/mass-messaging/rate/pacer';
import { ARRIVAL_SPREAD } from '../../lambda/mass-messaging/rate/slots';
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
  /** Updates a second of the one item that holds the rate limiter's next free slot, at most. */
  readonly reservationsPerSecond: number;
  /** Writes a second of the ledger: one a record. */
  readonly ledgerWritesPerSecond: number;
  /** Bytes a second of results, as JSON. */
  readonly resultBytesPerSecond: number;
}

/** What AWS allows, with its source. */
export const limits = {
  /** @see https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
  recordsPerShard: 1_000,
  /** Bytes a second into a shard; 2 MiB a second come out of it. Same source. */
  bytesPerShard: 1_048_576,
  /** @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html */
  parallelizationFactor: 10,
  /** Of both transports; more than ten messages of a queue need a window of a second. Same source. */
  batchSize: 10_000,
  /** Bytes of an invocation's payload. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  payload: 6 * 1_048_576,
  /** Concurrent executions of an account and Region, before it is raised. Same source. */
  concurrency: 1_000,
  /** The least that an SQS mapping allows. @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
  leastConcurrency: 2,
  /** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
  updatesPerItem: 1_000,
} as const;

/** Messages a second that one environment of {@link MEMORY} is trusted with, whatever the provider's latency. */
const MESSAGES_PER_ENVIRONMENT = 500;

/** Connections of one environment, at most. */
const MOST_SENDS_AT_ONCE = 200;

/** An invocation reads before it sends and commits after it: two thirds of its time are reckoned with. */
const SHARE_OF_SENDING = 2 / 3;

/** Partition keys do not spread evenly over shards: a shard is filled to four fifths. */
const SHARE_OF_SHARD = 0.8;

/**
 * Seconds that a batch is to take at the full rate: long enough to share reads, short enough that a campaign of some
 * thousands is spread over all environments and little comes again after a crash.
 */
const BATCH_SECONDS = 3;
const TIMEOUT = 60;
const MEMORY = 512;

/** Bytes of an event around each record, whose data is base64 on a stream. */
const BYTES_AROUND_RECORD = 800;
const BASE64 = 4 / 3;

const BYTES_PER_RESULT = 180;

/**
 * The numbers that carry a load: by Little's law, `messages a second x latency` requests are under way at any time. They
 * are shared by as few environments as can be trusted with them, because every environment reads and reserves for itself.
 *
 * With the defaults, 100,000 messages a minute in records of 25 are 67 records and 200 kB a second: one shard carries
 * them, five environments with 100 connections each send them.
 */
export function capacityOf(load: Load): Capacity {
  const { transport, messagesPerSecond, recipientsPerRecord, bytesPerRecipient = 120, providerLatency = 100 } = load;
  const recordsPerSecond = messagesPerSecond / recipientsPerRecord;
  const recordBytes = recipientsPerRecord * bytesPerRecipient;
  const bytesPerSecond = recordsPerSecond * recordBytes;
  const { sendsAtOnce, messages } = environmentOf(providerLatency);
  // A rate that is an exact multiple must not need one more for the rounding of a division.
  const needed = Math.max(limits.leastConcurrency, Math.ceil(messagesPerSecond / messages - 1e-9));

  const isStream = transport === 'kinesis';
  const shards = isStream ? shardsOf(recordsPerSecond, bytesPerSecond, needed) : 0;
  const parallelizationFactor = isStream ? Math.ceil(needed / shards) : 0;
  const concurrency = isStream ? shards * parallelizationFactor : needed;

  const eventBytes = recordBytes * BASE64 + BYTES_AROUND_RECORD;
  const recordsOfBatch = Math.round((recordsPerSecond / concurrency) * BATCH_SECONDS);
  const most = Math.min(limits.batchSize, Math.floor(limits.payload / eventBytes));
  return {
    recordsPerSecond,
    bytesPerSecond,
    shards,
    parallelizationFactor,
    batchSize: Math.min(most, Math.max(1, recordsOfBatch)),
    batchingWindow: 1,
    concurrency,
    sendsAtOnce,
    timeout: TIMEOUT,
    memorySize: MEMORY,
    reservationsPerSecond: concurrency * RESERVATIONS_PER_SECOND,
    ledgerWritesPerSecond: recordsPerSecond,
    resultBytesPerSecond: messagesPerSecond * BYTES_PER_RESULT,
  };
}

/** What one environment does, messages in a second. */
function environmentOf(providerLatency: number): { readonly sendsAtOnce: number; readonly messages: number } {
  // Twice as many as are under way at the full rate: the others wait for a slot, and share reservations.
  const wanted = Math.ceil((2 * MESSAGES_PER_ENVIRONMENT * providerLatency) / 1_000);
  const sendsAtOnce = Math.min(MOST_SENDS_AT_ONCE, Math.max(1, wanted));
  const most = Math.min(MESSAGES_PER_ENVIRONMENT, (sendsAtOnce * 1_000) / providerLatency);
  return { sendsAtOnce, messages: most * SHARE_OF_SENDING };
}

function shardsOf(recordsPerSecond: number, bytesPerSecond: number, concurrency: number): number {
  return Math.ceil(
    Math.max(
      recordsPerSecond / (limits.recordsPerShard * SHARE_OF_SHARD),
      bytesPerSecond / (limits.bytesPerShard * SHARE_OF_SHARD),
      concurrency / limits.parallelizationFactor,
    ),
  );
}

/**
 * One line for each reason why the load cannot be reached: `property: limit, got: what was received`. Properties are those
 * of the config.
 */
export function capacityProblems(load: Load): readonly string[] {
  const { messagesPerSecond, providerLatency = 100, providerRequestsPerSecond } = load;
  const perMinute = Math.round(messagesPerSecond * 60);
  const problems: string[] = [];
  const demand = (holds: boolean, property: string, limit: string, got: number): void => {
    if (!holds) problems.push(`${property}: ${limit}, got: ${got}`);
  };
  // The sender keeps below the provider's limit by the spread of arrivals.
  const requests = Math.ceil((messagesPerSecond * (1_000 + ARRIVAL_SPREAD)) / 1_000);
  const least = `at least ${requests} for ${perMinute} messages a minute`;
  demand(providerRequestsPerSecond >= requests, 'provider.requestsPerSecond', least, providerRequestsPerSecond);

  const { concurrency, reservationsPerSecond } = capacityOf(load);
  const sentBy = (environments: number): number =>
    Math.round(environments * environmentOf(providerLatency).messages * 60);
  const concurrent = `at most ${sentBy(limits.concurrency)}, which ${limits.concurrency} concurrent executions send`;
  demand(concurrency <= limits.concurrency, 'messagesPerMinute', concurrent, perMinute);
  const paced = sentBy(limits.updatesPerItem / RESERVATIONS_PER_SECOND);
  const reserved = `at most ${paced}, for which one item holds the rate limiter`;
  demand(reservationsPerSecond <= limits.updatesPerItem, 'messagesPerMinute', reserved, perMinute);
  return problems;
}
