import { createInterface } from 'node:readline';
import type { Person } from '../../lib/quiz/ask';
import { type Format, type Screen, textWidth } from '../../lib/quiz/inline';
import { isStyled, print, style } from './output';

/** Lines longer than this are hard to read; columns. */
const WIDEST = 100;

/** Columns where nobody says how many there are. */
const USUAL = 80;

const styles: Readonly<Record<Format, Parameters<typeof style>[0]>> = {
  bold: 'bold',
  italic: 'italic',
  code: 'cyan',
  dim: 'dim',
};

/** The terminal of standard output, or what stands in its place. */
export function screen(): Screen {
  const width = Math.min(process.stdout.columns || USUAL, WIDEST);
  if (!isStyled()) return { width };
  return {
    width,
    paint: (formats, text) => formats.reduce((painted, format) => style(styles[format], painted), text),
  };
}

/** Somebody at the terminal, or lines from a pipe. */
export interface Terminal extends Person {
  /** Gives the terminal back. */
  readonly close: () => void;
}

/** Reads replies from standard input; Ctrl-C and Ctrl-D are its end. */
export function openTerminal(): Terminal {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    ...(terminal && { output: process.stdout }),
    terminal,
    historySize: 0,
  });
  lines.on('SIGINT', () => lines.close());
  // From here on no line is lost that comes before it is asked for.
  const replies = lines[Symbol.asyncIterator]();
  const reply = async (prompt: string): Promise<string | undefined> => {
    if (!terminal) print(prompt.trimEnd());
    else {
      lines.setPrompt(style('dim', prompt));
      lines.prompt();
    }
    const { value, done } = await replies.next();
    if (terminal && done) print();
    if (terminal && value === '' && isStyled()) clearPrompt(prompt);
    return done ? undefined : value;
  };
  const show = (shown: readonly string[]): void => {
    for (const line of shown) print(line);
  };
  return { show, reply, screen, close: () => lines.close() };
}

/** Nothing but Enter was said to it, so it would only stand between the parts. */
function clearPrompt(prompt: string): void {
  const lines = Math.ceil(textWidth(prompt) / (process.stdout.columns || USUAL));
  process.stdout.write(`\x1b[${lines}A\r\x1b[J`);
}
