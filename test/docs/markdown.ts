import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from '../../lib/docs/anchors';

export const root = join(__dirname, '../..');

/** Every Markdown page of the repository, by its path from the root. */
export const pages: ReadonlyMap<string, string> = new Map(
  ['.', 'docs', 'docs/decisions', 'docs/ko', 'docs/questions', 'docs/ko/questions'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const),
  ),
);

export interface Fence {
  readonly language: string;
  readonly text: string;
}

const FENCE = /^```([\w-]*)\n([\s\S]*?)^```$/gm;

/** Fenced blocks, in order. */
export function fences(markdown: string): readonly Fence[] {
  return [...markdown.matchAll(FENCE)].map(([, language = '', text = '']) => ({ language, text }));
}

const withoutFences = (markdown: string): string => markdown.replaceAll(FENCE, '');

/** Inline code. */
export function inlineCode(markdown: string): readonly string[] {
  return [...withoutFences(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Targets of links, `[text](target)` and `<https://…>`, outside of code. */
export function links(markdown: string): readonly string[] {
  const prose = withoutFences(markdown).replaceAll(/`[^`\n]+`/g, '`');
  return [...prose.matchAll(/\]\(([^)\s]+)\)|<(https?:[^>\s]+)>/g)].map(([, inline, auto]) => inline ?? auto ?? '');
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchors(markdown: string): ReadonlySet<string> {
  const slugs = new Set<string>();
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const first = slug(heading);
    let unique = first;
    for (let count = 1; slugs.has(unique); count++) unique = `${first}-${count}`;
    slugs.add(unique);
  }
  return slugs;
}
