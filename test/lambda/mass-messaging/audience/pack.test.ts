import fc from 'fast-check';
import { packRecords, siftItems } from '../../../../lambda/mass-messaging/audience/pack';
import { parseRecord, recordId } from '../../../../lambda/mass-messaging/record';

const zone = 'Asia/Seoul';
const items = (...ids: readonly unknown[]) =>
  ids.map((id, index) => ({ index: index + 100, value: { id, address: `to ${String(id)}`, timeZone: zone } }));

describe('siftItems', () => {
  it('tells what is invalid with its position, and writes to nobody twice', () => {
    const { recipients, invalid } = siftItems(items('a', '', 'b', 'a'));
    expect(recipients.map(({ index, recipient }) => [index, recipient.id])).toEqual([
      [100, 'a'],
      [102, 'b'],
    ]);
    expect(invalid).toEqual([
      { index: 101, id: '', reason: expect.stringContaining('id:') },
      { index: 103, id: 'a', reason: 'id: is in the audience before' },
    ]);
  });

  it('loses no item', () => {
    const value = fc.oneof(
      fc.record({ id: fc.string(), address: fc.string(), timeZone: fc.constant(zone) }),
      fc.json(),
    );
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const { recipients, invalid } = siftItems(values.map((one, index) => ({ index, value: one })));
        const indexes = [...recipients, ...invalid].map(({ index }) => index).sort((a, b) => a - b);
        expect(indexes).toEqual(values.map((_, index) => index));
      }),
    );
  });
});

describe('packRecords', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }), { maxLength: 60 });

  it('packs every recipient once, in order, into full records', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 10 }), (some, size) => {
        const { recipients } = siftItems(items(...some));
        const records = packRecords('c', recipients, size);
        expect(records.flatMap((record) => record.recipients)).toEqual(recipients.map(({ recipient }) => recipient));
        const counts = records.map((record) => record.recipients.length);
        expect(counts.slice(0, -1).every((count) => count === size)).toBe(true);
        expect((counts.at(-1) ?? 1) >= 1 && (counts.at(-1) ?? 1) <= size).toBe(true);
      }),
    );
  });

  it('makes records that are read back as they were, with ids that repeat and do not collide', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 10 }), (some, size) => {
        const { recipients } = siftItems(items(...some));
        const records = packRecords('c', recipients, size);
        expect(records.map((record) => parseRecord(JSON.stringify(record)))).toEqual(records);
        const recordIds = records.map(recordId);
        expect(new Set(recordIds).size).toBe(records.length);
        expect(packRecords('c', recipients, size).map(recordId)).toEqual(recordIds);
      }),
    );
  });

  it('gives a record of another size another id, even at the same position', () => {
    const { recipients } = siftItems(items('a', 'b'));
    const [one] = packRecords('c', recipients, 1);
    const [two] = packRecords('c', recipients, 2);
    expect(one && two && recordId(one)).not.toBe(two && recordId(two));
    expect(one?.record).toBe(two?.record);
  });
});
