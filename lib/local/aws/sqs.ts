import { createHash } from 'node:crypto';
import { MessageNotInflightError, type Queue } from '../queue';
import { AwsError, type CallContext, type Input, list, type Operations, text } from './service';
import type { State } from './state';

const maxMessageBytes = 1024 * 1024;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export function sqs({ queues, faults }: State): Operations {
  const find = (input: Input): Queue => {
    const queue = queues.get(text(input.QueueUrl));
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };
  const send = (queue: Queue, input: Input) => {
    const body = text(input.MessageBody);
    if (body === '') throw new AwsError('MissingParameter', 'MessageBody is required');
    if (Buffer.byteLength(body) > maxMessageBytes)
      throw new AwsError('InvalidParameterValue', 'MessageBody is too long');
    const delay = input.DelaySeconds === undefined ? undefined : Number(input.DelaySeconds);
    return { MessageId: queue.send(body, delay), MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
  };
  const changeVisibility = (queue: Queue, { ReceiptHandle, VisibilityTimeout }: Input) => {
    const seconds = Number(VisibilityTimeout);
    if (!(seconds >= 0 && seconds <= 43_200))
      throw new AwsError('InvalidParameterValue', 'VisibilityTimeout: 0 to 43200');
    try {
      queue.changeVisibility(text(ReceiptHandle), seconds);
    } catch (error) {
      if (error instanceof MessageNotInflightError) throw new AwsError('MessageNotInflight', error.message);
      throw error;
    }
    return {};
  };
  const remove = (queue: Queue, { ReceiptHandle }: Input) => {
    queue.delete(text(ReceiptHandle));
    return {};
  };
  const sendFromBatch = (queue: Queue, entry: Input, time: number) => {
    const error = faults.onRecord?.({ service: 'sqs', data: Buffer.from(text(entry.MessageBody)), time });
    if (error) throw error;
    return send(queue, entry);
  };
  type Action = (queue: Queue, entry: Input, time: number) => Input;
  const batch =
    (action: Action) =>
    (input: Input, { time }: CallContext) => {
      const queue = find(input);
      const entries = list(input.Entries) as readonly Input[];
      checkBatch(entries);
      const successful: Input[] = [];
      const failed: Input[] = [];
      for (const entry of entries) {
        try {
          successful.push({ Id: entry.Id, ...action(queue, entry, time) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          failed.push({ Id: entry.Id, SenderFault: error.status < 500, Code: error.code, Message: error.message });
        }
      }
      return { Successful: successful, Failed: failed };
    };
  return {
    SendMessage: (input) => send(find(input), input),
    SendMessageBatch: batch(sendFromBatch),
    ChangeMessageVisibility: (input) => changeVisibility(find(input), input),
    ChangeMessageVisibilityBatch: batch(changeVisibility),
    DeleteMessage: (input) => remove(find(input), input),
    DeleteMessageBatch: batch(remove),
  };
}

function checkBatch(entries: readonly Input[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const bytes = entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(text(MessageBody)), 0);
  if (bytes > maxMessageBytes)
    throw new AwsError('BatchRequestTooLong', 'The length of all the messages is over the limit.');
}
