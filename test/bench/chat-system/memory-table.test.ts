import * as fc from 'fast-check';
import { MemoryTable } from '../../../bench/chat-system/memory-table';
import { membersOf } from '../../../bench/chat-system/seed';

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 40 });
const item = (first: number) => ({ room: { S: 'a' }, first: { N: String(first) } });
const query = (operator: string, bound: number, more: object) => ({
  KeyConditionExpression: `#room = :room AND #first ${operator} :first`,
  ExpressionAttributeValues: { ':room': { S: 'a' }, ':first': { N: String(bound) } },
  ...more,
});

const operators: Readonly<Record<string, (key: number, bound: number) => boolean>> = {
  '<': (key, bound) => key < bound,
  '<=': (key, bound) => key <= bound,
  '>': (key, bound) => key > bound,
  '>=': (key, bound) => key >= bound,
};

function of(keys: readonly number[]): MemoryTable {
  const table = new MemoryTable('room', 'first');
  for (const key of keys) expect(table.put(item(key), true)).toBe(true);
  return table;
}

test('a query gives what sorting and filtering give, in either direction, and says whether there is more', () => {
  const cases = fc.tuple(
    numbers,
    fc.nat(501),
    fc.constantFrom(...Object.keys(operators)),
    fc.boolean(),
    fc.integer({ min: 1, max: 50 }),
  );
  fc.assert(
    fc.property(cases, ([keys, bound, operator, ascending, Limit]) => {
      const wanted = keys.filter((key) => operators[operator]?.(key, bound)).sort((a, b) => a - b);
      if (!ascending) wanted.reverse();
      const found = of(keys).query(query(operator, bound, { ScanIndexForward: ascending, Limit }));
      expect(found.Items.map(({ first }) => Number(first?.N))).toEqual(wanted.slice(0, Limit));
      expect(found.LastEvaluatedKey !== undefined).toBe(wanted.length > Limit);
    }),
  );
});

test('what shall be new is stored once, what shall not is written over', () => {
  const table = of([1]);
  expect(table.put(item(1), true)).toBe(false);
  expect(table.put({ ...item(1), text: { S: 'other' } })).toBe(true);
  expect(table.get(item(1))).toMatchObject({ text: { S: 'other' } });
  table.delete(item(1));
  table.delete(item(1));
  expect(table.get(item(1))).toBeUndefined();
});

test('keys of text are found by how they begin, and other partitions are left alone', () => {
  const table = new MemoryTable('pk', 'sk');
  for (const [pk, sk] of ['u room#1', 'u connection#2', 'u connection#1', 'v connection#1'].map((key) =>
    key.split(' '),
  )) {
    table.put({ pk: { S: pk ?? '' }, sk: { S: sk ?? '' } });
  }
  const values = { ':pk': { S: 'u' }, ':begin': { S: 'connection#' } };
  const keysOf = (KeyConditionExpression: string) =>
    table.query({ KeyConditionExpression, ExpressionAttributeValues: values }).Items.map(({ sk }) => sk?.S);
  expect(keysOf('pk = :pk AND begins_with(sk, :begin)')).toEqual(['connection#1', 'connection#2']);
  expect(keysOf('pk = :pk')).toEqual(['connection#1', 'connection#2', 'room#1']);
});

test('a condition that it does not know is no answer', () => {
  expect(() => of([1]).query({ KeyConditionExpression: 'pk = :pk AND sk BETWEEN :a AND :b' })).toThrow('does not know');
});

test('every user is in one room', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(40), (count, users) => {
      const rooms = Array.from({ length: count }, (_, index) => `room${index}`);
      const all = rooms.flatMap((_, index) => (index < users ? membersOf({ rooms, users }, index) : []));
      expect(all.toSorted()).toEqual(Array.from({ length: users }, (_, index) => `u${index}`).toSorted());
    }),
  );
});
