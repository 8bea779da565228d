import { type AskedQuestion, askQuestions, type Person, summaryLines } from '../../../lib/quiz/ask';
import { quizWords, replyOf } from '../../../lib/quiz/words';

const question = (id: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  id,
  topic: 'topic',
  page: 'docs/questions/topic.md',
  question: `Why ${id}?`,
  aloud: 'One. Two.',
  depth: 'Deep.\n\n```mermaid\nflowchart LR\n```',
  next: '- *More?* No.',
  wrong: 'All.',
  shownBy: '[`f`](../../lib/a.ts#f), [g](../../lib/a.ts#g), [next](../b.md#c), [here](#d), [there](https://e.f/g).',
  ...more,
});

/** Answers with these lines, and writes down what is said. */
async function asked(questions: readonly AskedQuestion[], replies: readonly string[]) {
  const said: string[] = [];
  const left = [...replies];
  const person: Person = {
    show: (lines) => said.push(...lines),
    reply: async (prompt) => {
      said.push(`> ${prompt}`);
      return left.shift();
    },
    screen: () => ({ width: 60 }),
  };
  const remembered: (readonly string[])[] = [];
  const answered = await askQuestions(questions, person, quizWords.en, (...one) => remembered.push(one));
  return { said, remembered, answered, left };
}

test('a question is shown part by part, and what was said is remembered', async () => {
  const { said, remembered } = await asked([question('a', { before: 'missed' })], ['', '', 'n']);
  expect(said).toEqual([
    '',
    '1 of 1 · topic · a · missed before',
    'Why a?',
    '',
    `> ${quizWords.en.beforeAloud}`,
    'Aloud',
    'One. Two.',
    '',
    `> ${quizWords.en.beforeDepth}`,
    'In depth',
    'Deep.',
    '',
    '    (a diagram, in docs/questions/topic.md)',
    '',
    'They ask next',
    '- More? No.',
    '',
    'Often wrong',
    'All.',
    '',
    'Shown by',
    '`f`, g, next, here, there.',
    '    lib/a.ts',
    '    docs/b.md#c',
    '    docs/questions/topic.md#d',
    '    https://e.f/g',
    '',
    `> ${quizWords.en.didYouKnow}`,
  ]);
  expect(remembered).toEqual([['a', 'missed']]);
});

test.each<[string, readonly string[], readonly (readonly string[])[]]>([
  ['q before anything', ['q'], []],
  ['q before the depth', ['', 'Q'], []],
  ['q instead of y or n', ['', '', 'q'], []],
  ['q at the second', ['', '', 'y', 'q'], [['a', 'known']]],
  [
    'no further line',
    ['', '', 'yes', '', '', 'no'],
    [
      ['a', 'known'],
      ['b', 'missed'],
    ],
  ],
  ['no line at all', [], []],
  ['no line instead of y or n', ['', ''], []],
  ['neither y nor n, and then y', ['an answer', '', 'perhaps', '', ' Y '], [['a', 'known']]],
])('it ends by %s, and what was answered is kept', async (_, replies, expected) => {
  const { remembered, answered, left } = await asked([question('a'), question('b'), question('c')], replies);
  expect(remembered).toEqual(expected);
  expect([...answered].map(([{ id }, outcome]) => [id, outcome])).toEqual(expected);
  expect(left).toEqual([]);
});

test('an answer is remembered before the next question is asked', async () => {
  const order: string[] = [];
  const person: Person = {
    show: (lines) => order.push(...lines.filter((line) => line.startsWith('Why'))),
    reply: async () => 'y',
    screen: () => ({ width: 60 }),
  };
  await askQuestions([question('a'), question('b')], person, quizWords.en, (id) => order.push(`kept ${id}`));
  expect(order).toEqual(['Why a?', 'kept a', 'Why b?', 'kept b']);
});

test.each([
  [[], ['', 'nothing answered, nothing remembered']],
  [[['a', 'known'] as const], ['', '1 answered: 1 known, 0 missed']],
  [
    [['a', 'known'] as const, ['b', 'missed'] as const],
    ['', '2 answered: 1 known, 1 missed; these come first next time:', '- Why b?'],
  ],
])('the summary of %j', (answers, expected) => {
  const answered = new Map(answers.map(([id, outcome]) => [question(id), outcome]));
  expect(summaryLines(answered, { width: 80 }, quizWords.en)).toEqual(expected);
});

test.each([
  ['y', 'yes'],
  [' YES ', 'yes'],
  ['ㅛ', 'yes'],
  ['네', 'yes'],
  ['n', 'no'],
  ['ㅜ', 'no'],
  ['아니요'.normalize('NFD'), 'no'],
  ['q', 'quit'],
  ['ㅂ', 'quit'],
  ['', undefined],
  ['yeah', undefined],
])('%j means %s', (line, reply) => {
  expect(replyOf(line)).toBe(reply);
});
