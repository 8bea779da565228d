import { ProvisionedThroughputExceededError, type Shard, type Stream, type StreamRecord } from '../kinesis';
import { AwsError, type Input, list, type Operations, text } from './service';
import type { State } from './state';

const maxRecords = 500;
const maxRecordBytes = 1024 * 1024;
const maxRequestBytes = 5 * 1024 * 1024;
const maxReadBytes = 10 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html */
export function kinesis({ streams, faults, clock }: State): Operations {
  const find = (input: Input): Stream => {
    const name = text(input.StreamName) || text(input.StreamARN).split('/').at(-1) || '';
    const stream = streams.get(name);
    if (!stream) throw new AwsError('ResourceNotFoundException', `Stream ${name} under account not found.`);
    return stream;
  };
  const put = (stream: Stream, entry: Input) => {
    const { shardId, sequenceNumber } = stream.put(text(entry.PartitionKey), dataOf(entry));
    return { ShardId: shardId, SequenceNumber: sequenceNumber };
  };
  return {
    PutRecord: (input) => {
      check([input]);
      try {
        return put(find(input), input);
      } catch (error) {
        if (error instanceof ProvisionedThroughputExceededError) throw exceeded(error);
        throw error;
      }
    },
    // Each entry succeeds or fails for itself, and order is not kept.
    PutRecords: (input, { time }) => {
      const stream = find(input);
      const entries = list(input.Records) as readonly Input[];
      check(entries);
      const results = entries.map((entry) => {
        try {
          const error = faults.onRecord?.({ service: 'kinesis', data: dataOf(entry), time });
          return error ? failure(error) : put(stream, entry);
        } catch (error) {
          if (error instanceof ProvisionedThroughputExceededError) return failure(exceeded(error));
          throw error;
        }
      });
      return { FailedRecordCount: results.filter((result) => 'ErrorCode' in result).length, Records: results };
    },
    DescribeStreamSummary: (input) => {
      const { name, arn, shards } = find(input);
      const summary = { StreamName: name, StreamARN: arn, StreamStatus: 'ACTIVE', OpenShardCount: shards.length };
      return { StreamDescriptionSummary: { ...summary, RetentionPeriodHours: 24, EnhancedMonitoring: [] } };
    },
    ListShards: (input) => ({ Shards: find(input).shards.map(({ id }) => ({ ShardId: id })) }),
    GetShardIterator: (input) => {
      const shard = shardOf(find(input), text(input.ShardId));
      const type = text(input.ShardIteratorType);
      const from = text(input.StartingSequenceNumber);
      const last = [...shard.records.keys()].at(-1) ?? '';
      // An iterator names the sequence number after which it reads.
      const after: Readonly<Record<string, string>> = { TRIM_HORIZON: '', LATEST: last, AFTER_SEQUENCE_NUMBER: from };
      const place = type === 'AT_SEQUENCE_NUMBER' ? before(shard, from) : after[type];
      if (place === undefined) throw new AwsError('InvalidArgumentException', `ShardIteratorType ${type}`);
      return { ShardIterator: JSON.stringify([find(input).name, shard.id, place]) };
    },
    GetRecords: (input) => {
      const [name = '', shardId = '', after = ''] = JSON.parse(text(input.ShardIterator) || '[]') as string[];
      const shard = shardOf(find({ StreamName: name }), shardId);
      const found = [...shard.records.values()].filter(({ sequenceNumber }) => sequenceNumber > after);
      const read = upTo(found, Number(input.Limit ?? 10_000));
      const left = found[read.length];
      return {
        Records: read.map(({ sequenceNumber, partitionKey, data, arrivedAt }) => ({
          SequenceNumber: sequenceNumber,
          PartitionKey: partitionKey,
          Data: data.toString('base64'),
          ApproximateArrivalTimestamp: arrivedAt / 1000,
        })),
        NextShardIterator: JSON.stringify([name, shardId, read.at(-1)?.sequenceNumber ?? after]),
        MillisBehindLatest: left ? clock.now() - left.arrivedAt : 0,
      };
    },
  };
}

function shardOf({ shards }: Stream, id: string): Shard {
  const found = shards.find((shard) => shard.id === id);
  if (!found) throw new AwsError('ResourceNotFoundException', `Shard ${id} not found.`);
  return found;
}

/** What one answer holds: so many records, or so many bytes. */
function upTo(records: readonly StreamRecord[], limit: number): readonly StreamRecord[] {
  let bytes = 0;
  const over = records.findIndex(({ data }) => {
    bytes += data.length;
    return bytes > maxReadBytes;
  });
  return records.slice(0, Math.min(limit, over < 0 ? records.length : Math.max(over, 1)));
}

function before({ records }: Shard, sequenceNumber: string): string {
  return [...records.keys()].findLast((key) => key < sequenceNumber) ?? '';
}

function dataOf(entry: Input): Buffer {
  return Buffer.from(text(entry.Data), 'base64');
}

function check(entries: readonly Input[]): void {
  if (entries.length < 1 || entries.length > maxRecords) {
    throw new AwsError('ValidationException', `1 to ${maxRecords} records are needed, not ${entries.length}`);
  }
  const sizes = entries.map((entry) => dataOf(entry).length + Buffer.byteLength(text(entry.PartitionKey)));
  if (sizes.some((size) => size > maxRecordBytes)) throw new AwsError('ValidationException', 'A record is over 1 MiB');
  if (sizes.reduce((sum, size) => sum + size, 0) > maxRequestBytes) {
    throw new AwsError('InvalidArgumentException', 'The records are over 5 MiB');
  }
  const keys = entries.map(({ PartitionKey }) => text(PartitionKey));
  if (keys.some((key) => key === '' || key.length > 256)) {
    throw new AwsError('ValidationException', 'PartitionKey: 1 to 256 characters');
  }
}

const failure = ({ code, message }: AwsError) => ({ ErrorCode: code, ErrorMessage: message });

function exceeded({ message }: Error): AwsError {
  return new AwsError('ProvisionedThroughputExceededException', message);
}
