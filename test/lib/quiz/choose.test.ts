import fc from 'fast-check';
import { seededRandom } from '../../../lib/local/seeded-random';
import { chooseQuestions } from '../../../lib/quiz/choose';
import type { Outcome } from '../../../lib/quiz/state';

const answers = new Map<string, Outcome>([
  ['known', 'known'],
  ['missed', 'missed'],
  ['gone', 'missed'],
]);
const ids = ['known', 'new', 'missed'];

test.each([
  ['what was missed, then what is new, then what was known', { count: 9 }, ['missed', 'new', 'known']],
  ['so many at most', { count: 2 }, ['missed', 'new']],
  ['nothing but what was missed', { count: 9, missedOnly: true }, ['missed']],
])('%s', (_, choice, expected) => {
  expect(chooseQuestions(ids, { answers, random: Math.random, ...choice })).toEqual(expected);
});

test('each order of equals comes about', () => {
  const random = seededRandom('orders');
  const orders = Array.from({ length: 200 }, () =>
    chooseQuestions(['a', 'b', 'c'], { answers: new Map(), count: 3, random }).join(''),
  );
  expect(new Set(orders)).toEqual(new Set(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']));
});

const outcome = fc.constantFrom<Outcome | undefined>('known', 'missed', undefined);
const asked = fc.uniqueArray(fc.tuple(fc.string(), outcome), { selector: ([id]) => id, maxLength: 30 });

test('any choice has each question once, no more than asked for, no worse one before a better one, and can be repeated', () => {
  fc.assert(
    fc.property(asked, fc.integer({ min: 1, max: 40 }), fc.boolean(), fc.string(), (pairs, count, missedOnly, seed) => {
      const before = new Map(pairs.flatMap(([id, said]) => (said ? [[id, said] as const] : [])));
      const all = pairs.map(([id]) => id);
      const choose = (ofCount: number) =>
        chooseQuestions(all, { answers: before, count: ofCount, missedOnly, random: seededRandom(seed) });
      const chosen = choose(count);
      const candidates = all.filter((id) => !missedOnly || before.get(id) === 'missed');
      expect(chosen).toHaveLength(Math.min(count, candidates.length));
      expect(candidates).toEqual(expect.arrayContaining([...chosen]));
      expect(new Set(chosen).size).toBe(chosen.length);
      const ranks = chosen.map((id) => ({ missed: 0, new: 1, known: 2 })[before.get(id) ?? 'new']);
      expect(ranks).toEqual([...ranks].sort());
      // Fewer are the beginning of more.
      expect(choose(count + 1).slice(0, count)).toEqual(chosen);
    }),
  );
});
