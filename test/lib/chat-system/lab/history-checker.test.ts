import fc from 'fast-check';
import type { Entry, History, View } from '../../../../lib/chat-system/lab/history';
import { type ViolationName, violationNames, violations } from '../../../../lib/chat-system/lab/history-checker';
import { goodHistories, goodHistory } from './histories';

const names = (history: History): readonly ViolationName[] => [...new Set(violations(history).map(({ name }) => name))];

/** Changes the list of a room in the store. */
const inStore = (history: History, change: (entries: readonly Entry[]) => readonly Entry[]): History => ({
  ...history,
  stored: new Map([...history.stored].map(([room, entries]) => [room, change(entries)])),
});

/** Changes what the first client showed. */
const inView = (history: History, change: (entries: View['entries']) => View['entries']): History => ({
  ...history,
  views: history.views.map((view, index) => (index === 0 ? { ...view, entries: change(view.entries) } : view)),
});

const swapped = <T>([first, second, ...others]: readonly T[]): readonly T[] =>
  first === undefined || second === undefined ? [] : [second, first, ...others];

/** One defect, and every name that it has to be told by. Each can be made in any history of at least two messages. */
const defects: readonly [string, (history: History) => History, readonly ViolationName[]][] = [
  [
    'a message was acknowledged and is in neither store nor view',
    (history) => {
      const without = <T extends { readonly id: string }>(list: readonly T[]) => list.filter(({ id }) => id !== 'm2');
      const stored = inStore(history, without);
      return { ...stored, views: history.views.map((view) => ({ ...view, entries: without(view.entries) })) };
    },
    ['acknowledged and lost'],
  ],
  [
    'an acknowledgement has another number',
    (history) => ({ ...history, acknowledged: history.acknowledged.map((one) => ({ ...one, seq: one.seq + 1 })) }),
    ['acknowledged with another number than stored'],
  ],
  [
    'the store has a number twice',
    (history) => inStore(history, (list) => list.map((entry) => ({ ...entry, seq: Math.max(2, entry.seq) }))),
    ['two messages with one number'],
  ],
  [
    'a client gives a number to another message',
    (history) => inView(history, ([first, ...others]) => (first ? [{ ...first, seq: 2 }, ...others] : [])),
    ['two messages with one number'],
  ],
  [
    'the store has a message twice',
    (history) =>
      inStore(history, (list) => [...list, ...list.slice(0, 1).map((one) => ({ ...one, seq: list.length + 1 }))]),
    ['one id twice in the store'],
  ],
  [
    'the store leaves a number out',
    (history) => inStore(history, (list) => list.map((entry) => ({ ...entry, seq: entry.seq + 1 }))),
    ['gap'],
  ],
  [
    'a client leaves a message out',
    (history) => inView(history, ([, ...others]) => others),
    ['gap', 'client did not converge'],
  ],
  [
    'the last message does not reach a client',
    (history) => inView(history, (list) => list.slice(0, -1)),
    ['client did not converge'],
  ],
  [
    'a client shows a message that is not stored',
    (history) => inView(history, ([first, ...others]) => (first ? [{ ...first, id: 'unknown' }, ...others] : [])),
    ['seen but not stored'],
  ],
  [
    'the store holds what nobody sent',
    (history) => ({ ...history, sent: history.sent.slice(1) }),
    ['stored but never sent'],
  ],
  [
    'the store holds another text',
    (history) => inStore(history, ([first, ...others]) => (first ? [{ ...first, text: 'changed' }, ...others] : [])),
    ['other than what was sent'],
  ],
  [
    'a client shows another sender',
    (history) => inView(history, ([first, ...others]) => (first ? [{ ...first, from: 'eve' }, ...others] : [])),
    ['other than what was sent'],
  ],
  ['somebody sees it who never was a member', (history) => ({ ...history, memberships: [] }), ['seen by an outsider']],
  [
    'somebody sees what was sent after they had left',
    (history) => ({ ...history, memberships: history.memberships.map((one) => ({ ...one, until: 15 })) }),
    ['seen by an outsider'],
  ],
  [
    'somebody sees it before they were added',
    (history) => ({ ...history, memberships: history.memberships.map((one) => ({ ...one, from: 16 })) }),
    ['seen by an outsider'],
  ],
  [
    'a client shows a message twice',
    (history) => inView(history, (list) => [...list, ...list.slice(0, 1)]),
    ['shown twice'],
  ],
  ['a client has another order', (history) => inView(history, swapped), ['order differs between two clients']],
];

test('finds nothing where nothing went wrong', () => {
  expect(violations(goodHistory())).toEqual([]);
  fc.assert(fc.property(goodHistories, (history) => expect(violations(history)).toEqual([])));
});

test.each(defects)('finds that %s', (_, change, expected) => {
  const found = names(change(goodHistory()));
  expect(found).toEqual(expect.arrayContaining([...expected]));
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), (count) => {
      expect(names(change(goodHistory(count)))).toEqual(expect.arrayContaining([...expected]));
    }),
  );
});

test('every name has a defect that is told by it', () => {
  expect(new Set(defects.flatMap(([, , expected]) => expected))).toEqual(new Set(violationNames));
});

test.each([
  ['left right after it was sent', { from: 0, until: 20 }, 2],
  ['came back later', { from: 15 }, 2],
])('a message may still reach somebody who %s', (_, period, seen) => {
  const history = goodHistory(seen);
  const memberships = history.memberships.map((one) => (one.user === 'ana' ? { ...one, ...period } : one));
  const views = history.views.map((view) => ({
    ...view,
    entries: view.entries.map((entry) => ({ ...entry, at: 25 })),
  }));
  expect(violations({ ...history, views, memberships })).toEqual([]);
});

test('what was never acknowledged may be missing, and what was acknowledged may not', () => {
  const history = goodHistory(1);
  const lost = { ...history, stored: new Map(), views: [] };
  expect(names({ ...lost, acknowledged: [] })).toEqual([]);
  expect(names(lost)).toEqual(['acknowledged and lost']);
});

test('a client that opened a room late, or closed it early, need not have everything', () => {
  const history = goodHistory(6);
  const [first, second] = history.views;
  if (!first || !second) throw new Error('no views');
  const late: View = { ...first, after: 4, entries: first.entries.slice(4) };
  const early: View = { ...second, isComplete: false, entries: second.entries.slice(0, 3) };
  expect(violations({ ...history, views: [late, early] })).toEqual([]);
});
