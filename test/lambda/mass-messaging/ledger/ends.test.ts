import fc from 'fast-check';
import {
  decodeEnds,
  type Ends,
  encodeEnds,
  mergeEnds,
  reopened,
  UncodedOutcomeError,
} from '../../../../lambda/mass-messaging/ledger/ends';

const end = fc.constantFrom(undefined, 'delivered', 'refused', 'opted-out', 'stopped', 'dead-lettered' as const);
const endsOf = (count: number): fc.Arbitrary<Ends> =>
  fc.array(end, { minLength: count, maxLength: count }) as fc.Arbitrary<Ends>;
const ends = fc.integer({ min: 1, max: 100 }).chain(endsOf);
const several = (copies: number) =>
  fc.integer({ min: 1, max: 20 }).chain((count) => fc.array(endsOf(count), { minLength: copies, maxLength: copies }));

test('what is encoded is decoded, four bits a recipient', () => {
  fc.assert(
    fc.property(ends, (some) => {
      const bytes = encodeEnds(some);
      expect(bytes.length).toBe(Math.ceil(some.length / 2));
      expect(decodeEnds(bytes, some.length)).toEqual(some);
    }),
  );
});

test('any bytes are either decoded to what encodes to them, or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 1, max: 100 }), (bytes, count) => {
      const decoded = decodeEnds(bytes, count);
      if (decoded) expect(encodeEnds(decoded)).toEqual(bytes);
    }),
  );
});

test.each([
  ['too few', [], 1],
  ['too many', [0, 0], 1],
  ['an unknown code', [6], 1],
  ['somebody behind the last', [0x10], 1],
])('refuses %s', (_name, bytes, count) => {
  expect(decodeEnds(Uint8Array.from(bytes), count)).toBeUndefined();
});

test('invalid recipients are in no record', () => {
  expect(() => encodeEnds(['invalid'])).toThrow(UncodedOutcomeError);
});

test('the codes are those that lie in tables', () => {
  expect(encodeEnds([undefined, 'delivered', 'refused', 'opted-out', 'stopped', 'dead-lettered'])).toEqual(
    Uint8Array.from([0x10, 0x32, 0x54]),
  );
});

describe('mergeEnds', () => {
  it('does not mind the order, nor repetition', () => {
    fc.assert(
      fc.property(several(3), ([a = [], b = [], c = []]) => {
        expect(mergeEnds(a, b)).toEqual(mergeEnds(b, a));
        expect(mergeEnds(mergeEnds(a, b), c)).toEqual(mergeEnds(a, mergeEnds(b, c)));
        expect(mergeEnds(a, a)).toEqual(a);
      }),
    );
  });

  it('forgets nobody who ended, and never that the provider has the message', () => {
    fc.assert(
      fc.property(several(2), ([a = [], b = []]) => {
        mergeEnds(a, b).forEach((merged, place) => {
          expect(merged === undefined).toBe(a[place] === undefined && b[place] === undefined);
          if (a[place] === 'delivered') expect(merged).toBe('delivered');
        });
      }),
    );
  });
});

test('a redrive opens who was given up, and nobody else', () => {
  expect(reopened(['delivered', 'dead-lettered', undefined, 'stopped'])).toEqual([
    'delivered',
    undefined,
    undefined,
    'stopped',
  ]);
});
