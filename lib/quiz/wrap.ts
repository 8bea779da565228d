import type { Cell } from './inline';

/** Columns that cells take. */
export const cellsWidth = (cells: readonly Cell[]): number => cells.reduce((sum, { width }) => sum + width, 0);

/** Cells between spaces. */
export function wordsOf(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const words: Cell[][] = [[]];
  for (const cell of cells) {
    if (cell.text === ' ') words.push([]);
    else words.at(-1)?.push(cell);
  }
  return words.filter((word) => word.length > 0);
}

/**
 * Breaks text into lines at its spaces, and a word that is longer than a line wherever the line ends.
 *
 * @param width columns; at least 2, which a wide character takes
 */
export function wrapped(cells: readonly Cell[], width: number): readonly (readonly Cell[])[] {
  const lines: Cell[][] = [[]];
  for (const word of wordsOf(cells)) {
    const line = lines.at(-1) ?? [];
    const fits = cellsWidth(line) + 1 + cellsWidth(word) <= width;
    if (line.length > 0 && fits) line.push(spaceBetween(line.at(-1), word[0]), ...word);
    else {
      if (line.length > 0) lines.push([]);
      for (const cell of word) {
        if (cellsWidth(lines.at(-1) ?? []) + cell.width > width) lines.push([]);
        lines.at(-1)?.push(cell);
      }
    }
  }
  return lines;
}

/** What is emphasized on both sides is emphasized between them. */
function spaceBetween(before: Cell | undefined, after: Cell | undefined): Cell {
  const formats = before?.formats.filter((format) => after?.formats.includes(format)) ?? [];
  return { text: ' ', width: 1, formats };
}
