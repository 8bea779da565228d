import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Message } from '../protocol/messages';

type Item = Record<string, AttributeValue>;

/** A batch as an item. What the key says already, room and number, is not written once more for every message. */
export function itemOf(room: string, messages: readonly Message[]): Item {
  const [first] = messages;
  if (first === undefined) throw new Error('a batch has at least one message');
  return {
    room: { S: room },
    first: { N: String(first.seq) },
    count: { N: String(messages.length) },
    messages: { S: JSON.stringify(messages.map(({ room: _room, seq: _seq, ...rest }) => rest)) },
  };
}

/** The messages of an item of the table, as the store or a stream of the table shows it. */
export function messagesOf(item: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>): Message[] {
  const room = item.room?.S;
  const first = Number(item.first?.N);
  const text = item.messages?.S;
  if (room === undefined || text === undefined) throw new Error('the item is no batch of messages');
  const parsed = JSON.parse(text) as readonly Omit<Message, 'room' | 'seq'>[];
  return parsed.map((message, index) => ({ room, seq: first + index, ...message }));
}
