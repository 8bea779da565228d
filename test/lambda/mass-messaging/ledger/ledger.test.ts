import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { newEntry } from '../../../../lambda/mass-messaging/ledger/entry';
import { Ledger } from '../../../../lambda/mass-messaging/ledger/ledger';
import { type MessageRecord, recordId } from '../../../../lambda/mass-messaging/record';
import { Local, recordOf } from '../local';

let local: Local;
let ledger: Ledger;
let counter = 0;
const deadline = () => Date.now() + 10_000;
const fresh = (): MessageRecord => {
  counter += 1;
  return recordOf(`c${counter}`, ['a', 'b', 'c']);
};
const read = async (record: MessageRecord) => (await ledger.read([record], deadline())).get(recordId(record));

beforeAll(async () => {
  local = await Local.start();
  ledger = new Ledger(new DynamoDBClient(), 'ledger');
});
afterAll(() => local.stop());
beforeEach(() => {
  local.faults = {};
});

it('reads what it wrote, and nothing of what it never saw', async () => {
  const [record, other] = [fresh(), fresh()];
  const before = newEntry(record);
  await ledger.write(deadline(), record, before, { ...before, ends: ['delivered', undefined, 'refused'], receives: 1 });
  const found = await ledger.read([record, other], deadline());
  expect(found.get(recordId(record))).toEqual({
    ...{ version: 1, receives: 1, redrive: 0 },
    ends: ['delivered', undefined, 'refused'],
  });
  expect(found.get(recordId(other))).toEqual(newEntry(other));
});

it('writes nothing when nothing is new', async () => {
  const record = fresh();
  await ledger.write(deadline(), record, newEntry(record), newEntry(record));
  expect(await read(record)).toEqual(newEntry(record));
});

it('keeps what every one of many writers knows', async () => {
  const record = fresh();
  const before = newEntry(record);
  await Promise.all(
    [0, 1, 2].map((place) => {
      const ends = before.ends.map((end, index) => (index === place ? ('delivered' as const) : end));
      return ledger.write(deadline(), record, before, { ...before, ends });
    }),
  );
  expect(await read(record)).toMatchObject({ ends: ['delivered', 'delivered', 'delivered'], version: 3 });
});

it('lets the first redriven copy open who was given up, and the second not', async () => {
  const record = fresh();
  const before = newEntry(record);
  const given = { ...before, ends: ['dead-lettered', 'delivered', 'stopped'] as const, receives: 3 };
  await ledger.write(deadline(), record, before, given);
  const copy = { ...record, redrive: 1 };
  const opened = await read(copy);
  expect(opened).toMatchObject({ ends: [undefined, 'delivered', 'stopped'], receives: 0 });
  if (!opened) return;
  await ledger.write(deadline(), copy, opened, { ...opened, ends: given.ends });
  expect(await read(copy)).toMatchObject({ ends: given.ends });
});

it('does not take another audience at the same place for its own', async () => {
  const record = fresh();
  const before = newEntry(record);
  await ledger.write(deadline(), record, before, { ...before, ends: ['delivered', 'delivered', 'delivered'] });
  const other = { ...record, recipients: record.recipients.slice(0, 2) };
  expect(await read(other)).toEqual(newEntry(other));
});

it('leaves out an item that it did not write, and reads the others', async () => {
  const [strange, good] = [fresh(), fresh()];
  await local.put('ledger', { pk: recordId(strange), ends: 'none' });
  const found = await ledger.read([strange, good], deadline());
  expect([...found.keys()]).toEqual([recordId(good)]);
});

it('reads more than one call holds', async () => {
  const records = Array.from({ length: 250 }, fresh);
  expect((await ledger.read(records, deadline())).size).toBe(250);
});

describe('closing records', () => {
  const everybody = { ends: ['delivered', 'delivered', 'delivered'] as const };
  const some = { ends: ['delivered', undefined, 'refused'] as const };

  it('notes all of them', async () => {
    const records = Array.from({ length: 25 }, fresh);
    await ledger.close(
      deadline(),
      records.map((record) => [record, { ...newEntry(record), ...everybody }]),
    );
    const found = await ledger.read(records, deadline());
    expect(records.map((record) => found.get(recordId(record)))).toEqual(
      records.map(() => expect.objectContaining(everybody)),
    );
  });

  it.each(['before', 'after'])('holds over what another invocation writes %s it, that read as early', async (when) => {
    const record = fresh();
    const before = newEntry(record);
    const write = () => ledger.write(deadline(), record, before, { ...before, ...some, receives: 2 });
    const close = () => ledger.close(deadline(), [[record, { ...before, ...everybody }]]);
    await (when === 'before' ? write() : close());
    await (when === 'before' ? close() : write());
    expect(await read(record)).toMatchObject(everybody);
  });

  it('leaves nobody whom a redrive could open again', async () => {
    const record = fresh();
    await ledger.close(deadline(), [[record, { ...newEntry(record), ...everybody }]]);
    expect(await read({ ...record, redrive: 3 })).toMatchObject({ ...everybody, redrive: 3 });
  });
});
