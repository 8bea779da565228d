/** An entry of the navigation. */
export interface Entry {
  readonly text: string;
  readonly link: string;
}

/** Entries below a heading. */
export interface Group {
  readonly text: string;
  readonly collapsed: boolean;
  readonly items: readonly Entry[];
}

/** The first heading of a page. */
export function titleOf(markdown: string): string {
  return /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '') ?? '';
}

/**
 * The groups of an index: its headings of the second level, with the pages that the list below each links to.
 *
 * @param folder of the index on the site, such as `/ko/questions/`
 */
export function groupsOf(index: string, folder: string): readonly Group[] {
  return index
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      text: section.split('\n')[0]?.trim() ?? '',
      collapsed: true,
      items: [...section.matchAll(/^- \[([^\]]+)\]\(([\w-]+)\.md\)/gm)].map(([, text = '', page = '']) => ({
        text: text.replace(/: questions?$/, '').replace(/: 질문$/, ''),
        link: `${folder}${page}`,
      })),
    }));
}
