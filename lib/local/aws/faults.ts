import { createHash } from 'node:crypto';
import { AwsError, type Input } from './service';

export interface Call {
  /** Signing name, such as `tagging`. */
  readonly service: string;
  readonly operation: string;
  readonly input: Input;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** What goes wrong although the request is right. Each may return an error to answer with. */
export interface Faults {
  /** For a whole call. */
  readonly onCall?: (call: Call) => AwsError | undefined;
  /** For one ARN that is to be tagged. */
  readonly onArn?: (arn: string, time: number) => AwsError | undefined;
  /** For one entry of PutEvents. */
  readonly onEntry?: (entry: Input, time: number) => AwsError | undefined;
  /** For one record of PutRecords, PutRecordBatch, or one message of SendMessageBatch. */
  readonly onRecord?: (record: RecordPut) => AwsError | undefined;
}

/** One record of a call that holds many, each of which may fail for itself. */
export interface RecordPut {
  readonly service: 'kinesis' | 'firehose' | 'sqs';
  readonly data: Buffer;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface SeededFaultsOptions {
  readonly seed: string;
  /** Share of tagging calls that are throttled. */
  readonly throttled?: number;
  /** Share of ARNs whose tags are refused, for as long as this lasts. */
  readonly refused?: number;
  /** Share of PutEvents entries that fail. */
  readonly failedEntries?: number;
}

/** Faults with the given probabilities, the same ones each time for an equal seed. */
export function seededFaults({ seed, throttled = 0, refused = 0, failedEntries = 0 }: SeededFaultsOptions): Faults {
  let calls = 0;
  let entries = 0;
  return {
    onCall: ({ operation }) =>
      operation === 'TagResources' && fraction(`${seed} call ${calls++}`) < throttled
        ? new AwsError('ThrottledException', 'Rate exceeded')
        : undefined,
    onArn: (arn) =>
      fraction(`${seed} arn ${arn}`) < refused
        ? new AwsError('AccessDeniedException', 'You are not authorized to tag this resource', 403)
        : undefined,
    onEntry: () =>
      fraction(`${seed} entry ${entries++}`) < failedEntries
        ? new AwsError('InternalFailure', 'Internal failure', 500)
        : undefined,
  };
}

/** A number from 0 to 1 that depends on nothing but the text, evenly spread. */
export function fraction(value: string): number {
  return createHash('sha256').update(value).digest().readUInt32BE(0) / 2 ** 32;
}
