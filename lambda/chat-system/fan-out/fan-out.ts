import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { RoomStore } from '../../../services/chat-system/store/stores';
import { Turns } from '../../../services/chat-system/turns';
import type { ConnectionApi } from '../posting/connection-api';
import type { Registration, Registrations } from '../sessions/registrations';
import { batchesOf, deliveriesOf, type RoomDelivery } from './deliveries';

export interface FanOutParts {
  readonly rooms: RoomStore;
  readonly registrations: Registrations;
  readonly connections: ConnectionApi;
  /** Told of every room, record or connection at which something failed. */
  readonly onFailure: (where: Readonly<Record<string, string>>, error: unknown) => void;
  /** Posts under way at the same time. */
  readonly postsAtOnce: number;
}

/**
 * Brings what was stored to every connection that has its room open. Rooms and connections go on at the same time; the
 * frames of one connection go one after the other.
 *
 * @param deadline milliseconds since 1970 until which posts are tried again
 * @returns the lowest record that has to come again, as what follows it in its shard comes again as well
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function fanOut(
  parts: FanOutParts,
  records: readonly DynamoDBRecord[],
  deadline: number,
): Promise<DynamoDBBatchResponse> {
  const { batches, poison } = batchesOf(records);
  const failed = new Set<string>();
  for (const { sequenceNumber, reason } of poison) {
    failed.add(sequenceNumber);
    parts.onFailure({ sequenceNumber }, new Error(reason));
  }
  const turns = new Turns(parts.postsAtOnce);
  await Promise.all(
    deliveriesOf(batches).map(async (delivery) => {
      if (await deliver(parts, turns, delivery, deadline)) return;
      for (const { sequenceNumber } of delivery.batches) failed.add(sequenceNumber);
    }),
  );
  const first = records.find(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
  const itemIdentifier = first?.dynamodb?.SequenceNumber;
  return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
}

/** @returns whether every connection has it, or is gone */
async function deliver(parts: FanOutParts, turns: Turns, delivery: RoomDelivery, deadline: number): Promise<boolean> {
  const { room } = delivery;
  try {
    const [registered, stored] = await turns.take(() =>
      Promise.all([parts.registrations.of(room), parts.rooms.get(room)]),
    );
    const members = new Set(stored?.members);
    const done = await Promise.all(
      registered.map((registration) =>
        turns.take(() => deliverTo(parts, delivery, registration, members.has(registration.user), deadline)),
      ),
    );
    return done.every(Boolean);
  } catch (error) {
    parts.onFailure({ room }, error);
    return false;
  }
}

/** Whoever is a member no more, or is gone, loses this registration: this one, and nobody else's. */
async function deliverTo(
  { connections, registrations, onFailure }: FanOutParts,
  { room, frames }: RoomDelivery,
  { connectionId }: Registration,
  isMember: boolean,
  deadline: number,
): Promise<boolean> {
  try {
    let gone = !isMember;
    for (const frame of gone ? [] : frames) {
      gone = (await connections.post(connectionId, frame, deadline)) === 'gone';
      if (gone) break;
    }
    if (gone) await registrations.remove(room, connectionId);
    return true;
  } catch (error) {
    onFailure({ room, connectionId }, error);
    return false;
  }
}
