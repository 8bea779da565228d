import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sourcePages } from '../../../lib/site/site';

describe('the page of a source file', () => {
  let root: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const markdownOf = (path: string) => sourcePages(root).find((page) => page.path === path)?.markdown;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'site-'));
    write('lib/inside/a.ts', '// # no heading\n');
    write('docs/one.md', '# One\n[a](../lib/inside/a.ts#b) and [a](../lib/inside/a.ts)\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('leads back to the pages that link to it, once each, those in Korean last', () => {
    write('docs/ko/one.md', '# 하나\n[a](../../lib/inside/a.ts)\n');
    write('docs/questions/two.md', '# `Two`\n[a](../../lib/inside/a.ts)\n');
    const ways = [
      '← [One](../../docs/one.md) · [Two](../../docs/questions/two.md)',
      '← 한국어: [하나](../../docs/ko/one.md)',
    ];
    expect(markdownOf('lib/inside/a.ts')).toContain(`# lib/inside/a.ts\n\n${ways.join('\n\n')}\n\n\`\`\``);
    expect(markdownOf('lib/inside/a.ts')).toContain('\n// # no heading\n');
  });

  test('leads back to no page that says nothing of it', () => {
    write('docs/two.md', '# Two\n[folder](../lib)\n');
    expect(markdownOf('lib')).toContain('← [Two](docs/two.md)\n');
    expect(markdownOf('lib/inside/a.ts')).toContain('← [One](../../docs/one.md)\n');
    expect(markdownOf('lib/inside')).not.toContain('←');
    expect(markdownOf('lib/inside/a.ts')).not.toContain('한국어');
  });
});
