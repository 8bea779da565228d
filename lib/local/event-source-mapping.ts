import type { Clock } from './clock';
import type { LambdaFunction } from './lambda-function';
import type { Queue, ReceivedMessage } from './queue';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html invocation payload, synchronous */
export const maxPayloadBytes = 6 * 1024 * 1024;

export interface EventSourceMappingOptions {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly function: LambdaFunction;
  /** @default 10 */
  readonly batchSize?: number;
  /** @default 0 */
  readonly maximumBatchingWindowSeconds?: number;
  /** Batches that are held at the same time. @default 5 */
  readonly maximumConcurrency?: number;
  /** @default false */
  readonly reportBatchItemFailures?: boolean;
}

interface Batch {
  readonly messages: ReceivedMessage[];
  readonly records: string[];
  bytes: number;
  /** The timer of the batching window, then that of the visibility timeout. */
  timer?: unknown;
}

const envelope = Buffer.byteLength('{"Records":[]}');

/**
 * Polls a queue for a function. One batch is collected at a time; a full batch, one that reaches 6 MB, or one whose window
 * has passed, is invoked as soon as the function is not throttled. A batch that is throttled for longer than the visibility
 * timeout is dropped: its messages come back, one receive older.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export class EventSourceMapping {
  private collecting: Batch | undefined;
  private readonly waiting: Batch[] = [];
  private running = 0;
  private scheduled = false;
  private readonly region: string;

  constructor(private readonly options: EventSourceMappingOptions) {
    this.region = options.queue.arn.split(':')[3] ?? '';
    options.queue.onVisible(() => this.schedule());
    options.function.onEnd(() => this.advance());
  }

  /** Batches that are collected, throttled or running. */
  get busy(): number {
    return this.running + this.waiting.length + (this.collecting ? 1 : 0);
  }

  /** Messages that arrive at the same instant are polled together. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.advance();
    });
  }

  private advance(): void {
    while (this.waiting.length > 0 && !this.options.function.throttled) {
      const batch = this.waiting.shift();
      if (batch) void this.invoke(batch);
    }
    const { batchSize = 10, maximumBatchingWindowSeconds = 0, maximumConcurrency = 5 } = this.options;
    while (this.running + this.waiting.length < maximumConcurrency) {
      const batch = this.collecting ?? { messages: [], records: [], bytes: envelope };
      const overflow = this.fill(batch, batchSize);
      if (batch.messages.length === 0) return;
      if (!overflow && batch.messages.length < batchSize && maximumBatchingWindowSeconds > 0) {
        if (this.collecting) return;
        this.collecting = batch;
        batch.timer = this.options.clock.setTimeout(() => this.close(batch), maximumBatchingWindowSeconds * 1000);
        return;
      }
      this.close(batch);
    }
  }

  /** @returns whether a message was left behind because the payload is full */
  private fill(batch: Batch, batchSize: number): boolean {
    let overflow = false;
    this.options.queue.receive(batchSize - batch.messages.length, (message) => {
      const record = JSON.stringify({
        ...message,
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: this.options.queue.arn,
        awsRegion: this.region,
      });
      const bytes = Buffer.byteLength(record) + 1;
      overflow = batch.messages.length > 0 && batch.bytes + bytes > maxPayloadBytes;
      if (overflow) return false;
      batch.messages.push(message);
      batch.records.push(record);
      batch.bytes += bytes;
      return true;
    });
    return overflow;
  }

  private close(batch: Batch): void {
    this.options.clock.clearTimeout(batch.timer);
    if (this.collecting === batch) this.collecting = undefined;
    if (this.options.function.throttled) this.wait(batch);
    else void this.invoke(batch);
  }

  private wait(batch: Batch): void {
    this.waiting.push(batch);
    batch.timer = this.options.clock.setTimeout(
      () => {
        const place = this.waiting.indexOf(batch);
        if (place >= 0) this.waiting.splice(place, 1);
      },
      (this.options.queue.options.visibilityTimeoutSeconds ?? 30) * 1000,
    );
  }

  private async invoke(batch: Batch): Promise<void> {
    this.running++;
    this.options.clock.clearTimeout(batch.timer);
    try {
      const result = await this.options.function.invoke(`{"Records":[${batch.records.join(',')}]}`);
      const failed = this.options.reportBatchItemFailures ? failedIds(result, batch.messages) : new Set<string>();
      for (const { messageId, receiptHandle } of batch.messages) {
        if (!failed.has(messageId)) this.options.queue.delete(receiptHandle);
      }
    } catch {
      // The function keeps the error; the messages come back when their visibility timeout ends.
    } finally {
      this.running--;
      this.schedule();
    }
  }
}

/**
 * The messages that the handler reports as failed: none for an empty answer; all for an identifier that is empty or not one
 * of the batch.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedIds(result: unknown, messages: readonly { readonly messageId: string }[]): Set<string> {
  const items = (result as { batchItemFailures?: { itemIdentifier?: unknown }[] | null } | null | undefined)
    ?.batchItemFailures;
  const all = new Set(messages.map(({ messageId }) => messageId));
  const failed = new Set<string>();
  for (const item of items ?? []) {
    const id = item?.itemIdentifier;
    if (typeof id !== 'string' || !all.has(id)) return all;
    failed.add(id);
  }
  return failed;
}
