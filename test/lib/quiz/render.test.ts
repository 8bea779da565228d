import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { type Format, inlineCells, linkTargets, painted, type Screen, textWidth } from '../../../lib/quiz/inline';
import { renderMarkdown, renderParagraph } from '../../../lib/quiz/render';
import { readTopics } from '../../../lib/quiz/topics';
import { root } from '../../docs/markdown';

/** Formats as letters around the text, which everybody can read. */
const paint = (formats: readonly Format[], text: string): string =>
  `<${formats.map((format) => format[0]).join('')}:${text}>`;
const inline = (markdown: string, screen: Screen): string => painted(inlineCells(markdown, screen), screen);

test.each([
  ['a **b** *c* `d`', 'a <b:b> <i:c> <c:d>', 'a b c `d`'],
  ['**a `b` c**', '<b:a ><bc:b><b: c>', 'a `b` c'],
  ['*a `*` b*', '<i:a ><ic:*><i: b>', 'a `*` b'],
  ['[`a`](b.md#c) and [d *e*](https://f)', '<c:a> and d <i:e>', '`a` and d e'],
  ['<https://a.b>', 'https://a.b', 'https://a.b'],
  ['`` a`b ``', '<c: a`b >', '`` a`b ``'],
  ['`**a**` \\* \\`b\\`', '<c:**a**> * `b`', '`**a**` * `b`'],
  ['2 * 3 * 4, a*, <id>, _x_, [x]', '2 * 3 * 4, a*, <id>, _x_, [x]', '2 * 3 * 4, a*, <id>, _x_, [x]'],
])('%j is shown as %j, or plainly as %j', (markdown, coloured, plain) => {
  expect(inline(markdown, { width: 80, paint })).toBe(coloured);
  expect(inline(markdown, { width: 80 })).toBe(plain);
});

test.each([
  ['abc', 3],
  ['가나 다', 7],
  ['\u1112\u1161\u11ab', 2],
  ['日本、（）', 10],
  ['·…→≤×²', 6],
  ['e\u0301', 1],
  ['👩‍👩‍👧🇰🇷✅', 6],
])('%s takes %d columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('targets of links are told in order and once, and none of code', () => {
  expect(linkTargets('[a](b) **[`c`](d)** [e](b) `[f](g)` <https://h>')).toEqual(['b', 'd', 'https://h']);
});

const lines = (...all: readonly string[]): string => all.join('\n');

test.each<[string, string, number, readonly string[]]>([
  ['paragraphs', lines('one two', 'three', '', 'four'), 9, ['one two', 'three', '', 'four']],
  ['Korean', '시크릿은 어디에 있나', 10, ['시크릿은', '어디에', '있나']],
  ['a word longer than a line', 'a 가나다라 b', 5, ['a', '가나', '다라', 'b']],
  [
    'a list',
    lines('- one two', '- three', '10. four five six'),
    9,
    ['- one two', '- three', '10. four', '    five', '    six'],
  ],
  ['a list that goes on below', lines('1. one', '   two', 'three'), 20, ['1. one two three']],
  ['a quotation', '> one two', 6, ['> one', '  two']],
  ['a heading', lines('### One', 'two'), 20, ['One', 'two']],
  [
    'code, which is not wrapped',
    lines('```sh', '# a long line', '', '- b', '```', 'c'),
    6,
    ['    # a long line', '', '    - b', 'c'],
  ],
  ['a diagram', lines('```mermaid', 'flowchart LR', '```'), 20, ['(picture)']],
  ['a block of code without an end', lines('a', '```', 'b'), 20, ['a', '    b']],
  [
    'a table',
    lines('| a | b |', '| --- | --- |', '| `x\\|y` | 나 |', '| 1 | 2 |', 'after'),
    20,
    ['a      b', '─────  ──', '`x|y`  나', '1      2', 'after'],
  ],
  [
    'a table with long cells, which needs lines between its rows',
    lines('| | b |', '| --- | --- |', '| one two | three four five |', '| 1 | 2 |'),
    18,
    ['         b', '───────  ─────────', 'one two  three', '         four five', '', '1        2'],
  ],
  [
    'a table whose narrow columns get the room that is left',
    lines('| a | b |', '| --- | --- |', '| long-word x | c d e f g |'),
    16,
    ['a          b', '─────────  ─────', 'long-word  c d e', 'x          f g'],
  ],
  [
    'a table without room for its words',
    lines('| a | b | |', '| --- | --- | --- |', '| wide | wider | widest |', '| 1 | 2 | 3 |'),
    10,
    ['wide', '  b: wider', '  widest', '', '1', '  b: 2', '  3'],
  ],
  ['a row with a cell less', lines('| a | b |', '| --- | --- |', '| 1 |'), 20, ['a  b', '─  ─', '1']],
])('%s', (_, markdown, width, expected) => {
  expect(renderMarkdown(markdown, { width }, '(picture)')).toEqual(expected);
});

test('what is emphasized stays so on the next line', () => {
  expect(renderParagraph('**one two** three', { width: 5, paint })).toEqual(['<b:one>', '<b:two>', 'three']);
  expect(renderParagraph('**one two** three', { width: 20, paint })).toEqual(['<b:one two> three']);
});

test('text of any kind keeps its characters, and no line is wider than the screen', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '가', '힣', '日', 'e\u0301', '👩‍👧', '.'), minLength: 1 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 2, max: 30 }), (words, width) => {
      const shown = renderParagraph(words.join(' '), { width });
      expect(shown.join('').replaceAll(' ', '')).toBe(words.join(''));
      expect(shown.filter((line) => textWidth(line) > width)).toEqual([]);
    }),
  );
});

describe.each(['en', 'ko'] as const)('every question in %s', (language) => {
  const questions = readTopics(root, language, []).flatMap((topic) => topic.questions);
  const parts = questions.flatMap(({ aloud, depth, next, wrong, shownBy }) => [aloud, depth, next, wrong, shownBy]);

  test.each([40, 80])('fits into %d columns', (width) => {
    const wide = parts
      .flatMap((part) => renderMarkdown(part, { width }, ''))
      .filter((line) => textWidth(line) > width && !line.startsWith('    '));
    expect(wide).toEqual([]);
  });

  test('is shown without Markdown', () => {
    const bare = (part: string): string =>
      renderMarkdown(
        part.replaceAll(/^```[\s\S]*?^```$/gm, ''),
        { width: 100, paint: (_, text) => text.replaceAll('*', '') },
        '',
      )
        .map(stripVTControlCharacters)
        .join('\n');
    expect(parts.map(bare).filter((text) => /\*\*|\]\(|<!--|^\||`/m.test(text))).toEqual([]);
  });
});
