import { posix } from 'node:path';

/** What the site has of the repository. Paths are from the root of the repository. */
export interface Repository {
  /** Whether it is a file, or a folder. */
  readonly has: (path: string) => boolean;
  /** Line of a symbol that a module exports, from 1. */
  readonly lineOf: (path: string, symbol: string) => number | undefined;
}

/** Pages of docs/ that exist in English only are shown to Korean readers below `ko/` as well. */
const KOREAN = 'ko/';

/**
 * The file that a page of the site is made from.
 *
 * @param page such as `ko/questions/index.md`
 */
export function originOf(page: string, { has }: Pick<Repository, 'has'>): string {
  if (page.startsWith('source/')) return page.slice('source/'.length, -'.md'.length).replace(/-(md|html)$/, '.$1');
  const file = page.replace(/(^|\/)index\.md$/, '$1README.md');
  const own = `docs/${file}`;
  return has(own) || !file.startsWith(KOREAN) ? own : `docs/${file.slice(KOREAN.length)}`;
}

/**
 * Where a link of a Markdown file leads to on the site: a page, or the page that shows a source file, at the line of a
 * symbol.
 *
 * @param page on which the link stands, such as `ko/vpc-connectivity.md`
 * @returns the link itself, when it leads elsewhere or stays on the page
 */
export function siteLink(page: string, link: string, repository: Repository): string {
  if (/^[a-z]+:/i.test(link) || link.startsWith('#')) return link;
  const [path = '', anchor] = link.split('#');
  const target = posix.normalize(posix.join(posix.dirname(originOf(page, repository)), path));
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (target.startsWith('docs/') && target.endsWith('.md')) {
    const own = target.slice('docs/'.length);
    // What a Korean reader follows stays on the Korean side; the way to the other language is the link to an index.
    if (!page.startsWith(KOREAN) || own.startsWith(KOREAN) || isIndex(own)) return `/${addressOf(own)}${hash}`;
    // The headings of a translation are others.
    return `/${KOREAN}${addressOf(own)}${repository.has(`docs/${KOREAN}${own}`) ? '' : hash}`;
  }
  const line = anchor === undefined ? undefined : repository.lineOf(target, anchor);
  return `/source/${sourceName(target.replace(/\/$/, ''))}.html${line === undefined ? hash : `#L${line}`}`;
}

/** The name of the page that shows a source file, which must not end as the file of a page does. */
export const sourceName = (path: string): string => path.replace(/\.(md|html)$/, '-$1');

/** Where a picture of docs/ lies, as seen from a page that may be made from a file of another folder. */
export function siteImage(page: string, source: string, repository: Pick<Repository, 'has'>): string {
  if (/^[a-z]+:/i.test(source)) return source;
  const target = posix.join(posix.dirname(originOf(page, repository)), source);
  const path = posix.relative(posix.dirname(page), posix.relative('docs', target));
  return path.startsWith('.') ? path : `./${path}`;
}

const addressOf = (path: string): string => path.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '.html');

const isIndex = (path: string): boolean => path.endsWith('README.md');
