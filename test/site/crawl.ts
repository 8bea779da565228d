/** What a page of a built site holds that a reader can follow or arrive at. */
export interface CrawledPage {
  readonly links: readonly string[];
  /** Of them, those that stand in the text or below it, not in the navigation that all pages share. */
  readonly own: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/** What a walk through a site found. */
export interface Crawl {
  /** By address, such as `/ko/runbook.html`. */
  readonly pages: ReadonlyMap<string, CrawledPage>;
  /** Everything that should not be. */
  readonly problems: readonly string[];
}

/** The link of a heading to itself leads nowhere else. */
const PERMALINK = /<a class="header-anchor"[^>]*>/g;
/** Where the text of a page begins; a page that stands for itself is all text. */
const TEXT = '<main';

/** Reads links and ids of a page as it was built. */
export function readPage(html: string): CrawledPage {
  const bare = html.replaceAll(PERMALINK, '');
  const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => unescapeHtml(id)));
  return { links: linksOf(bare), own: linksOf(bare.slice(Math.max(0, bare.indexOf(TEXT)))), ids };
}

/**
 * Follows every link within a site.
 *
 * @param read the file that a server sends for an address, if it is HTML, or whether there is one
 * @param starts addresses, such as `/`
 */
export function crawl(read: (address: string) => string | boolean, starts: readonly string[]): Crawl {
  const pages = new Map<string, CrawledPage>();
  const known = new Map<string, boolean>();
  const wanted: { readonly from: string; readonly to: string; readonly id: string }[] = [];
  const problems: string[] = [];
  const queue = starts.map((start) => ({ from: 'the start', to: start }));
  for (const { from, to } of queue) {
    if (isHidden(from, to)) continue;
    if (!known.has(to)) {
      const found = read(to);
      known.set(to, found !== false);
      if (typeof found === 'string') {
        const page = readPage(found);
        pages.set(to, page);
        if (page.own.length === 0) problems.push(`${to} leads nowhere`);
        for (const link of page.links) {
          const { origin, pathname, hash } = new URL(link, `${SITE}${to}`);
          if (origin !== SITE) continue;
          queue.push({ from: to, to: decodeURI(pathname) });
          if (hash !== '') wanted.push({ from: to, to: decodeURI(pathname), id: decodeURIComponent(hash.slice(1)) });
        }
      }
    }
    if (known.get(to) === false) problems.push(`${from} links to ${to}, which is not there`);
  }
  for (const { from, to, id } of wanted) {
    const page = pages.get(to);
    if (page && !page.ids.has(id)) problems.push(`${from} links to ${to}#${id}, which has no such anchor`);
  }
  return { pages, problems: [...new Set(problems)] };
}

/** A source file has no translation: its style sheet hides the menu of languages. */
const isHidden = (from: string, to: string): boolean => from.startsWith('/source/') && to === `/ko${from}`;

/** Stands for the server; no link leads there by accident. */
const SITE = 'http://site.invalid';

const linksOf = (html: string): readonly string[] =>
  [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href = '']) => unescapeHtml(href));

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
};

const unescapeHtml = (text: string): string =>
  text.replaceAll(/&(?:amp|quot|#39|lt|gt);/g, (entity) => ENTITIES[entity] ?? '');
