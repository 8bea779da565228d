import { table } from '../blocks';
import { docsFrom } from '../page-language';
import type { Language } from '../questions';
import { type Benchmarks, type DatedFigure, readBenchmarks } from './data';
import { figureWords } from './words';

/** Figures of a bench that are not there cannot be shown. */
export class MissingFigureError extends Error {
  override readonly name = 'MissingFigureError';
}

/**
 * The figures of a bench as a table, with what they are compared with where that was measured, and when and where that was.
 *
 * @throws MissingFigureError where there are none
 */
export function benchTable(bench: string, language: Language, benchmarks: Benchmarks = readBenchmarks()): string {
  const { what, measured, baseline, goal, ratio, measuredOn, text } = figureWords[language];
  const figures = figuresOf(bench, benchmarks);
  const has = (key: 'baseline' | 'goal'): boolean => figures.some((figure) => figure[key] !== undefined);
  const rows = figures.map((figure) => {
    const amount = (value: number | undefined): string =>
      value === undefined ? '' : `${formatted(value)} ${text(figure.unit)}`;
    return [
      text(figure.what),
      amount(figure.value),
      ...(has('baseline') ? [amount(figure.baseline), times(figure)] : []),
      ...(has('goal') ? [amount(figure.goal)] : []),
    ];
  });
  const head = [what, measured, ...(has('baseline') ? [baseline, ratio] : []), ...(has('goal') ? [goal] : [])];
  const dates = [...new Set(figures.map(({ date }) => date))].sort();
  const note = measuredOn(dates, benchmarks.machine, `${docsFrom[language]}benchmarks.json`);
  return `${table(head, rows)}\n\n${note}`;
}

/** @throws MissingFigureError where there are none */
export function figuresOf(bench: string, { figures }: Benchmarks = readBenchmarks()): readonly DatedFigure[] {
  const found = figures.filter(({ id }) => id.startsWith(`${bench}/`));
  if (found.length === 0) throw new MissingFigureError(`docs/benchmarks.json has no figure of ${bench}`);
  return found;
}

/** @throws MissingFigureError where there is no such figure */
export function figureOf(id: string, { figures }: Benchmarks = readBenchmarks()): DatedFigure {
  const found = figures.find((figure) => figure.id === id);
  if (found === undefined) throw new MissingFigureError(`docs/benchmarks.json has no figure ${id}`);
  return found;
}

const formatted = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

const times = ({ value, baseline }: DatedFigure): string =>
  baseline === undefined ? '' : `${Number((value / baseline).toPrecision(2)).toLocaleString('en-US')} ×`;
