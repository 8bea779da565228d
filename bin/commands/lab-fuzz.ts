import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exercises } from '../../lib/exercises';
import { describedBases } from '../../lib/packet-lab/fuzz/bases';
import { examine } from '../../lib/packet-lab/fuzz/examine';
import { type Finding, type FuzzReport, fuzz } from '../../lib/packet-lab/fuzz/fuzz';
import { readReproducer, writeReproducer } from '../../lib/packet-lab/fuzz/reproducer';
import { shrink } from '../../lib/packet-lab/fuzz/shrink';
import { formatDisagreement, formatFinding, fuzzBases } from '../../lib/packet-lab/proofs';
import { InputError } from '../../lib/reachability/input-error';
import { note, print, printable, progress, progressEnd, style } from './output';
import { synthesize } from './synthesize';

/** Deployments that lie beside the project on some machines. */
const REAL_DEPLOYMENTS = '../shared/network/observations';
/** Our own describe answers. */
const FIXTURES = 'test/fixtures/describe';
/** Disagreements that are shrunk; the others are told as they are. */
const SHRUNK = 5;
/** Lines shown of a disagreeing mutant. */
const SHOWN = 3;

/** What stands behind `takehome lab fuzz`. */
export interface LabFuzzOptions {
  readonly seed?: string;
  readonly mutants?: string;
  readonly folder?: string;
  readonly reproduce?: string;
  readonly json?: boolean;
}

/**
 * Changes networks at random and asks the verifier and the packets about each; or asks again what a reproducer holds.
 *
 * @returns the exit code: 1 where they disagree
 * @throws InputError
 * @throws LabUnavailableError
 */
export async function labFuzz(options: LabFuzzOptions): Promise<number> {
  if (options.reproduce !== undefined) return reproduce(options.reproduce);
  const { seed = '1', mutants: text = '500', folder = REAL_DEPLOYMENTS, json } = options;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InputError(`--mutants ${text} is no number from 1 to 9999999`);
  if (options.folder !== undefined && !existsSync(folder)) throw new InputError(`no folder ${folder}`);
  if (!existsSync(folder)) note(`skipped: deployments of real accounts, as there is no ${folder}`);
  const connectivities = exercises.flatMap(({ connectivity }) => connectivity ?? []);
  const bases = [
    ...fuzzBases(synthesize(progress), connectivities, folder),
    ...describedBases('fixtures', join(__dirname, '../..', FIXTURES)),
  ];
  const [mutants, start] = [Number(text), performance.now()];
  const report = await fuzz({
    bases,
    seed,
    mutants,
    path: process.env.PATH ?? '',
    progress: (done, disagreeing) => {
      if (done % 25 !== 0 && done !== mutants) return;
      const seconds = Math.round((performance.now() - start) / 1_000);
      progress(`${done} of ${mutants} mutants, ${disagreeing} with disagreements, ${seconds} s`);
    },
  });
  progressEnd();
  const files = await reproducers(report.findings);
  if (json === true) print(JSON.stringify({ seed, networks: bases.length, ...report, findings: told(report), files }));
  else printReport(report, seed, bases.length, files);
  return report.findings.length === 0 ? 0 : 1;
}

async function reproducers(findings: readonly Finding[]): Promise<readonly string[]> {
  const folder = join(tmpdir(), 'takehome-lab-fuzz');
  const files: string[] = [];
  for (const { mutant, examination } of findings.slice(0, SHRUNK)) {
    const { disagreements } = examination;
    const worst = disagreements.find(({ about }) => about === 'verdict') ?? disagreements[0];
    if (!worst) continue;
    progress(`shrinking mutant ${mutant.name}`);
    const found = await shrink(mutant, worst, process.env.PATH ?? '');
    if (!found) {
      note(`mutant ${mutant.name}: the disagreement did not come again`);
      continue;
    }
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${mutant.name.replaceAll(/[^\w-]/g, '-')}.json`);
    writeReproducer(file, found);
    files.push(file);
  }
  progressEnd();
  return files;
}

async function reproduce(file: string): Promise<number> {
  const { model, question } = readReproducer(file);
  const { from, to, ...port } = question;
  const only = (one: string, other: string) => one === from && other === to;
  const { failure, disagreements } = await examine(model, process.env.PATH ?? '', [port], { only });
  if (failure !== undefined) print(printable(failure));
  for (const one of disagreements) print(printable(formatDisagreement(one)));
  const agrees = failure === undefined && disagreements.length === 0;
  print(agrees ? style('green', 'no disagreement') : style('red', 'it disagrees'));
  return agrees ? 0 : 1;
}

/** Findings without the networks, which are in the files of the reproducers. */
function told({ findings }: FuzzReport) {
  return findings.map(({ mutant: { name, base, mutations, ports }, examination }) => ({
    mutant: name,
    base: base.name,
    mutations: mutations.map((mutation) => mutation.name),
    ports,
    failure: examination.failure,
    disagreements: examination.disagreements,
  }));
}

function printReport(report: FuzzReport, seed: string, networks: number, files: readonly string[]): void {
  const { findings, mutants, compared, reachable, explained, notCompared, unsteady, seconds } = report;
  for (const finding of findings) {
    const lines = formatFinding(finding);
    for (const line of lines.slice(0, SHOWN)) print(printable(line));
    if (lines.length > SHOWN) print(`and ${lines.length - SHOWN} more of it`);
  }
  for (const file of files) print(`reproducer: npx takehome lab fuzz --reproduce ${file}`);
  print(`${mutants} mutants of ${networks} networks, seed ${seed}, ${Math.round(seconds)} s`);
  print(`${compared} questions to the verifier and to the packets, ${reachable} reachable`);
  print(`${explained} of the others lost where the packets' drop point is known and was compared`);
  if (notCompared > 0) print(`${notCompared} questions not compared, as one of the two cannot judge them`);
  if (unsteady > 0)
    print(`${unsteady} mutants on which they agreed when asked again only: packets were lost by chance`);
  const [none, some] = ['no disagreement', `${findings.length} mutants with disagreements`];
  print(findings.length === 0 ? style('green', none) : style('red', some));
}
