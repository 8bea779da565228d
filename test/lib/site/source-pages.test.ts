import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository, sourcePages, untranslated } from '../../../lib/site/site';
import { lineOf, readSourcePages, sourcesOf } from '../../../lib/site/source-pages';
import { links, pages, root } from '../../docs/markdown';

describe('lineOf', () => {
  const source = `const hidden = 1;
/** a */
export const shown = 1;
export async function* walk() {}
export abstract class Base {}
export interface Shown {}
`;

  test.each([
    ['shown', 3],
    ['walk', 4],
    ['Base', 5],
    ['Shown', 6],
    ['hidden', undefined],
    ['show', undefined],
  ])('of %s is %p', (symbol, line) => {
    expect(lineOf(source, symbol)).toBe(line);
  });

  test('is known of every symbol that a page links to', () => {
    const { lineOf: find } = openRepository(root);
    const named = [...pages].flatMap(([, markdown]) =>
      links(markdown).flatMap((link) => /^(?:\.\.\/)*([\w./-]+\.ts)#(\w+)$/.exec(link)?.slice(1) ?? []),
    );
    expect(named.length).toBeGreaterThan(0);
    const unknown = named.filter(
      (_, index) => index % 2 === 0 && find(named[index] ?? '', named[index + 1] ?? '') === undefined,
    );
    expect(unknown).toEqual([]);
  });
});

describe('sourcesOf', () => {
  test('are what a page links to and no page is', () => {
    const markdown = `[a](../lib/a.ts#A) [b](b.md) [c](https://example.com/c.ts) ![d](d.png) \`[e](e.ts)\` [f](../README.md)
\`\`\`sh
[g](g.ts)
\`\`\`
[h](../services/)`;
    expect(sourcesOf('docs/page.md', markdown)).toEqual(['lib/a.ts', 'README.md', 'services']);
  });
});

describe('readSourcePages', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sources-'));
    mkdirSync(join(folder, 'web/deep'), { recursive: true });
    writeFileSync(join(folder, 'web/a.ts'), 'const fence = "```";\n');
    writeFileSync(join(folder, 'web/deep/run'), '#!/usr/bin/env bash\necho\n');
    writeFileSync(join(folder, 'README.md'), '# Read me\n[a](web/a.ts)\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('shows a folder with all that is in it', () => {
    expect(readSourcePages(folder, ['web']).map(({ path }) => path)).toEqual([
      'web',
      'web/a.ts',
      'web/deep',
      'web/deep/run',
    ]);
  });

  test('shows what a page of Markdown links to as well', () => {
    expect(readSourcePages(folder, ['README.md'])).toEqual([
      { path: 'README.md', markdown: '# Read me\n[a](web/a.ts)\n' },
      { path: 'web/a.ts', markdown: '# web/a.ts\n\n````````ts source\nconst fence = "```";\n````````\n' },
    ]);
  });

  test('knows a script by its first line', () => {
    expect(readSourcePages(folder, ['web/deep/run'])[0]?.markdown).toContain('````````sh source\n');
  });
});

describe('sourcePages', () => {
  test('of this repository exist', () => {
    const paths = sourcePages(root).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['lib/exercises.ts', '.ci/run', 'CONTRIBUTING.md']));
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('untranslated', () => {
  test('are pages in English, which say so in Korean', () => {
    const runbook = untranslated(root).find(({ name }) => name === 'runbook');
    expect(runbook?.markdown).toMatch(/^# Runbook\n\n> .*영어/);
    expect(untranslated(root).map(({ name }) => name)).not.toContain('questions/secrets');
  });
});
