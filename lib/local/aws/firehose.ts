import { randomUUID } from 'node:crypto';
import type { DeliveryStream } from '../firehose';
import { AwsError, type Input, list, type Operations, text } from './service';
import type { State } from './state';

const maxRecords = 500;
const maxRecordBytes = 1000 * 1024;
const maxRequestBytes = 4 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
export function firehose({ deliveryStreams, faults }: State): Operations {
  const find = (input: Input): DeliveryStream => {
    const name = text(input.DeliveryStreamName);
    const stream = deliveryStreams.get(name);
    if (!stream) throw new AwsError('ResourceNotFoundException', `Firehose ${name} not found.`);
    return stream;
  };
  return {
    PutRecord: (input) => {
      const stream = find(input);
      const data = dataOf(input.Record);
      if (data.length > maxRecordBytes) throw tooLarge();
      stream.put(data);
      return { RecordId: randomUUID(), Encrypted: false };
    },
    PutRecordBatch: (input, { time }) => {
      const stream = find(input);
      const records = list(input.Records).map(dataOf);
      if (records.length < 1 || records.length > maxRecords) {
        throw new AwsError('ValidationException', `1 to ${maxRecords} records are needed, not ${records.length}`);
      }
      const bytes = records.reduce((sum, { length }) => sum + length, 0);
      if (bytes > maxRequestBytes || records.some(({ length }) => length > maxRecordBytes)) throw tooLarge();
      const responses = records.map((data) => {
        const error = faults.onRecord?.({ service: 'firehose', data, time });
        if (error) return { ErrorCode: error.code, ErrorMessage: error.message };
        stream.put(data);
        return { RecordId: randomUUID() };
      });
      const failed = responses.filter((response) => 'ErrorCode' in response).length;
      return { FailedPutCount: failed, Encrypted: false, RequestResponses: responses };
    },
  };
}

function dataOf(record: unknown): Buffer {
  return Buffer.from(text((record as Input | undefined)?.Data), 'base64');
}

function tooLarge(): AwsError {
  return new AwsError('InvalidArgumentException', 'Record or request size exceeds the limit');
}
