import type { StreamRecord } from './kinesis';

/** Why a batch was given up. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records of one shard that go through invocations together. */
export interface RecordBatch {
  readonly records: readonly StreamRecord[];
  /** Invocations that failed and count, those of the batch that it is a part of included. */
  readonly attempts: number;
}

/** How an invocation ended: at the index of the first record that has to come again, or with success. */
export type Outcome = 'success' | { readonly failedFrom: number };

/**
 * What the answer of a handler means for its batch.
 *
 * An empty or null answer or list is a success; an identifier that is empty, null or under another key fails the whole
 * batch, and so does here one that is of none of the records. Of several identifiers the lowest is the checkpoint.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function outcomeOf(answer: unknown, records: readonly StreamRecord[]): Outcome {
  const items = (answer as { batchItemFailures?: { itemIdentifier?: unknown }[] | null } | null | undefined)
    ?.batchItemFailures;
  if (!items || items.length === 0) return 'success';
  const indices = items.map((item) =>
    records.findIndex(({ sequenceNumber }) => sequenceNumber === item?.itemIdentifier),
  );
  return { failedFrom: Math.max(0, Math.min(...indices)) };
}

/**
 * The batches that a failed one becomes, in order.
 *
 * Without bisect it comes again from its checkpoint, and that counts as a retry, progress or not: AWS does not say that
 * progress starts the count anew. With bisect a function error halves it; a reported failure divides it at the checkpoint
 * and what comes before is done. Dividing does not use up retries, so what cannot be divided is what retries are for. A
 * reported failure of the very first record divides nothing off; here the batch is then halved as after a function error.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function retriesOf(
  { records, attempts }: RecordBatch,
  { failedFrom }: Exclude<Outcome, 'success'>,
  bisect: boolean,
): readonly RecordBatch[] {
  const left = records.slice(failedFrom);
  if (!bisect || left.length === 1) return [{ records: left, attempts: attempts + 1 }];
  if (failedFrom > 0) return [{ records: left, attempts }];
  const middle = Math.ceil(left.length / 2);
  return [
    { records: left.slice(0, middle), attempts },
    { records: left.slice(middle), attempts },
  ];
}
