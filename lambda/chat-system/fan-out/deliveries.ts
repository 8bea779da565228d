import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import type { Message } from '../../../services/chat-system/protocol/messages';
import { messagesOf } from '../../../services/chat-system/store/message-item';
import { framesOf, messagesEvents } from '../posting/frames';

/** A stored batch, with its place in the stream. */
export interface StoredBatch {
  readonly sequenceNumber: string;
  readonly room: string;
  readonly messages: readonly Message[];
}

/** A record that is no batch of messages; it comes again, alone in the end, and then goes to the dead letters. */
export interface PoisonRecord {
  readonly sequenceNumber: string;
  readonly reason: string;
}

/** Reads what was inserted; history is never changed, and what a person deletes is nobody's news. */
export function batchesOf(records: readonly DynamoDBRecord[]): {
  readonly batches: readonly StoredBatch[];
  readonly poison: readonly PoisonRecord[];
} {
  const batches: StoredBatch[] = [];
  const poison: PoisonRecord[] = [];
  for (const { eventName, dynamodb } of records) {
    const { SequenceNumber: sequenceNumber = '', NewImage } = dynamodb ?? {};
    if (eventName !== 'INSERT') continue;
    try {
      const messages = messagesOf(textsAndNumbers(NewImage));
      batches.push({ sequenceNumber, room: messages[0]?.room ?? '', messages });
    } catch (error) {
      poison.push({ sequenceNumber, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { batches, poison };
}

/** The batches of one room, in the order of the stream, and the frames that they become. */
export interface RoomDelivery {
  readonly room: string;
  readonly batches: readonly StoredBatch[];
  readonly frames: readonly string[];
}

/** Batches of a room that came together go together: a busy room costs fewer posts. */
export function deliveriesOf(batches: readonly StoredBatch[]): readonly RoomDelivery[] {
  const byRoom = new Map<string, StoredBatch[]>();
  for (const batch of batches) byRoom.set(batch.room, [...(byRoom.get(batch.room) ?? []), batch]);
  return [...byRoom].map(([room, ofRoom]) => {
    const messages = ofRoom.flatMap((batch) => batch.messages).toSorted((a, b) => a.seq - b.seq);
    return { room, batches: ofRoom, frames: runs(messages).flatMap((run) => framesOf(messagesEvents(room, run))) };
  });
}

/** A frame holds messages without a gap among them. */
function runs(messages: readonly Message[]): readonly (readonly Message[])[] {
  const found: Message[][] = [];
  for (const message of messages) {
    const run = found.at(-1);
    const last = run?.at(-1)?.seq;
    if (run && last !== undefined && message.seq === last + 1) run.push(message);
    else if (message.seq !== last) found.push([message]);
  }
  return found;
}

function textsAndNumbers(image: Readonly<Record<string, AttributeValue>> = {}) {
  const pairs = Object.entries(image).map(([name, { S, N }]) => [
    name,
    { ...(S !== undefined && { S }), ...(N !== undefined && { N }) },
  ]);
  return Object.fromEntries(pairs) as Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
}
