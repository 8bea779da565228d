import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Language } from '../docs/questions';
import type { Repository } from './links';
import { type Entry, type Group, groupsOf, titleOf } from './sidebar';
import { lineOf, readSourcePages, type SourcePage, sourcesOf } from './source-pages';
import { words } from './words';

/** A page that no file of docs/ is. */
export interface MadePage {
  /** Its name on its side, such as `runbook`. */
  readonly name: string;
  readonly markdown: string;
}

/** The pages of a side below docs/, by their path from there. */
export function readPages(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return new Map(
    paths
      .filter((path) => path.endsWith('.md') && !path.includes('[') && !path.startsWith('.vitepress'))
      .sort()
      .map((path) => [path, readFileSync(join(root, 'docs', path), 'utf8')]),
  );
}

/** What links are resolved against. */
export function openRepository(root: string): Repository {
  const sources = new Map<string, string>();
  return {
    has: (path) => existsSync(join(root, path)),
    lineOf: (path, symbol) => {
      if (!path.endsWith('.ts')) return undefined;
      const source = sources.get(path) ?? readFileSync(join(root, path), 'utf8');
      sources.set(path, source);
      return lineOf(source, symbol);
    },
  };
}

/** The pages that show the files that docs/ links to. */
export function sourcePages(root: string): readonly SourcePage[] {
  const pages = readPages(root);
  const whence = new Map<string, string[]>();
  for (const [path, markdown] of pages) {
    for (const source of new Set(sourcesOf(`docs/${path}`, markdown)))
      whence.set(source, [...(whence.get(source) ?? []), path]);
  }
  return readSourcePages(root, [...whence.keys()].sort()).map(({ path, markdown }) => {
    const linked = whence.get(path) ?? [];
    const linkTo = (page: string): string =>
      `[${titleOf(pages.get(page) ?? '')}](${posix.relative(posix.dirname(path), `docs/${page}`)})`;
    const ways = (begin: string, from: readonly string[]): string =>
      from.length === 0 ? '' : `\n\n${begin} ${from.map(linkTo).join(' · ')}`;
    // Who came from a page has a way back to it, in their language.
    const isKorean = (page: string): boolean => page.startsWith('ko/');
    const english = linked.filter((page) => !isKorean(page));
    const back = ways('←', english) + ways('← 한국어:', linked.filter(isKorean));
    return { path, markdown: markdown.replace(/^# .+$/m, (title) => title + back) };
  });
}

/** The pages of docs/ that have no Korean translation, for the Korean side. */
export function untranslated(root: string): readonly MadePage[] {
  const pages = readPages(root);
  return [...pages]
    .filter(([path]) => !path.startsWith('ko/') && !pages.has(`ko/${path}`))
    .map(([path, markdown]) => ({
      name: path.replace(/\.md$/, ''),
      markdown: markdown.replace(/^(# .+)$/m, `$1\n\n> ${words.ko.onlyInEnglish}\n`),
    }));
}

/** The navigation beside the pages of a side. */
export function sidebar(root: string, language: Language, exercises: readonly string[]): readonly Group[] {
  const pages = readPages(root);
  const side = language === 'ko' ? 'ko/' : '';
  const read = (path: string): string => pages.get(`${side}${path}`) ?? pages.get(path) ?? '';
  const entry = (path: string): Entry => ({
    text: titleOf(read(path)),
    link: `/${side}${path.replace(/\.md$/, '')}`,
  });
  const others = [...pages.keys()].filter((path) => !path.includes('/') && path !== 'README.md');
  const answers = exercises.map((exercise) => `${exercise}.md`);
  const decisions = [...pages.keys()].filter((path) => path.startsWith('decisions/'));
  const { exercises: first, questions, reference, evidence, decisions: last } = words[language];
  return [
    { text: first, collapsed: false, items: answers.map(entry) },
    ...groupsOf(read('questions/README.md'), `/${side}questions/`).map((group) => ({
      ...group,
      text: `${questions}: ${group.text}`,
    })),
    {
      text: reference,
      collapsed: true,
      items: [
        ...others.filter((path) => !answers.includes(path)).map(entry),
        { text: evidence, link: `/${side}evidence` },
      ],
    },
    { text: last, collapsed: true, items: decisions.map(entry) },
  ];
}
