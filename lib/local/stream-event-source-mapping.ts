import { createHash } from 'node:crypto';
import type { Clock } from './clock';
import { maxPayloadBytes } from './event-source-mapping';
import type { Shard, Stream, StreamRecord } from './kinesis';
import { type DiscardCondition, type Outcome, outcomeOf, type RecordBatch, retriesOf } from './kinesis-batches';
import type { LambdaFunction } from './lambda-function';

/** What a kind of stream has of its own. */
export interface StreamKind {
  /** How often Lambda looks for records, milliseconds. */
  readonly pollMilliseconds: number;
  /** Bytes around the records of an event. */
  readonly envelope: number;
  /** Bytes of a record in an event, at most. */
  bytesOf(record: StreamRecord): number;
  /** The event that a function gets, as JSON. */
  event(stream: Stream, shard: Shard, records: readonly StreamRecord[]): string;
}

/**
 * The defaults are those of AWS, the same for Kinesis and DynamoDB.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export interface StreamEventSourceMappingOptions {
  readonly clock: Clock;
  readonly stream: Stream;
  readonly function: LambdaFunction;
  /** @default 100 */
  readonly batchSize?: number;
  /** @default 0 */
  readonly maximumBatchingWindowSeconds?: number;
  /** Batches of a shard that are worked on at the same time, never two with the same ordering key. @default 1 */
  readonly parallelizationFactor?: number;
  /** @default false */
  readonly bisectBatchOnFunctionError?: boolean;
  /** -1 is for ever. @default -1 */
  readonly maximumRetryAttempts?: number;
  /** -1 is as long as the stream keeps it. @default -1 */
  readonly maximumRecordAgeSeconds?: number;
  /** @default false */
  readonly reportBatchItemFailures?: boolean;
  /** Gets what is given up. @default - it is lost */
  readonly onFailure?: (discarded: DiscardedBatch) => void;
  /** Whether records leave the stream when they are done, for a long run. @default false */
  readonly releasesRecords?: boolean;
}

/** What an on-failure destination is told of. */
export interface DiscardedBatch extends RecordBatch {
  readonly condition: DiscardCondition;
  readonly shardId: string;
  /** The event of the last invocation, as JSON; only a destination in S3 gets it. */
  readonly payload: string;
}

/** AWS documents no wait before a retry; without any, time would stand still. */
const retryMilliseconds = 1_000;

/** What one of the concurrent batches of a shard is made from. */
interface Lane {
  readonly shard: Shard;
  pending: StreamRecord[];
  /** Of the event that they would be. */
  bytes: number;
  state: 'idle' | 'waiting' | 'gathering' | 'working';
  timer?: unknown;
}

/**
 * Polls the shards of a stream for a function: batches of one shard, in order for an ordering key.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class StreamEventSourceMapping {
  /** Milliseconds between the arrival of the last record of a batch and its invocation, at most so far. */
  maximumIteratorAge = 0;
  private readonly lanes = new Map<string, Lane>();
  private waiters: (() => void)[] = [];
  private stopped = false;

  constructor(
    private readonly kind: StreamKind,
    private readonly options: StreamEventSourceMappingOptions,
  ) {
    options.stream.onPut((shard, record) => this.take(shard, record));
    options.function.onEnd(() => {
      for (const wake of this.waiters.splice(0)) wake();
    });
  }

  /** Concurrent batches that have something to do. */
  get busy(): number {
    return [...this.lanes.values()].filter(({ state, pending }) => state !== 'idle' || pending.length > 0).length;
  }

  /** Invokes no more, and forgets what waits. */
  stop(): void {
    this.stopped = true;
    for (const lane of this.lanes.values()) this.options.clock.clearTimeout(lane.timer);
    this.lanes.clear();
  }

  private take(shard: Shard, record: StreamRecord): void {
    if (this.stopped) return;
    const { parallelizationFactor = 1, clock } = this.options;
    const hash = createHash('md5')
      .update(record.orderingKey ?? record.partitionKey)
      .digest()
      .readUInt32BE(4);
    const key = `${shard.id} ${hash % parallelizationFactor}`;
    const lane: Lane = this.lanes.get(key) ?? { shard, pending: [], bytes: this.kind.envelope, state: 'idle' };
    this.lanes.set(key, lane);
    lane.pending.push(record);
    lane.bytes += this.kind.bytesOf(record);
    if (lane.state === 'idle') {
      lane.state = 'waiting';
      const { pollMilliseconds } = this.kind;
      const next = pollMilliseconds - (clock.now() % pollMilliseconds);
      lane.timer = clock.setTimeout(() => this.gather(lane), next);
    } else if (lane.state === 'gathering' && this.isFull(lane)) {
      clock.clearTimeout(lane.timer);
      void this.work(lane);
    }
  }

  /** Waits until a batch is full, or its window has passed. */
  private gather(lane: Lane): void {
    const { maximumBatchingWindowSeconds = 0, clock } = this.options;
    if (maximumBatchingWindowSeconds === 0 || this.isFull(lane)) {
      void this.work(lane);
      return;
    }
    lane.state = 'gathering';
    lane.timer = clock.setTimeout(() => void this.work(lane), maximumBatchingWindowSeconds * 1_000);
  }

  private async work(lane: Lane): Promise<void> {
    lane.state = 'working';
    const batches: RecordBatch[] = [{ records: this.fill(lane), attempts: 0 }];
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      batches.unshift(...(await this.process(lane.shard, batch)));
    }
    lane.state = 'idle';
    if (lane.pending.length === 0 || this.stopped) return;
    this.gather(lane);
  }

  private isFull({ pending, bytes }: Lane): boolean {
    return pending.length >= (this.options.batchSize ?? 100) || bytes >= maxPayloadBytes;
  }

  /** Takes what fits into one invocation. */
  private fill(lane: Lane): readonly StreamRecord[] {
    let bytes = this.kind.envelope;
    const most = lane.pending.slice(0, this.options.batchSize ?? 100);
    const over = most.findIndex((record) => {
      bytes += this.kind.bytesOf(record);
      return bytes > maxPayloadBytes;
    });
    const taken = lane.pending.splice(0, over < 0 ? most.length : Math.max(over, 1));
    lane.bytes -= taken.reduce((sum, record) => sum + this.kind.bytesOf(record), 0);
    return taken;
  }

  /** @returns what has to come again, in order */
  private async process(shard: Shard, batch: RecordBatch): Promise<readonly RecordBatch[]> {
    const { clock, maximumRetryAttempts = -1, maximumRecordAgeSeconds = -1, bisectBatchOnFunctionError } = this.options;
    const isTooOld = ({ arrivedAt }: StreamRecord) =>
      maximumRecordAgeSeconds >= 0 && clock.now() - arrivedAt > maximumRecordAgeSeconds * 1_000;
    for (;;) {
      if (this.stopped) return [];
      const old = batch.records.filter(isTooOld);
      if (old.length > 0) this.discard(shard, { ...batch, records: old }, 'RecordAgeExceeded');
      batch = { ...batch, records: batch.records.filter((record) => !isTooOld(record)) };
      if (batch.records.length === 0) return [];
      if (!this.options.function.throttled) break;
      // What did not reach the function does not count as an attempt; only its age can end it.
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
    const last = batch.records.at(-1)?.arrivedAt ?? clock.now();
    this.maximumIteratorAge = Math.max(this.maximumIteratorAge, clock.now() - last);
    const outcome = await this.invoke(shard, batch.records);
    if (outcome === 'success') {
      this.release(shard, batch.records);
      return [];
    }
    if (this.stopped) return [];
    this.release(shard, batch.records.slice(0, outcome.failedFrom));
    const again = retriesOf(batch, outcome, bisectBatchOnFunctionError ?? false);
    await new Promise<void>((resolve) => clock.setTimeout(() => resolve(), retryMilliseconds));
    if (maximumRetryAttempts < 0) return again;
    for (const given of again.filter(({ attempts }) => attempts > maximumRetryAttempts)) {
      this.discard(shard, given, 'RetryAttemptsExhausted');
    }
    return again.filter(({ attempts }) => attempts <= maximumRetryAttempts);
  }

  private async invoke(shard: Shard, records: readonly StreamRecord[]): Promise<Outcome> {
    try {
      const answer = await this.options.function.invoke(this.kind.event(this.options.stream, shard, records));
      return this.options.reportBatchItemFailures ? outcomeOf(answer, records) : 'success';
    } catch {
      // The function keeps the error.
      return { failedFrom: 0 };
    }
  }

  private discard(shard: Shard, batch: RecordBatch, condition: DiscardCondition): void {
    const payload = this.kind.event(this.options.stream, shard, batch.records);
    this.options.onFailure?.({ ...batch, condition, shardId: shard.id, payload });
    this.release(shard, batch.records);
  }

  private release(shard: Shard, records: readonly StreamRecord[]): void {
    if (this.options.releasesRecords) for (const record of records) shard.release(record);
  }
}
