import { dirname, join, normalize } from 'node:path';
import { fences, inlineCode, links } from './markdown';

/** What has to be the same in a page and its translation, whatever its words are. */
const parts: Readonly<Record<string, (markdown: string) => readonly string[]>> = {
  headings: (markdown) => matches(prose(markdown), /^(#{1,6}) /gm),
  'generated blocks': (markdown) => matches(markdown, /<!-- begin ([\w-]+) -->/g),
  facts: (markdown) => matches(markdown, /<!-- fact ([\w-]+) -->/g).toSorted(),
  'rows of tables': (markdown) =>
    matches(prose(markdown), /^(\|.*\|)$/gm).map((row) => String(row.split(/(?<!\\)\|/).length)),
  'blocks of code': (markdown) =>
    fences(written(markdown)).map(({ language, text }) => `${language}\n${skeleton(language, text)}`),
  'inline code': (markdown) => [...new Set(inlineCode(written(markdown)))].toSorted(),
};

/**
 * How a translation differs from its page in what has to be the same.
 *
 * @param page from the root of the repository, such as `docs/chat-system.md`
 * @param translation in `docs/ko/`, of the same name
 */
export function translationProblems(page: string, markdown: string, translation: string): readonly string[] {
  const problems = Object.entries(parts).flatMap(([name, read]) => difference(name, read(markdown), read(translation)));
  const korean = join('docs/ko', page.slice('docs/'.length));
  return [...problems, ...difference('links', targets(page, written(markdown)), targets(korean, written(translation)))];
}

function difference(name: string, expected: readonly string[], found: readonly string[]): readonly string[] {
  const index = expected.findIndex((value, position) => value !== found[position]);
  if (index < 0 && expected.length === found.length) return [];
  const at = index < 0 ? expected.length : index;
  return [`${name}: '${expected[at] ?? 'nothing'}' is '${found[at] ?? 'nothing'}'`];
}

/** Links as they are from the root; between pages that have a translation their languages do not count. */
function targets(page: string, markdown: string): readonly string[] {
  return links(markdown)
    .map((link) => {
      if (/^https?:/.test(link)) return link;
      if (link.startsWith('#')) return 'the page itself';
      const [path = '', anchor = ''] = link.split('#');
      const target = normalize(join(dirname(page), path)).replace(/^docs\/ko\//, 'docs/');
      return target.endsWith('.md') ? target : `${target}#${anchor}`;
    })
    .toSorted();
}

/** Diagrams are translated, but for their shape. */
function skeleton(language: string, text: string): string {
  if (language !== 'mermaid') return text;
  return text
    .replaceAll(/\|[^|\n]*\|/g, '||')
    .replaceAll(/\[[^\]\n]*\]/g, '[]')
    .replaceAll(/(participant \w+ as|actor \w+ as) .*/g, '$1')
    .replaceAll(/: .*/g, ':')
    .replaceAll(/\b(alt|else|opt|loop|par|and|rect|box|title|subgraph) .*/g, '$1');
}

/** Without what is generated, which has tests of its own. */
const written = (markdown: string): string =>
  markdown.replaceAll(/<!-- begin ([\w-]+) -->[\s\S]*?<!-- end \1 -->/g, '');

const prose = (markdown: string): string => written(markdown).replaceAll(/^```[\s\S]*?^```$/gm, '');

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);
