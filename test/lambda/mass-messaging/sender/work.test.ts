import { newEntry } from '../../../../lambda/mass-messaging/ledger/entry';
import { Work } from '../../../../lambda/mass-messaging/sender/work';
import { recordOf } from '../local';

const now = Date.parse('2026-01-01T00:00:00Z');
const record = recordOf('c', ['a', 'b', 'c']);
const workOf = (receives = 0, redrive = 0) =>
  new Work({ record, deliveryIds: ['m'] }, { ...newEntry(record), receives, redrive });

beforeEach(() => {
  jest.useFakeTimers({ now });
  jest.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it('tells how everybody ended', () => {
  const work = workOf();
  work.end(0, 'delivered', 1);
  work.end(1, 'refused', 2, 'status 400');
  work.end(2, 'opted-out');
  const settlement = work.settle(3, now);
  const line = { campaign: 'c', at: '2026-01-01T00:00:00.000Z', position: 0 };
  expect(settlement).toEqual({
    lines: [
      { ...line, recipient: 'a', outcome: 'delivered', attempts: 1, reason: '' },
      { ...line, recipient: 'b', outcome: 'refused', attempts: 2, reason: 'status 400' },
      { ...line, recipient: 'c', outcome: 'opted-out', attempts: 0, reason: '' },
    ],
    entry: { ...newEntry(record), ends: ['delivered', 'refused', 'opted-out'] },
  });
});

it('leaves those alone who ended before', () => {
  const work = new Work(
    { record, deliveryIds: [] },
    { ...newEntry(record), ends: ['delivered', undefined, 'stopped'] },
  );
  expect(work.open).toEqual([1]);
  expect(work.settle(3, now).lines).toEqual([]);
});

describe('later', () => {
  test.each([
    ['the end of quiet hours', 61_500, 62],
    ['the longest delay, again and again', 3_600_000 * 9, 900],
    ['at once when it is over already', -1, 0],
  ])('waits for %s', (_name, wait, delaySeconds) => {
    const work = workOf();
    work.end(0, 'delivered', 1);
    work.hold(now + wait);
    work.hold(now + wait + 1_000);
    expect(work.settle(3, now)).toMatchObject({ later: { record, delaySeconds } });
  });

  test.each([
    [0, 30],
    [1, 60],
    [3, 240],
    [9, 900],
  ])('waits longer each time: after %i receives in vain %i s', (receives, delaySeconds) => {
    const work = workOf(receives);
    work.leave(0, 5);
    expect(work.settle(99, now)).toMatchObject({
      later: { record, delaySeconds },
      entry: { receives: receives + 1, ends: [undefined, undefined, undefined] },
    });
  });

  it('waits half of it for sure', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const work = workOf();
    work.leave(0, 5);
    expect(work.settle(3, now).later?.delaySeconds).toBe(15);
  });

  it('takes the shorter of both waits', () => {
    const work = workOf();
    work.leave(0, 5);
    work.hold(now + 5_000);
    expect(work.settle(3, now).later?.delaySeconds).toBe(5);
  });
});

describe('who is left over', () => {
  it('waits and counts no receive when somebody had no turn', () => {
    const work = workOf();
    work.leave(0, 0);
    const settlement = work.settle(1, now);
    expect(settlement).toMatchObject({ later: { record, delaySeconds: 30 }, entry: { receives: 0 }, lines: [] });
    expect(settlement).not.toHaveProperty('deadLetter');
  });

  it('is given up after the last time, as it is to be redriven, and who is held is not', () => {
    const work = workOf(2, 4);
    work.leave(0, 5);
    work.hold(now + 5_000);
    const settlement = work.settle(3, now);
    expect(settlement.lines.map(({ recipient, outcome }) => [recipient, outcome])).toEqual([['a', 'dead-lettered']]);
    expect(settlement).toMatchObject({
      deadLetter: { ...record, redrive: 5 },
      later: { delaySeconds: 5 },
      entry: { receives: 3, ends: ['dead-lettered', undefined, undefined] },
    });
  });

  it('gives nobody up who had no turn', () => {
    const work = workOf(2);
    work.leave(0, 5);
    work.leave(1, 0);
    const settlement = work.settle(3, now);
    expect(settlement.lines.map(({ recipient }) => recipient)).toEqual(['a']);
    expect(settlement).toMatchObject({ later: { record }, deadLetter: { redrive: 1 } });
  });
});
