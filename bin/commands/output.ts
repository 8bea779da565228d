import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Writes a line to standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line for the person to standard error. */
export function note(line: string): void {
  progressEnd();
  process.stderr.write(`takehome: ${printable(line)}\n`);
}

/** Text of somebody else's without what would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
}

/** Whether a person reads standard output who wants colours. */
export function isStyled(): boolean {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined;
}

/** Colours text where a person reads it, and leaves it plain elsewhere. */
export function style(format: Style, text: string): string {
  return isStyled() ? styleText(format, text) : text;
}

/** Writes what is going on to standard error; on a terminal each line replaces the one before. */
export function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

/** A person begins to wonder after this time; milliseconds since the process began. */
const LONG_MS = 2_000;

/**
 * Tells once a second how far things are, if they take long.
 *
 * @returns ends it
 */
export function progressWhenLong(text: () => string): () => void {
  let last = '';
  const timer = setInterval(() => {
    const now = text();
    if (performance.now() < LONG_MS || now === last) return;
    last = now;
    progress(now);
  }, 1_000);
  return () => {
    clearInterval(timer);
    progressEnd();
  };
}

/** Ends a line of progress. */
export function progressEnd(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

/** Rows as columns that line up, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  '),
  );
}
