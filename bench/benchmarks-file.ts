import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { BENCHMARKS_FILE, type Benchmarks, type DatedFigure, type Figure } from '../lib/docs/figures/data';

/** Figures of another machine would stand beside these as if they could be compared. */
export class OtherMachineError extends Error {
  override readonly name = 'OtherMachineError';
}

/** What is measured beside other work says nothing about what is measured. */
export class BusyMachineError extends Error {
  override readonly name = 'BusyMachineError';
}

/** Processes that wait, for each core, of which a measurement would still be believed. */
const MOST_LOAD = 0.5;

/**
 * Refuses to record what would be the figures of a busy machine; to be called before anything is measured.
 *
 * @param load mean number of processes that ran or waited in the last minute
 * @throws BusyMachineError
 */
export function requireQuiet([load = 0]: readonly number[] = loadavg(), cores = cpus().length): void {
  const most = MOST_LOAD * cores;
  if (load > most) throw new BusyMachineError(`the load is ${load.toFixed(1)}, and figures need ${most} at most`);
}

/**
 * Benchmarks with new figures in the place of those that they replace; others stay as they are, with their dates.
 *
 * @param date of the new ones, such as `2026-11-21`
 * @param machine that they were measured on
 * @throws OtherMachineError where others stay that were measured on another machine
 */
export function withFigures(before: Benchmarks, figures: readonly Figure[], date: string, machine: string): Benchmarks {
  const dated = new Map(figures.map((figure): [string, DatedFigure] => [figure.id, { ...figure, date }]));
  const stay = before.figures.filter(({ id }) => !dated.has(id));
  if (stay.length > 0 && machine !== before.machine) {
    throw new OtherMachineError(`docs/benchmarks.json is of ${before.machine}, and this machine has ${machine}`);
  }
  const known = new Set(before.figures.map(({ id }) => id));
  const replaced = before.figures.map((figure) => dated.get(figure.id) ?? figure);
  return { machine, figures: [...replaced, ...[...dated.values()].filter(({ id }) => !known.has(id))] };
}

/** Puts figures that were measured just now into docs/benchmarks.json. @throws OtherMachineError */
export function recordFigures(figures: readonly Figure[], date: string): void {
  const before = JSON.parse(readFileSync(BENCHMARKS_FILE, 'utf8')) as Benchmarks;
  const after = withFigures(before, figures, date, thisMachine());
  writeFileSync(BENCHMARKS_FILE, `${JSON.stringify(after, null, 2)}\n`);
}

/** What a reader should know of it: the number of its cores. */
const thisMachine = (): string => `${cpus().length} cores`;
