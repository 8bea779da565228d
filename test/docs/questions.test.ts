import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseQuestions, QuestionPageError } from '../../lib/docs/questions';
import { fences, links, pages, root } from './markdown';
import { exportedSymbols } from './symbols';

/** Those that hold no answers of all parts: the index, and what is personal or of the front end. */
const others = ['README.md', 'appendix.md'];
const english = [...pages].filter(([path]) => {
  const [folder, name = ''] = path.split('questions/');
  return folder === 'docs/' && name !== '' && !others.includes(name);
});
const idsOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^<!-- id: ([a-z0-9-]+) -->$/gm)].map(([, id = '']) => id);
const everyId = [...pages].filter(([path]) => path.startsWith('docs/questions/')).flatMap(([, page]) => idsOf(page));

const page = (...parts: readonly string[]): string => `# Title\n\n## Why?\n<!-- id: why -->\n\n${parts.join('\n\n')}\n`;
const whole = ['**Aloud.** One. Two.', 'Depth.', '**They ask next.** a', '**Often wrong.** b', '**Shown by** c'];

describe('parseQuestions', () => {
  test('reads the parts of an answer', () => {
    expect(parseQuestions(page(...whole), 'en')).toEqual([
      { id: 'why', question: 'Why?', aloud: 'One. Two.', depth: 'Depth.', next: 'a', wrong: 'b', shownBy: 'c' },
    ]);
  });

  test('takes a heading in a block of code for code', () => {
    const markdown = page('**Aloud.** One. Two.', '```sh\n## no question\n```', ...whole.slice(2));
    expect(parseQuestions(markdown, 'en').map(({ depth }) => depth)).toEqual(['```sh\n## no question\n```']);
  });

  test.each([
    ['no id', '## Why?\n\n**Aloud.** One. Two.\n'],
    ['a part less', page(...whole.slice(0, 3), ...whole.slice(4))],
    ['no depth', page(whole[0] ?? '', ...whole.slice(2))],
    ['an empty part', page(...whole.slice(0, 3), '**Often wrong.**', ...whole.slice(4))],
    ['parts in another order', page(...whole.slice(0, 2), whole[3] ?? '', whole[2] ?? '', whole[4] ?? '')],
  ])('throws on %s', (_, markdown) => {
    expect(() => parseQuestions(markdown, 'en')).toThrow(QuestionPageError);
  });
});

describe('exportedSymbols', () => {
  test('are functions, types, classes and constants, and nothing that stays inside', () => {
    const names = exportedSymbols('lib/docs/questions.ts');
    expect(['Language', 'Question', 'QuestionPageError', 'parseQuestions'].filter((name) => !names.has(name))).toEqual(
      [],
    );
    expect(names).not.toContain('labels');
    expect(exportedSymbols('lib/exercises.ts')).toContain('exercises');
  });
});

describe('questions', () => {
  test('stand on one page each', () => {
    expect(everyId.length).toBeGreaterThan(0);
    expect(everyId.filter((id, index) => everyId.indexOf(id) !== index)).toEqual([]);
    expect(pages.get('README.md')).toContain(`[${everyId.length} interview questions]`);
  });

  test.each(['docs/questions/', 'docs/ko/questions/'])('are all in the index of %s, with their number', (folder) => {
    const index = pages.get(`${folder}README.md`) ?? '';
    const own = [...pages].filter(([path]) => path.startsWith(folder) && !path.endsWith('README.md'));
    const missing = own.filter(
      ([path, markdown]) => !index.includes(`](${path.slice(folder.length)}), ${idsOf(markdown).length}\n`),
    );
    expect(missing.map(([path]) => path)).toEqual([]);
  });

  test('are all answered that were collected', () => {
    const file = join(root, '../shared/notes/questions.jsonl');
    if (!existsSync(file)) return console.log('skipped: the collected questions are not part of the repository');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const collected = lines.map((line) => (JSON.parse(line) as { readonly id: string }).id);
    expect(collected.filter((id) => !everyId.includes(id))).toEqual([]);
    expect(everyId.filter((id) => !collected.includes(id))).toEqual([]);
  });

  test.each(english)('of %s have every part, two sentences to say, and a pointer', (_, markdown) => {
    const questions = parseQuestions(markdown, 'en');
    const sentences = (text: string): number =>
      text
        .replaceAll(/`[^`]*`|\]\([^)]*\)/g, '')
        .split(/(?<=[.?!]["”)]?)\s+(?=["“(]?[\p{Lu}\p{N}`*[])/u)
        .filter((part) => part !== '').length;
    expect(questions.filter(({ aloud }) => sentences(aloud) !== 2).map(({ id }) => id)).toEqual([]);
    const pointed = ({ shownBy }: { readonly shownBy: string }): boolean =>
      links(shownBy).length > 0 || shownBy.startsWith('nothing here: ');
    expect(questions.filter((one) => !pointed(one)).map(({ id }) => id)).toEqual([]);
  });

  test.each(english)('of %s are the same in Korean', (path, markdown) => {
    const korean = pages.get(path.replace('docs/', 'docs/ko/')) ?? '';
    const questions = parseQuestions(korean, 'ko');
    expect(questions.map(({ id }) => id)).toEqual(parseQuestions(markdown, 'en').map(({ id }) => id));
    const targets = (text: string): readonly string[] =>
      links(text)
        .filter((link) => link.startsWith('https:') || /\.ts(#|$)/.test(link))
        .map((link) => link.replace(/^(\.\.\/)+/, ''))
        .sort();
    expect(targets(korean)).toEqual(targets(markdown));
    expect(fences(korean).map(({ language }) => language)).toEqual(fences(markdown).map(({ language }) => language));
    expect(questions.filter(({ aloud }) => !/[가-힣]/.test(aloud)).map(({ id }) => id)).toEqual([]);
  });
});
