import * as fc from 'fast-check';
import {
  hasChanged,
  isClosed,
  type LedgerEntry,
  merged,
  newEntry,
  redriven,
} from '../../../../lambda/mass-messaging/ledger/entry';
import { recordOf } from '../local';

const entry = (ends: LedgerEntry['ends'], other: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ version: 1, receives: 0, redrive: 0 },
  ends,
  ...other,
});

test('nobody of a new record has ended', () => {
  expect(newEntry({ ...recordOf('c', ['a', 'b']), redrive: 2 })).toEqual({
    version: 0,
    ends: [undefined, undefined],
    receives: 0,
    redrive: 2,
  });
});

describe('redriven', () => {
  const given = entry(['delivered', 'dead-lettered'], { receives: 3 });

  it('opens who was given up when the first redriven copy comes', () => {
    expect(redriven(given, 1)).toEqual(entry(['delivered', undefined], { redrive: 1 }));
  });

  test.each([
    ['the copy that was given up', 0],
    ['an old copy', -1],
  ])('does not for %s', (_name, redrive) => {
    expect(redriven(given, redrive)).toEqual(given);
  });

  it('does not for a second redriven copy', () => {
    const again = entry(['delivered', 'dead-lettered'], { redrive: 1 });
    expect(redriven(again, 1)).toEqual(again);
  });
});

describe('merged', () => {
  it('knows what both know, in the version of the other', () => {
    const own = entry(['delivered', undefined, undefined], { receives: 1 });
    const other = entry([undefined, 'refused', undefined], { version: 4 });
    expect(merged(own, other)).toEqual(entry(['delivered', 'refused', undefined], { version: 4, receives: 1 }));
  });

  it('keeps open who the other opened again', () => {
    const own = entry(['dead-lettered', 'delivered'], { receives: 3 });
    const other = entry([undefined, undefined], { version: 2, redrive: 1 });
    expect(merged(own, other)).toEqual(entry([undefined, 'delivered'], { version: 2, redrive: 1 }));
  });

  it('opens again what the other gave up before', () => {
    const own = entry([undefined], { redrive: 1 });
    const other = entry(['dead-lettered'], { version: 2, receives: 3 });
    expect(merged(own, other)).toEqual(entry([undefined], { version: 2, redrive: 1 }));
  });
});

test.each([
  ['nothing', {}, false],
  ['a version only', { version: 9 }, false],
  ['an end', { ends: ['delivered' as const] }, true],
  ['a receive', { receives: 1 }, true],
  ['a redrive', { redrive: 1 }, true],
])('hasChanged: %s', (_name, change, is) => {
  expect(hasChanged(entry([undefined]), entry([undefined], change))).toBe(is);
});

describe('a closed entry', () => {
  const outcome = fc.constantFrom(undefined, 'delivered', 'refused', 'opted-out', 'stopped', 'dead-lettered' as const);
  const anyEntry = (count: number) =>
    fc.record({
      version: fc.nat(),
      receives: fc.nat(9),
      redrive: fc.nat(3),
      ends: fc.array(outcome, { minLength: count, maxLength: count }) as fc.Arbitrary<LedgerEntry['ends']>,
    });
  const closed = entry(['delivered', 'delivered'], { version: 5 });

  it('is one of which everybody was delivered to', () => {
    expect(isClosed(closed)).toBe(true);
    expect(isClosed(entry(['delivered', undefined]))).toBe(false);
    expect(isClosed(entry(['delivered', 'refused']))).toBe(false);
  });

  it('stays closed, whatever another invocation knows and however often it is redriven', () => {
    fc.assert(
      fc.property(anyEntry(2), fc.nat(9), (other, redrive) => {
        expect(isClosed(merged(other, closed))).toBe(true);
        expect(isClosed(merged(closed, other))).toBe(true);
        expect(isClosed(redriven(closed, redrive))).toBe(true);
      }),
    );
  });
});
