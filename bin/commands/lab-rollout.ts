import { ROLLOUT } from '../../lib/zero-downtime-eks/lab/conditions';
import { summary, surprises } from '../../lib/zero-downtime-eks/lab/describe';
import { disruptionVariants } from '../../lib/zero-downtime-eks/lab/disruption-variants';
import { type LongRunResult, longRun } from '../../lib/zero-downtime-eks/lab/long-run';
import { losses } from '../../lib/zero-downtime-eks/lab/result';
import { readRolloutSpec } from '../../lib/zero-downtime-eks/lab/rollout-spec';
import {
  isLate,
  isSpoilt,
  runVariants,
  theAnswer,
  type VariantResult,
  withAnswers,
} from '../../lib/zero-downtime-eks/lab/run-variants';
import { missingRequirements } from '../../lib/zero-downtime-eks/lab/runtime/requirements';
import { DEFAULT_FACTOR } from '../../lib/zero-downtime-eks/lab/scale';
import type { Variant } from '../../lib/zero-downtime-eks/lab/variant';
import { variants } from '../../lib/zero-downtime-eks/lab/variants';
import { columns, note, print, printable, progress, progressEnd, style } from './output';
import { synthesize } from './synthesize';

/** What stands behind `takehome lab rollout`; numbers as they were typed. */
export interface LabRolloutOptions {
  readonly rollouts?: string;
  readonly requests?: string;
  readonly variant?: readonly string[];
  readonly scale?: string;
  readonly json?: boolean;
}

/** The lab was asked for something it has not. */
export class LabRolloutError extends Error {
  override readonly name = 'InputError';
}

/**
 * Rolls out the answer so many times under so many requests, and its variants once each beside it.
 *
 * @returns the exit code: 1 where the answer loses something, or a variant does not come out as expected
 * @throws LabRolloutError
 * @throws SynthesisError
 */
export async function labRollout(options: LabRolloutOptions): Promise<number> {
  const rollouts = number('--rollouts', options.rollouts, 0);
  const requests = number('--requests', options.requests, 0);
  const factor = number('--scale', options.scale, DEFAULT_FACTOR);
  if (factor < 1) throw new LabRolloutError(`--scale ${options.scale}: 1 or more`);
  const chosen = choose(options.variant);
  const missing = missingRequirements();
  if (missing !== undefined) throw new LabRolloutError(missing);
  const spec = readRolloutSpec(synthesize(progress));
  if (options.json !== true) note(`one second of the lab stands for ${factor} of the manifests; node's start does not`);
  const long = rollouts > 0 ? await longRun(spec, { rollouts, requests, factor, progress }) : undefined;
  const results = await runVariants(spec, withAnswers(chosen), { factor, progress });
  progressEnd();
  if (options.json === true) print(JSON.stringify({ factor, long, results }, null, 2));
  else printTable(long, results);
  const lost = long === undefined ? [] : losses(long);
  return lost.length === 0 && results.every(({ asExpected }) => asExpected) ? 0 : 1;
}

function choose(names: readonly string[] | undefined): readonly Variant[] {
  const all = [...variants, ...disruptionVariants];
  if (names === undefined) return all;
  return names.flatMap((name) => {
    if (name === 'answer') return [theAnswer(ROLLOUT)];
    const found = all.filter((variant) => variant.name.includes(name) || variant.conditions.name.includes(name));
    if (found.length === 0) throw new LabRolloutError(`no variant '${name}'; there is: ${names_(all)}`);
    return found;
  });
}

const names_ = (all: readonly Variant[]): string => [...new Set(all.map(({ name }) => name))].join(', ');

function number(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text)) throw new LabRolloutError(`${option} ${text} is no number such as 20`);
  return Number(text);
}

function printLong(long: LongRunResult): void {
  const { rollouts, factor, failures, lateSeconds } = long;
  const lost = losses(long).length > 0;
  print(
    style(
      lost ? 'red' : 'green',
      `${rollouts} rollouts of the answer, scaled by ${Math.round(factor)}: ${summary(long)}`,
    ),
  );
  for (const [kind, number] of Object.entries(failures)) print(`  ${number} × ${kind}`);
  if (lost && isLate(long, factor))
    print(`  timers were up to ${lateSeconds.toFixed(2)} s late: the machine was too busy`);
  print();
}

function printTable(long: LongRunResult | undefined, results: readonly VariantResult[]): void {
  if (long) printLong(long);
  const rows = results.map((result) => [
    result.conditions,
    result.name,
    isSpoilt(result, results) ? 'machine too busy' : losses(result).join(', ') || 'nothing lost',
    summary(result),
  ]);
  const lines = columns([['under', 'variant', 'loses', 'figures'], ...rows]);
  for (const [index, line] of lines.entries()) {
    const result = results[index - 1];
    print(result === undefined ? style('bold', line) : style(losses(result).length === 0 ? 'green' : 'red', line));
  }
  const unexpected = results.filter(({ asExpected }) => !asExpected).length;
  print();
  for (const line of surprises(results)) print(printable(line));
  print(unexpected === 0 ? `${results.length} scenarios, all as expected` : `${unexpected} not as expected`);
}
