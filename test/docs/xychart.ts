const HEAD = /^---\nconfig:\n(?: {2,8}[a-zA-Z]+:(?: (?:\d+|"[^"]+"))?\n)+---\n/;
const TEXT = '"[^";#`]+"';
const NUMBER = '-?\\d+(?:\\.\\d+)?';
const TITLE = new RegExp(`^title ${TEXT}$`);
const NAME = /^accTitle: [^";#`]+$/;
const RANGE = new RegExp(`^([xy])-axis ${TEXT} (${NUMBER}) --> (${NUMBER})$`);
const NAMES = new RegExp(`^x-axis \\[(${TEXT}(?:, ${TEXT})*)\\]$`);
const VALUES = new RegExp(`^(?:bar|line) \\[(${NUMBER}(?:, ${NUMBER})*)\\]$`);

/**
 * Reads the part of Mermaid's xychart that these pages use: what it looks like between two `---`, a title, its name for a screen reader, an x-axis with
 * names or a range, a y-axis with a range, at most one row of bars, which would hide another, and lines. Each row has as many
 * values as there are names, and the y-axis holds them.
 *
 * @returns what is wrong, one sentence each; empty for an xychart
 * @see https://mermaid.js.org/syntax/xyChart.html
 */
export function xychartProblems(text: string): readonly string[] {
  const [header = '', ...lines] = text.replace(HEAD, '').trimEnd().split('\n');
  const problems = header === 'xychart-beta' ? [] : [`no header: ${header}`];
  const told = lines.map((line) => line.trim());
  problems.push(
    ...told
      .filter((line) => ![TITLE, NAME, RANGE, NAMES, VALUES].some((part) => part.test(line)))
      .map((line) => `cannot be read: ${line}`),
  );
  for (const part of ['title ', 'accTitle: ', 'x-axis ', 'y-axis ']) {
    const count = told.filter((line) => line.startsWith(part)).length;
    if (count !== 1) problems.push(`${count} lines begin with ${part}`);
  }
  if (told.filter((line) => line.startsWith('bar ')).length > 1) problems.push('bars hide bars');
  const series = told.flatMap((line) => {
    const values = VALUES.exec(line)?.[1]?.split(', ').map(Number);
    return values === undefined ? [] : [values];
  });
  if (series.length === 0) problems.push('nothing is drawn');
  const names = told.flatMap((line) => NAMES.exec(line)?.[1]?.match(new RegExp(TEXT, 'g')) ?? []).length;
  const length = names > 0 ? names : (series[0]?.length ?? 0);
  problems.push(
    ...series.filter((values) => values.length !== length).map((values) => `${values.length} values, not ${length}`),
  );
  for (const line of told) {
    const [, axis, from = '', to = ''] = RANGE.exec(line) ?? [];
    if (axis === undefined) continue;
    if (Number(from) >= Number(to)) problems.push(`an axis from ${from} to ${to}`);
    const outside = series.flat().filter((value) => axis === 'y' && (value < Number(from) || value > Number(to)));
    problems.push(...outside.map((value) => `${value} is not on the y-axis`));
  }
  return problems;
}
