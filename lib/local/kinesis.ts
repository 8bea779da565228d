import { createHash } from 'node:crypto';
import type { Clock } from './clock';

export interface StreamOptions {
  readonly clock: Clock;
  readonly name: string;
  /** @default - an ARN in us-east-1 of account 123456789012 */
  readonly arn?: string;
  readonly shardCount: number;
  /** @default - those that AWS documents */
  readonly limits?: Partial<ShardLimits>;
}

/** @see https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export interface ShardLimits {
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
}

/** A record as a consumer reads it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** What has the same one stays in order even among concurrent batches of a shard. @default - the partition key */
  readonly orderingKey?: string;
  readonly data: Buffer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** A shard takes no more in this second. */
export class ProvisionedThroughputExceededError extends Error {
  override readonly name = 'ProvisionedThroughputExceededError';
}

const defaultLimits: ShardLimits = { recordsPerSecond: 1_000, bytesPerSecond: 1024 * 1024 };

/** A data stream with a fixed number of shards; nothing is trimmed while it runs but what a consumer releases. */
export class Stream {
  readonly name: string;
  readonly arn: string;
  readonly clock: Clock;
  readonly shards: readonly Shard[];
  private readonly listeners: ((shard: Shard, record: StreamRecord) => void)[] = [];

  constructor({ clock, name, arn, shardCount, limits }: StreamOptions) {
    this.clock = clock;
    this.name = name;
    this.arn = arn ?? `arn:aws:kinesis:us-east-1:123456789012:stream/${name}`;
    const all = { ...defaultLimits, ...limits };
    this.shards = Array.from({ length: shardCount }, (_, index) => new Shard(index, all));
  }

  /** Calls `listener` for each record that has been put. */
  onPut(listener: (shard: Shard, record: StreamRecord) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Puts a record into the shard of its partition key.
   *
   * @throws ProvisionedThroughputExceededError
   */
  put(
    partitionKey: string,
    data: Buffer,
    orderingKey?: string,
  ): { readonly shardId: string; readonly sequenceNumber: string } {
    const shard = this.shardOf(partitionKey);
    const record = shard.put(partitionKey, data, this.clock.now(), orderingKey);
    for (const listener of this.listeners) listener(shard, record);
    return { shardId: shard.id, sequenceNumber: record.sequenceNumber };
  }

  /**
   * The shards divide the 128-bit values of MD5 evenly; the upper 32 bits tell which one it is.
   *
   * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
   */
  private shardOf(partitionKey: string): Shard {
    const hash = createHash('md5').update(partitionKey).digest().readUInt32BE(0);
    const shard = this.shards[Math.floor((hash / 2 ** 32) * this.shards.length)];
    if (!shard) throw new RangeError(`${this.name} has no shards`);
    return shard;
  }
}

/** A shard: records in the order of their sequence numbers. */
export class Shard {
  readonly id: string;
  /** By sequence number, oldest first; what was released is gone. */
  readonly records = new Map<string, StreamRecord>();
  /** What was taken in the last second, oldest first. */
  private recent: { readonly at: number; readonly bytes: number }[] = [];
  private recentBytes = 0;
  private count = 0;

  constructor(
    private readonly index: number,
    private readonly limits: ShardLimits,
  ) {
    this.id = `shardId-${String(index).padStart(12, '0')}`;
  }

  /** @throws ProvisionedThroughputExceededError */
  put(partitionKey: string, data: Buffer, now: number, orderingKey?: string): StreamRecord {
    const bytes = data.length + Buffer.byteLength(partitionKey);
    const kept = this.recent.findIndex(({ at }) => at > now - 1_000);
    for (const { bytes: gone } of this.recent.splice(0, kept < 0 ? this.recent.length : kept)) this.recentBytes -= gone;
    if (this.recent.length >= this.limits.recordsPerSecond || this.recentBytes + bytes > this.limits.bytesPerSecond) {
      throw new ProvisionedThroughputExceededError(`Rate exceeded for shard ${this.id}`);
    }
    this.recent.push({ at: now, bytes });
    this.recentBytes += bytes;
    const sequenceNumber = `4966${String(this.index).padStart(12, '0')}${String(++this.count).padStart(40, '0')}`;
    const record: StreamRecord = {
      sequenceNumber,
      partitionKey,
      data,
      arrivedAt: now,
      ...(orderingKey !== undefined && { orderingKey }),
    };
    this.records.set(sequenceNumber, record);
    return record;
  }

  /** Forgets a record, so that a long run does not keep what everybody has read. */
  release({ sequenceNumber }: StreamRecord): void {
    this.records.delete(sequenceNumber);
  }
}
