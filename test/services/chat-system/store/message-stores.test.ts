import fc from 'fast-check';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import { DynamoMessageStore } from '../../../../services/chat-system/store/dynamo-message-store';
import { MemoryMessageStore } from '../../../../services/chat-system/store/memory-stores';
import { itemOf, messagesOf } from '../../../../services/chat-system/store/message-item';
import { type MessageStore, SequenceTakenError } from '../../../../services/chat-system/store/stores';
import { messagesTable } from '../../../../services/chat-system/store/table-keys';
import { Dynalite } from './dynalite';

const dynalite = new Dynalite();
afterAll(() => dynalite.stop());

const ROOM = 'group:1';
const messages = (first: number, count: number, length = 1): Message[] =>
  Array.from({ length: count }, (_, index) => {
    const seq = first + index;
    return { room: ROOM, seq, id: `m${seq}`, from: 'ann', at: 1_000 + seq, text: 'é'.repeat(length) };
  });
const seqs = (found: readonly Message[]) => found.map(({ seq }) => seq);
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

const stores: readonly (readonly [string, () => Promise<MessageStore>])[] = [
  ['in memory', async () => new MemoryMessageStore()],
  ['in DynamoDB', async () => new DynamoMessageStore(await dynalite.client(), await dynalite.table(messagesTable))],
];

describe.each(stores)('messages %s', (_name, make) => {
  test('what was stored is there, and nothing of another room', async () => {
    const store = await make();
    const [first, second] = messages(1, 2);
    const picture = { key: `${ROOM}/1`, name: 'é.png', contentType: 'image/png', size: 1 };
    const batch = [first, { room: ROOM, seq: 2, id: 'x', from: 'bob', at: 5, attachment: picture }] as Message[];
    await store.append(ROOM, batch);
    await store.append('group:2', [{ ...(second as Message), room: 'group:2', seq: 1 }]);
    expect(await store.after(ROOM, 0, 10)).toEqual(batch);
    expect(await store.before(ROOM, Number.MAX_SAFE_INTEGER, 10)).toEqual(batch);
    expect([await store.last(ROOM), await store.last('group:2'), await store.last('group:3')]).toEqual([2, 1, 0]);
    expect(await store.after('group:3', 0, 10)).toEqual([]);
    expect(await store.before('group:3', 10, 10)).toEqual([]);
  });

  test('of two writers at one number one wins, and the other one is told', async () => {
    const store = await make();
    await store.append(ROOM, messages(1, 3));
    const tries = [store.append(ROOM, messages(4, 1)), store.append(ROOM, messages(4, 2))];
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(reasons).toEqual([expect.any(SequenceTakenError)]);
  });

  test('pages before and after any number', async () => {
    const store = await make();
    const sizes = [100, 1, 1, 100, 3, 50];
    for (const [index, size] of sizes.entries()) {
      await store.append(
        ROOM,
        messages(
          sizes.slice(0, index).reduce((sum, one) => sum + one, 1),
          size,
        ),
      );
    }
    const last = 255;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: last + 2 }),
        fc.integer({ min: 1, max: 300 }),
        async (number, most) => {
          const before = await store.before(ROOM, number, most);
          const end = Math.min(number - 1, last);
          expect(seqs(before)).toEqual(range(Math.max(1, end - most + 1), end));
          const after = await store.after(ROOM, number, most);
          expect(seqs(after)).toEqual(range(number + 1, number + after.length));
          expect(after.length).toBeLessThanOrEqual(most);
          if (number < last) expect(after.length).toBeGreaterThan(0);
          // It ends with the room, at the end of a batch, or where the first batch alone is more than was asked for.
          const ends = [100, 101, 102, 202, 205, 255];
          const at = number + after.length;
          if (number < last && after.length < most) expect(ends).toContain(at);
          // An answer that had room for another batch is the end.
          if (after.length <= most - 100) expect(at).toBe(Math.max(number, last));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('what is read on ends where a batch ends', async () => {
    const store = await make();
    for (let batch = 0; batch < 5; batch++) await store.append(ROOM, messages(1 + batch * 60, 60));
    expect(seqs(await store.after(ROOM, 0, 100))).toEqual(range(1, 60));
    expect(seqs(await store.after(ROOM, 30, 100))).toEqual(range(31, 120));
  });

  test('a history of many pages of 1 MB', async () => {
    const store = await make();
    for (let batch = 0; batch < 90; batch++) await store.append(ROOM, messages(1 + batch * 4, 4, 3_500));
    expect(await store.last(ROOM)).toBe(360);
    expect(seqs(await store.after(ROOM, 2, 1_000))).toEqual(range(3, 360));
    const page = await store.before(ROOM, 361, 1_000);
    expect(seqs(page)).toEqual(range(361 - page.length, 360));
    // Two batches of four long messages fit a frame.
    expect(page.length).toBe(8);
  });
});

test('an item says nothing twice, and what is no batch is not read as one', () => {
  const batch = messages(7, 2);
  const item = itemOf(ROOM, batch);
  expect(item.messages?.S).not.toContain(ROOM);
  expect(messagesOf(item)).toEqual(batch);
  expect(() => messagesOf({ pk: { S: 'x' } })).toThrow('no batch');
  expect(() => itemOf(ROOM, [])).toThrow('at least one');
});
