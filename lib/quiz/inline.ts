/** How a piece of text is shown. */
export type Format = 'bold' | 'italic' | 'code' | 'dim';

/** What a person sees as one character. */
export interface Cell {
  readonly text: string;
  /** Columns of the terminal: 0, 1 or 2. */
  readonly width: number;
  readonly formats: readonly Format[];
}

/** Where text is shown. */
export interface Screen {
  /** Columns. */
  readonly width: number;
  /** @default - plain text, in which code keeps its backticks */
  readonly paint?: (formats: readonly Format[], text: string) => string;
}

/** Code, links, and what is emphasized; in code nothing else is. */
const INLINE =
  /(?<ticks>`+)(?<code>.+?)\k<ticks>(?!`)|\[(?<text>(?:`[^`]*`|[^\]`])+)\]\((?<target>[^)\s]+)\)|<(?<url>https?:[^>\s]+)>|\*\*(?<bold>(?:`[^`]*`|[^`])+?)\*\*|\*(?<italic>[^\s*](?:(?:`[^`]*`|[^`*])*[^\s*])?)\*|\\(?<escaped>[\\|*_`[\]<])/gu;

/**
 * East Asian Wide and Fullwidth, and emoji; everything else takes one column.
 *
 * @see https://www.unicode.org/reports/tr11/
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Columns that a text takes in a terminal. */
export const textWidth = (text: string): number => cellsOf(text, []).reduce((sum, { width }) => sum + width, 0);

/** Inline Markdown as cells; a link is its text. */
export function inlineCells(markdown: string, screen: Screen, formats: readonly Format[] = []): readonly Cell[] {
  const cells: Cell[] = [];
  let end = 0;
  for (const match of markdown.matchAll(INLINE)) {
    const { code, text, url, bold, italic, escaped } = match.groups ?? {};
    cells.push(...cellsOf(markdown.slice(end, match.index), formats));
    end = match.index + match[0].length;
    if (code !== undefined) cells.push(...cellsOf(screen.paint ? code : match[0], [...formats, 'code']));
    else if (bold !== undefined) cells.push(...inlineCells(bold, screen, [...formats, 'bold']));
    else if (italic !== undefined) cells.push(...inlineCells(italic, screen, [...formats, 'italic']));
    else if (text !== undefined) cells.push(...inlineCells(text, screen, formats));
    else cells.push(...cellsOf(url ?? escaped ?? '', formats));
  }
  return [...cells, ...cellsOf(markdown.slice(end), formats)];
}

/** Targets of the links, in order, each once. */
export function linkTargets(markdown: string): readonly string[] {
  const targets = [...markdown.matchAll(INLINE)].flatMap(({ groups: { target, url, bold, italic } = {} }) =>
    target === undefined && url === undefined ? linkTargets(bold ?? italic ?? '') : [target ?? url ?? ''],
  );
  return [...new Set(targets)];
}

/** Text as it stands there. */
export function cellsOf(text: string, formats: readonly Format[]): readonly Cell[] {
  return [...graphemes.segment(text)].map(({ segment }) => ({ text: segment, width: columnsOf(segment), formats }));
}

function columnsOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return /^[\p{M}\p{Cf}\p{Cc}]+$/u.test(grapheme) ? 0 : 1;
}

/** A line of cells as text. */
export function painted(cells: readonly Cell[], { paint }: Screen): string {
  if (!paint) return cells.map(({ text }) => text).join('');
  const runs: { readonly formats: readonly Format[]; text: string }[] = [];
  for (const { text, formats } of cells) {
    const last = runs.at(-1);
    if (last?.formats.join() === formats.join()) last.text += text;
    else runs.push({ formats, text });
  }
  return runs.map(({ formats, text }) => (formats.length === 0 ? text : paint(formats, text))).join('');
}
