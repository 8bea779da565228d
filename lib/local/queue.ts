import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import { TimeQueue } from './time-queue';

export interface QueueOptions {
  readonly clock: Clock;
  readonly name: string;
  /** @default - an ARN in us-east-1 of account 123456789012 */
  readonly arn?: string;
  /** @default 0 */
  readonly deliveryDelaySeconds?: number;
  /** @default 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** Where a message goes instead of being received once more. */
  readonly deadLetter?: { readonly queue: Queue; readonly maxReceiveCount: number };
}

/** A message as `ReceiveMessage` returns it. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly sentAt: number;
  readonly deadLetterSource?: string;
  firstReceivedAt?: number;
  receiveCount: number;
  receiptHandle: string;
  state: 'delayed' | 'visible' | 'in flight' | 'deleted';
  /** When a delayed or received message becomes visible. */
  visibleAt: number;
}

/** A receipt handle does not belong to a message in flight. */
export class MessageNotInflightError extends Error {
  override readonly name = 'MessageNotInflightError';
}

/** A standard queue as documented in https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/ */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly options: QueueOptions;
  private readonly messages = new Map<string, Message>();
  private readonly byReceipt = new Map<string, Message>();
  private visible: Message[] = [];
  private readonly later: TimeQueue<Message>;
  private readonly listeners: (() => void)[] = [];
  private readonly clock: Clock;

  constructor(options: QueueOptions) {
    this.options = options;
    this.clock = options.clock;
    this.name = options.name;
    this.arn = options.arn ?? `arn:aws:sqs:us-east-1:123456789012:${options.name}`;
    this.later = new TimeQueue(options.clock, (due) => this.show(due));
  }

  /** Messages that have not been deleted: visible, delayed or in flight. */
  get size(): number {
    return this.messages.size;
  }

  get visibleCount(): number {
    return this.visible.filter(({ state }) => state === 'visible').length;
  }

  /** Bodies of all messages, oldest first. */
  get bodies(): string[] {
    return [...this.messages.values()].map(({ body }) => body);
  }

  /** Calls `listener` whenever messages have become visible. */
  onVisible(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** @returns the message id */
  send(body: string, delaySeconds = this.options.deliveryDelaySeconds ?? 0): string {
    return this.add({
      messageId: randomUUID(),
      body,
      md5OfBody: createHash('md5').update(body).digest('hex'),
      sentAt: this.clock.now(),
      receiveCount: 0,
      receiptHandle: '',
      state: 'delayed',
      visibleAt: this.clock.now() + delaySeconds * 1000,
    });
  }

  /**
   * Receives up to `max` messages, and none from the first on that `accept` refuses.
   * A message that has been received `maxReceiveCount` times moves to the dead-letter queue instead.
   */
  receive(max: number, accept: (message: ReceivedMessage) => boolean = () => true): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    let taken = 0;
    while (received.length < max && taken < this.visible.length) {
      const message = this.visible[taken];
      if (message?.state !== 'visible') {
        taken++;
        continue;
      }
      const deadLetter = this.options.deadLetter;
      if (deadLetter && message.receiveCount >= deadLetter.maxReceiveCount) {
        this.forget(message);
        deadLetter.queue.add({
          ...message,
          receiveCount: 0,
          receiptHandle: '',
          state: 'delayed',
          visibleAt: this.clock.now(),
          deadLetterSource: this.arn,
        });
        taken++;
        continue;
      }
      const next = this.asReceived(message);
      if (!accept(next)) break;
      taken++;
      received.push(next);
      this.byReceipt.delete(message.receiptHandle);
      message.receiptHandle = next.receiptHandle;
      message.receiveCount++;
      message.firstReceivedAt ??= this.clock.now();
      message.state = 'in flight';
      message.visibleAt = this.clock.now() + (this.options.visibilityTimeoutSeconds ?? 30) * 1000;
      this.byReceipt.set(message.receiptHandle, message);
      this.later.add(message.visibleAt, message);
    }
    if (taken > 0) this.visible = this.visible.slice(taken);
    return received;
  }

  /** Deletes the message of the latest receipt; any other receipt is ignored, as SQS may. */
  delete(receiptHandle: string): void {
    const message = this.byReceipt.get(receiptHandle);
    if (message) this.forget(message);
  }

  /**
   * Makes a message in flight visible `seconds` (0 to 43,200) from now.
   *
   * @throws MessageNotInflightError when it is not in flight
   */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const message = this.byReceipt.get(receiptHandle);
    if (message?.state !== 'in flight') throw new MessageNotInflightError(`no message in flight: ${receiptHandle}`);
    message.visibleAt = this.clock.now() + seconds * 1000;
    if (seconds > 0) this.later.add(message.visibleAt, message);
    else this.show([message]);
  }

  private add(message: Message): string {
    this.messages.set(message.messageId, message);
    if (message.visibleAt > this.clock.now()) this.later.add(message.visibleAt, message);
    else this.show([message]);
    return message.messageId;
  }

  private show(due: readonly Message[]): void {
    const now = this.clock.now();
    for (const message of due) {
      const hidden = message.state === 'delayed' || message.state === 'in flight';
      // An entry is stale when the visibility of its message has been changed since.
      if (!hidden || message.visibleAt > now || !this.messages.has(message.messageId)) continue;
      message.state = 'visible';
      this.visible.push(message);
    }
    if (this.visible.length > 0) for (const listener of this.listeners) listener();
  }

  private forget(message: Message): void {
    message.state = 'deleted';
    this.messages.delete(message.messageId);
    this.byReceipt.delete(message.receiptHandle);
  }

  private asReceived(message: Message): ReceivedMessage {
    return {
      messageId: message.messageId,
      receiptHandle: randomUUID(),
      body: message.body,
      md5OfBody: message.md5OfBody,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount + 1),
        SentTimestamp: String(message.sentAt),
        SenderId: 'AIDAIENQZJOLO23YVJ4VO',
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? this.clock.now()),
        ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
      },
    };
  }
}
