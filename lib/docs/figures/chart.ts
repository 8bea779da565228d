/** A picture of figures. Nothing in it may be told by its colours alone: a table or a sentence beside it has the numbers. */
export interface Chart {
  readonly title: string;
  /** Names of the bars, or where the axis begins and ends. */
  readonly x: readonly string[] | { readonly title: string; readonly from: number; readonly to: number };
  readonly y: { readonly title: string; readonly to: number };
  /** Bars over each other would hide each other, so that there is one row of them. @default - none */
  readonly bars?: readonly number[];
  /** @default - none */
  readonly lines?: readonly (readonly number[])[];
}

/** In the order of bars and lines; each of them can be told from a white and a dark ground. */
const COLOURS = '#3d85c6, #d9822b, #4c9f70';
/** So wide that a phone shrinks its letters hardly; pixels. */
const SIZE = { width: 440, height: 300 };

/**
 * A picture as a Mermaid xychart in a fenced block.
 *
 * @see https://mermaid.js.org/syntax/xyChart.html
 */
export function chart({ title, x, y, bars, lines = [] }: Chart): string {
  const numbers = (values: readonly number[]): string => `[${values.join(', ')}]`;
  return [
    '```mermaid',
    '---',
    'config:',
    '  xyChart:',
    `    width: ${SIZE.width}`,
    `    height: ${SIZE.height}`,
    '  themeVariables:',
    '    xyChart:',
    `      plotColorPalette: "${COLOURS}"`,
    '---',
    'xychart-beta',
    `  title "${plain(title)}"`,
    // What a screen reader calls the picture.
    `  accTitle: ${plain(title)}`,
    'from' in x
      ? `  x-axis "${plain(x.title)}" ${x.from} --> ${x.to}`
      : `  x-axis [${x.map((name) => `"${plain(name)}"`).join(', ')}]`,
    `  y-axis "${plain(y.title)}" 0 --> ${y.to}`,
    ...(bars ? [`  bar ${numbers(bars)}`] : []),
    ...lines.map((line) => `  line ${numbers(line)}`),
    '```',
  ].join('\n');
}

/** Quotes end a text, and Mermaid takes `;` and `#` for its own syntax. */
const plain = (text: string): string => text.replaceAll(/["#;`]/g, '');

/** A round number that no value exceeds. */
export function roundedUp(values: readonly number[]): number {
  const most = Math.max(...values);
  if (!(most > 0)) return 1;
  const step = 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.ceil(most / step) * step;
}
