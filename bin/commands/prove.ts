import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Exercise, exercises as registry } from '../../lib/exercises';
import type { Claim } from '../../lib/proof/claim';
import { htmlReport } from '../../lib/proof/report';
import { allHold, type ClaimResult, decideClaims, type State, stateOf } from '../../lib/proof/runner';
import { writeEvidence } from '../../lib/site/evidence';
import { columns, print, progress, progressEnd, style } from './output';
import { synthesize } from './synthesize';

const root = join(__dirname, '../..');

/** Real CloudTrail records that lie beside the project on some machines. */
const REAL_EVENTS = '../shared/tagging/cloudtrail-events.jsonl';

/** Probes of real deployments that lie there too. */
const REAL_PROBES = '../shared/network/observations';

const COLOURS: Readonly<Record<State, 'green' | 'red' | 'yellow'>> = {
  holds: 'green',
  'does not hold': 'red',
  skipped: 'yellow',
};

/** Notes shown of a claim; one that does not hold may have hundreds. */
const NOTES = 10;

export interface ProveOptions {
  readonly json?: boolean;
  readonly report?: string;
  readonly events?: string;
  readonly observations?: string;
}

/**
 * Decides the claims of exercises and prints what was found. Of all exercises it is kept for the site.
 *
 * @returns the exit code: 1 when a claim does not hold
 */
export async function prove(exercises: readonly Exercise[], options: ProveOptions): Promise<number> {
  const claims: readonly Claim[] = exercises.flatMap((exercise) => exercise.claims);
  const assembly = synthesize(progress);
  const events = options.events ?? (existsSync(REAL_EVENTS) ? REAL_EVENTS : undefined);
  const observations = options.observations ?? (existsSync(REAL_PROBES) ? REAL_PROBES : undefined);
  const results = await decideClaims(claims, {
    assembly,
    progress,
    ...(events !== undefined && { events }),
    ...(observations !== undefined && { observations }),
  });
  progressEnd();
  if (exercises === registry) writeEvidence(root, results, new Date().toISOString().slice(0, 10));
  if (options.report !== undefined) writeReport(options.report, results);
  if (options.json === true) print(JSON.stringify(results, null, 2));
  else printResults(results);
  return allHold(results) ? 0 : 1;
}

function writeReport(file: string, results: readonly ClaimResult[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, htmlReport('What the answers claim, and what was found', results));
}

function printResults(results: readonly ClaimResult[]): void {
  for (const { claim, text, verdict, evidence, pointer } of results) {
    if (verdict === undefined) {
      print(`${style('dim', evidence.padEnd(14))}${claim}`);
      print(`              ${text}`);
      print(style('dim', `              ${pointer}`));
    } else {
      const state = stateOf(verdict);
      print(`${style(COLOURS[state], state)}${' '.repeat(14 - state.length)}${claim}`);
      print(`              ${text}`);
      const figures = Object.entries(verdict.figures).map(([name, value]) => [String(value), name]);
      for (const line of columns(figures)) print(style('dim', `              ${line}`));
      if (verdict.skipped !== undefined) print(style('dim', `              ${verdict.skipped}`));
      for (const note of verdict.notes.slice(0, NOTES)) print(style('dim', `              ${note}`));
      const more = verdict.notes.length - NOTES;
      if (more > 0) print(style('dim', `              and ${more} more; --json shows all`));
    }
    print();
  }
  const proofs = results.filter(({ verdict }) => verdict !== undefined);
  const held = proofs.filter(({ verdict }) => verdict?.holds === true).length;
  const skipped = proofs.filter(({ verdict }) => verdict?.skipped !== undefined).length;
  print(
    [
      `${held} of ${proofs.length} proofs hold`,
      ...(skipped > 0 ? [`${skipped} ${skipped === 1 ? 'was' : 'were'} skipped`] : []),
      `${results.length - proofs.length} claims need an account or are cited`,
    ].join('; '),
  );
}
