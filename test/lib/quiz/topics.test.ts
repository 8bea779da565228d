import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exercises } from '../../../lib/exercises';
import { chosenTopics, readTopics, relatedTopics } from '../../../lib/quiz/topics';
import { root } from '../../docs/markdown';

describe('the topics of the repository', () => {
  const english = readTopics(root, 'en', exercises);
  const korean = readTopics(root, 'ko', exercises);

  test('are the same in both languages, but for their texts', () => {
    const shape = (topics: typeof english) =>
      topics.map(({ id, exercises: of, questions }) => ({ id, of, ids: questions.map((question) => question.id) }));
    expect(shape(korean)).toEqual(shape(english));
    expect(korean.find(({ id }) => id === 'secrets')).toMatchObject({ title: '시크릿' });
    expect(english.find(({ id }) => id === 'secrets')).toMatchObject({ title: 'Secrets', exercises: ['landing-zone'] });
  });

  test.each(exercises.map(({ id }) => id))('of %s hold the page that is named after it, if there is one', (id) => {
    const chosen = chosenTopics(english, id);
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen.filter(({ exercises: of }) => !of.includes(id))).toEqual([]);
  });
});

test.each([
  [
    'links below the heading',
    '## Related questions\nAnswered: [a](questions/a-b.md) · [b](questions/c.md).',
    ['a-b', 'c'],
  ],
  ['no link before it or after it', '[x](questions/x.md)\n## Related questions\n\n## Next\n[y](questions/y.md)', []],
  ['no such heading', '[x](questions/x.md)', []],
])('relatedTopics: %s', (_, page, expected) => {
  expect(relatedTopics(page)).toEqual(expected);
});

describe('of a small repository', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'topics-'));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    const question = (id: string) =>
      `## Why?\n<!-- id: ${id} -->\n\n**Aloud.** <!-- fact x -->One<!-- end fact -->. Two.\n\n` +
      '`<!-- code -->`\n```text\n<!-- code -->\n```\n\n**They ask next.** a\n\n**Often wrong.** b\n\n**Shown by** c\n';
    write(
      'docs/questions/README.md',
      '[한국어](../ko/x.md)\n- [B: question](b.md), 1\n- [A](a.md), 1\n- [Z](appendix.md), 9\n',
    );
    write('docs/questions/a.md', `# A\n${question('one')}`);
    write('docs/questions/b.md', `# B\n${question('two')}`);
    write('docs/exercise.md', '## Related questions\n[a](questions/a.md)\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = () => readTopics(folder, 'en', [{ id: 'exercise', page: 'docs/exercise.md' }]);

  test('they come in the order of the index, without the appendix, and without comments outside of code', () => {
    expect(read()).toEqual([
      {
        id: 'b',
        title: 'B',
        page: 'docs/questions/b.md',
        exercises: [],
        questions: [expect.objectContaining({ id: 'two' })],
      },
      {
        id: 'a',
        title: 'A',
        page: 'docs/questions/a.md',
        exercises: ['exercise'],
        questions: [
          expect.objectContaining({
            id: 'one',
            aloud: 'One. Two.',
            depth: '`<!-- code -->`\n```text\n<!-- code -->\n```',
          }),
        ],
      },
    ]);
  });

  test.each([
    [undefined, ['b', 'a']],
    ['a', ['a']],
    ['exercise', ['a']],
  ])('%s chooses %p', (name, expected) => {
    expect(chosenTopics(read(), name).map(({ id }) => id)).toEqual(expected);
  });

  test('an unknown name is refused', () => {
    const message = "no topic 'c'; npx takehome quiz --list shows them";
    expect(() => chosenTopics(read(), 'c')).toThrow(expect.objectContaining({ name: 'InputError', message }));
  });
});
