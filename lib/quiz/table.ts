import { type Cell, cellsOf, inlineCells, painted, type Screen } from './inline';
import { cellsWidth, wordsOf, wrapped } from './wrap';

/** Between two columns. */
const GAP = 2;

type Row = readonly (readonly Cell[])[];

/**
 * A Markdown table as columns that line up; where these would be too narrow for their words, one block a row.
 *
 * @param lines of the table, the second of which is the rule below the head
 */
export function tableLines(lines: readonly string[], screen: Screen): readonly string[] {
  const [head = [], , ...rows] = lines.map((line, index) =>
    splitRow(line).map((cell) => inlineCells(cell, screen, index === 0 ? ['bold'] : [])),
  );
  const widths = columnWidths([head, ...rows], screen.width);
  if (widths === undefined) return blocks(head, rows, screen);
  const rule = widths.map((width) => cellsOf('─'.repeat(width), ['dim']));
  const shown = rows.map((row) => rowLines(row, widths, screen));
  // Rows of several lines would run into one another.
  const between = shown.some((row) => row.length > 1) ? [''] : [];
  return [
    ...rowLines(head, widths, screen),
    ...rowLines(rule, widths, screen),
    ...shown.flatMap((row, index) => (index === 0 ? row : [...between, ...row])),
  ];
}

/** The cells of a row; `\|` does not end one. */
function splitRow(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Each column as wide as its longest word, and what is left to those that want more. @default - no room for words */
function columnWidths(rows: readonly Row[], width: number): readonly number[] | undefined {
  const columns = (rows[0] ?? []).map((_, index) => rows.map((row) => row[index] ?? []));
  const wanted = columns.map((cells) => Math.max(1, ...cells.map(cellsWidth)));
  const widths = columns.map((cells) => Math.max(1, ...cells.flatMap(wordsOf).map(cellsWidth)));
  let left = width - GAP * (widths.length - 1) - widths.reduce((sum, one) => sum + one, 0);
  if (left < 0) return undefined;
  for (; left > 0; left--) {
    const narrow = widths.flatMap((one, index) => (one < (wanted[index] ?? 0) ? [{ index, one }] : []));
    const [first] = narrow.sort((a, b) => a.one - b.one);
    if (first === undefined) break;
    widths[first.index] = first.one + 1;
  }
  return widths;
}

function rowLines(row: Row, widths: readonly number[], screen: Screen): readonly string[] {
  const cells = widths.map((width, index) => wrapped(row[index] ?? [], width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, index) => {
        const text = cells[index]?.[line] ?? [];
        return painted(text, screen) + ' '.repeat(width - cellsWidth(text) + GAP);
      })
      .join('')
      .trimEnd(),
  );
}

/** Each row by itself: its first cell, and below it the others with their heads. */
function blocks(head: Row, rows: readonly Row[], screen: Screen): readonly string[] {
  return rows.flatMap(([first = [], ...others], index) => [
    ...(index === 0 ? [] : ['']),
    ...wrapped(first, screen.width).map((line) => painted(line, screen)),
    ...others.flatMap((cell, other) => {
      const name = head[other + 1] ?? [];
      const text = name.length === 0 ? cell : [...name, ...cellsOf(': ', []), ...cell];
      return wrapped(text, screen.width - 2).map((line) => `  ${painted(line, screen)}`);
    }),
  ]);
}
