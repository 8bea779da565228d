import statements from '../../docs/ko/claims.json';
import { exercises } from '../../lib/exercises';
import { pages } from './markdown';
import { translationProblems } from './translation';

const translated = ['docs/README.md', ...exercises.map(({ page }) => page)];

describe('translationProblems', () => {
  const page = `# a
[x](b.md#one) \`code\` <!-- fact limit -->5<!-- end fact --> [y](../lib/x.ts#X)
| a | b |
| - | - |
<!-- begin claims -->
\`other\`
<!-- end claims -->
## b
\`\`\`mermaid
flowchart LR
  a[One] -->|two| b[Three]
\`\`\`
\`\`\`sh
ls
\`\`\`
`;
  const korean = page
    .replace('(b.md#one)', '(b.md#하나)')
    .replace('../lib', '../../lib')
    .replace('One', '하나')
    .replace('two', '둘')
    .replace('`other`', '');

  test('are none of a translation', () => {
    expect(translationProblems('docs/a.md', page, korean)).toEqual([]);
  });

  test.each([
    ['headings', '## b', '### b'],
    ['generated blocks', 'begin claims', 'begin costs'],
    ['facts', 'fact limit', 'fact rate'],
    ['rows of tables', '| a | b |', '| a | b | c |'],
    ['rows of tables', '| - | - |\n', ''],
    ['blocks of code', 'ls\n', 'ls -l\n'],
    ['blocks of code', '-->|둘|', '---|둘|'],
    ['blocks of code', 'b[Three]', 'c[Three]'],
    ['inline code', '`code`', 'code'],
    ['links', 'b.md', 'c.md'],
    ['links', 'x.ts#X', 'x.ts#Y'],
    ['links', '[y](', '[z](https://aws.amazon.com/) [y]('],
  ])('are %s that are different', (name, from, to) => {
    expect(korean).toContain(from);
    expect(
      translationProblems('docs/a.md', page, korean.replace(from, to)).map((problem) => problem.split(':')[0]),
    ).toContain(name);
  });
});

describe.each(translated)('%s', (path) => {
  const korean = pages.get(path.replace('docs/', 'docs/ko/')) ?? '';

  test('is in step with its translation', () => {
    expect(translationProblems(path, pages.get(path) ?? '', korean)).toEqual([]);
  });

  test('is in Korean', () => {
    const paragraphs = korean
      .replaceAll(/^```[\s\S]*?^```$|<!-- begin ([\w-]+) -->[\s\S]*?<!-- end \1 -->/gm, '')
      .split('\n')
      .filter((line) => line.replaceAll(/`[^`]*`|\]\([^)]*\)|[|#*\s\d-]/g, '').length > 60);
    expect(paragraphs.length).toBeGreaterThan(0);
    expect(paragraphs.filter((line) => !/[가-힣]/.test(line))).toEqual([]);
  });
});

test('every claim has a statement in Korean, and no other', () => {
  const ids = exercises.flatMap(({ claims }) => claims.map(({ id }) => id));
  expect(Object.keys(statements).sort()).toEqual([...ids].sort());
  expect(Object.entries(statements).filter(([, statement]) => !/[가-힣]/.test(statement))).toEqual([]);
});
