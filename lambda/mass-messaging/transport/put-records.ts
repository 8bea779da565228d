import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { type MessageRecord, recordId } from '../record';
import { inLanes, inParts, untilNoneLeft } from '../retry';

/**
 * Records and bytes of one call, partition keys included.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
const RECORDS_PER_CALL = 500;
const BYTES_PER_CALL = 5 * 1024 * 1024;
const CALLS_AT_ONCE = 2;

interface Entry {
  readonly PartitionKey: string;
  readonly Data: Buffer;
}

/**
 * Puts records on a stream, spread over its shards by their ids. What a shard throttles is put again, and only that.
 *
 * @param deadline milliseconds since 1970
 * @returns how many were put again
 * @throws EntriesLeftError
 */
export async function putRecords(
  client: KinesisClient,
  streamName: string,
  deadline: number,
  records: readonly MessageRecord[],
): Promise<number> {
  const entries = records.map(
    (record): Entry => ({ PartitionKey: recordId(record), Data: Buffer.from(JSON.stringify(record)) }),
  );
  const bytesOf = ({ Data, PartitionKey }: Entry): number => Data.length + Buffer.byteLength(PartitionKey);
  let retries = 0;
  await inLanes(inParts(entries, RECORDS_PER_CALL, BYTES_PER_CALL, bytesOf), CALLS_AT_ONCE, async (part) => {
    retries += await untilNoneLeft(part, deadline, async (left) => {
      const answer = await client.send(new PutRecordsCommand({ StreamName: streamName, Records: [...left] }));
      if (!answer.FailedRecordCount) return [];
      return left.flatMap((entry, place) => {
        const { ErrorCode, ErrorMessage = '' } = answer.Records?.[place] ?? {};
        return ErrorCode === undefined ? [] : [{ entry, reason: `${ErrorCode}: ${ErrorMessage}` }];
      });
    });
  });
  return retries;
}
