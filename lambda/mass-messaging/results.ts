import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import type { ResultLine } from './outcome';
import { inParts, untilNoneLeft } from './retry';

/**
 * Records and bytes of one call; a record may have 1,000 KiB.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
const RECORDS_PER_CALL = 500;
const BYTES_PER_CALL = 4 * 1024 * 1024;

/**
 * Lines share a record of Firehose, which is billed by 5 KB. Smaller than allowed, so that a call is full, not a record.
 *
 * @see https://aws.amazon.com/firehose/pricing/
 */
const LINES_PER_RECORD = 500;
const BYTES_PER_RECORD = 256 * 1024;

/**
 * Writes lines of the results, each ended by a newline; those that Firehose did not take again, and only those.
 *
 * @param deadline milliseconds since 1970
 * @throws EntriesLeftError
 */
export async function putResults(
  client: FirehoseClient,
  deliveryStreamName: string,
  deadline: number,
  lines: readonly ResultLine[],
): Promise<void> {
  const texts = lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`));
  const records = inParts(texts, LINES_PER_RECORD, BYTES_PER_RECORD, ({ length }) => length).map((part) =>
    Buffer.concat(part),
  );
  for (const part of inParts(records, RECORDS_PER_CALL, BYTES_PER_CALL, ({ length }) => length)) {
    await untilNoneLeft(part, deadline, async (left) => {
      const Records = left.map((Data) => ({ Data }));
      const answer = await client.send(new PutRecordBatchCommand({ DeliveryStreamName: deliveryStreamName, Records }));
      if (!answer.FailedPutCount) return [];
      return left.flatMap((entry, place) => {
        const { ErrorCode, ErrorMessage = '' } = answer.RequestResponses?.[place] ?? {};
        return ErrorCode === undefined ? [] : [{ entry, reason: `${ErrorCode}: ${ErrorMessage}` }];
      });
    });
  }
}
