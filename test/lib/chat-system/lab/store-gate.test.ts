import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { missingRequirements } from '../../../../lib/chat-system/lab/requirements';
import { clientOf, createTables, startStore, tables } from '../../../../lib/chat-system/lab/store';
import { type StoreFaults, type StoreGate, startStoreGate } from '../../../../lib/chat-system/lab/store-gate';

const Key = { pk: { S: 'room#1' }, sk: { S: 'room' } };

async function throughGate(
  faults: StoreFaults,
  work: (put: () => Promise<unknown>, get: () => Promise<unknown>, gate: StoreGate) => Promise<void>,
): Promise<void> {
  const missing = missingRequirements();
  if (missing !== undefined) return console.log(`skipped: ${missing}`);
  const store = await startStore();
  const gate = await startStoreGate(store);
  const [direct, client] = [clientOf(`http://${store.address}:${store.port}`), clientOf(gate.url)];
  try {
    await createTables(direct);
    gate.faults = faults;
    await work(
      () => client.send(new PutItemCommand({ TableName: tables.rooms, Item: { ...Key, title: { S: 'a' } } })),
      async () => (await client.send(new GetItemCommand({ TableName: tables.rooms, Key }))).Item?.title?.S,
      gate,
    );
  } finally {
    direct.destroy();
    client.destroy();
    await gate.close();
    await store.close();
  }
}

test('lets through what no fault is about, and counts it', () =>
  throughGate({}, async (put, get, gate) => {
    await put();
    expect(await get()).toBe('a');
    expect(gate.counts).toEqual(new Map(Object.entries({ PutItem: 1, GetItem: 1 })));
  }));

test('a call can be changed on its way, and so can its answer', () => {
  const before: StoreFaults['before'] = ({ operation, input }) =>
    operation === 'PutItem' ? { ...input, Item: { ...input.Item, title: { S: 'changed' } } } : input;
  const answer: StoreFaults['answer'] = ({ operation }, said) =>
    operation === 'GetItem' ? { Item: { title: { S: `${JSON.stringify(said).length} characters` } } } : said;
  return throughGate({ before }, async (put, get, gate) => {
    await put();
    expect(await get()).toBe('changed');
    gate.faults = { answer };
    expect(await get()).toMatch(/^\d+ characters$/);
  });
});

test('an answer can be lost after the store has done it, and a call before', () => {
  let lost = 0;
  const once = () => lost++ === 0;
  return throughGate({ after: once }, async (put, get, gate) => {
    // The SDK tries again by itself.
    await put();
    expect(await get()).toBe('a');
    expect(gate.counts.get('PutItem')).toBe(2);
    lost = 0;
    gate.faults = { before: ({ input }) => (once() ? 'lost' : input) };
    expect(await get()).toBe('a');
    expect(gate.counts.get('GetItem')).toBe(3);
  });
});
