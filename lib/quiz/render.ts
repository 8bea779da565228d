import { type Format, inlineCells, painted, type Screen } from './inline';
import { tableLines } from './table';
import { wrapped } from './wrap';

/** A block of code that is a picture elsewhere. */
const PICTURE = 'mermaid';

/**
 * Markdown as lines for a terminal: emphasis and code painted, links as their text, tables and lists lined up.
 *
 * @param picture what stands in place of a diagram
 */
export function renderMarkdown(markdown: string, screen: Screen, picture: string): readonly string[] {
  const lines = markdown.split('\n');
  const shown: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const { length, text } = nextBlock(lines.slice(at), screen, picture);
    shown.push(...text);
    at += length;
  }
  return shown;
}

/** A text of one paragraph, with what its first line begins with and spaces below it. */
export function renderParagraph(
  markdown: string,
  screen: Screen,
  { formats = [], mark = '' }: { readonly formats?: readonly Format[]; readonly mark?: string } = {},
): readonly string[] {
  const lines = wrapped(inlineCells(markdown, screen, formats), Math.max(2, screen.width - mark.length));
  return lines.map((line, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + painted(line, screen));
}

interface Block {
  /** Lines of Markdown that it takes. */
  readonly length: number;
  readonly text: readonly string[];
}

/** @param lines at least one */
function nextBlock(lines: readonly string[], screen: Screen, picture: string): Block {
  const [first = ''] = lines;
  const until = (isEnd: (line: string) => boolean): readonly string[] => {
    const length = lines.slice(1).findIndex(isEnd);
    return length < 0 ? lines : lines.slice(0, length + 1);
  };
  if (first.trim() === '') return { length: 1, text: [''] };
  const [, language] = /^```(.*)$/.exec(first) ?? [];
  if (language !== undefined) {
    const code = until((line) => line.startsWith('```'));
    // Code is not wrapped, so that it can be copied.
    const text = language === PICTURE ? [picture] : code.slice(1).map((line) => `    ${line}`.trimEnd());
    return { length: code.length + 1, text };
  }
  if (first.startsWith('|')) {
    const rows = until((line) => !line.startsWith('|'));
    return { length: rows.length, text: tableLines(rows, screen) };
  }
  const [, title] = /^#{1,6} (.+)$/.exec(first) ?? [];
  if (title !== undefined) return { length: 1, text: renderParagraph(title, screen, { formats: ['bold'] }) };
  const paragraph = until((line) => line.trim() === '' || /^(```|\||#{1,6} |\s*(?:[-*]|\d+\.) |> )/.test(line));
  const [mark = ''] = /^\s*(?:[-*]|\d+\.|>) /.exec(first) ?? [];
  const text = [first.slice(mark.length), ...paragraph.slice(1)].map((line) => line.trim()).join(' ');
  return { length: paragraph.length, text: renderParagraph(text, screen, { mark }) };
}
