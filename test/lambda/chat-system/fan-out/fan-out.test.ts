import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { batchesOf, deliveriesOf } from '../../../../lambda/chat-system/fan-out/deliveries';
import { type FanOutParts, fanOut } from '../../../../lambda/chat-system/fan-out/fan-out';
import { NotPostedError } from '../../../../lambda/chat-system/posting/connection-api';
import type { Event } from '../../../../services/chat-system/protocol/events';
import { itemOf } from '../../../../services/chat-system/store/message-item';

const record = (sequenceNumber: string, room: string, first: number, count = 1): DynamoDBRecord => {
  const messages = Array.from({ length: count }, (_, index) => {
    const seq = first + index;
    return { room, seq, id: `${room} ${seq}`, from: 'alice', at: 0, text: `${seq}` };
  });
  const image = itemOf(room, messages) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: sequenceNumber, NewImage: image } };
};

/** Connections of rooms, as `<room>: [<connection id>]`; what each was posted; those that were removed. */
function partsOf(rooms: Readonly<Record<string, readonly string[]>>, post: (id: string) => 'delivered' | 'gone') {
  const posted: [string, readonly number[]][] = [];
  const removed: [string, string][] = [];
  const parts = {
    rooms: { get: async (room: string) => ({ room, members: ['member'], version: 1 }) },
    registrations: {
      of: async (room: string) => (rooms[room] ?? []).map((connectionId) => ({ connectionId, user: 'member' })),
      remove: async (room: string, id: string) => void removed.push([room, id]),
    },
    connections: {
      post: async (id: string, frame: string) => {
        const answer = post(id);
        const events = JSON.parse(frame) as Event[];
        const numbers = events.flatMap((event) => (event.type === 'messages' ? event.messages : []));
        posted.push([id, numbers.map(({ seq }) => seq)]);
        return answer;
      },
    },
    onFailure: () => {},
    postsAtOnce: 4,
  } as unknown as FanOutParts;
  return { parts, posted, removed };
}

const good = () => 'delivered' as const;

describe('a batch of the stream', () => {
  test('goes to each connection in as few frames as it can', async () => {
    const { parts, posted } = partsOf({ a: ['a1', 'a2'], b: ['b1'] }, good);
    const records = [record('1', 'a', 1, 3), record('2', 'b', 7), record('3', 'a', 4)];
    expect(await fanOut(parts, records, 0)).toEqual({ batchItemFailures: [] });
    expect(posted.sort()).toEqual([
      ['a1', [1, 2, 3, 4]],
      ['a2', [1, 2, 3, 4]],
      ['b1', [7]],
    ]);
  });

  test('comes again from the lowest record of a room where a post failed', async () => {
    const { parts } = partsOf({ a: ['a1'], b: ['b1'] }, (id) => {
      if (id === 'b1') throw new NotPostedError('no time left');
      return 'delivered';
    });
    const records = [record('1', 'a', 1), record('2', 'b', 1), record('3', 'a', 2), record('4', 'b', 2)];
    expect(await fanOut(parts, records, 0)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test('comes again from a record that cannot be read, and tells the others', async () => {
    const poison: DynamoDBRecord = { eventName: 'INSERT', dynamodb: { SequenceNumber: '2', NewImage: {} } };
    const { parts, posted } = partsOf({ a: ['a1'] }, good);
    const answer = await fanOut(parts, [record('1', 'a', 1), poison, record('3', 'a', 2)], 0);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(posted).toEqual([['a1', [1, 2]]]);
  });

  test('removes whoever is gone from that room, and nobody else', async () => {
    const { parts, removed } = partsOf({ a: ['a1', 'stale', 'a2'] }, (id) => (id === 'stale' ? 'gone' : 'delivered'));
    await fanOut(parts, [record('1', 'a', 1)], 0);
    expect(removed).toEqual([['a', 'stale']]);
  });

  test('passes over what was deleted', async () => {
    const deleted: DynamoDBRecord = { eventName: 'REMOVE', dynamodb: { SequenceNumber: '1' } };
    const { parts, posted } = partsOf({ a: ['a1'] }, good);
    expect(await fanOut(parts, [deleted], 0)).toEqual({ batchItemFailures: [] });
    expect(posted).toEqual([]);
  });
});

test('frames never skip a number, whatever the stream brings and however often', () => {
  const places = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(places, (numbers) => {
      const records = numbers.map((number, index) => record(`${index}`, 'a', number + 1));
      const frames = deliveriesOf(batchesOf(records).batches).flatMap(({ frames }) => frames);
      const lists = frames.map((frame) => {
        const events = JSON.parse(frame) as Event[];
        return events.flatMap((event) => (event.type === 'messages' ? [event.messages.map(({ seq }) => seq)] : []));
      });
      for (const list of lists.flat()) expect(list).toEqual(list.map((_, index) => (list[0] ?? 0) + index));
      const expected = [...new Set(numbers.map((number) => number + 1))].sort((a, b) => a - b);
      expect(lists.flat(2)).toEqual(expected);
    }),
  );
});
