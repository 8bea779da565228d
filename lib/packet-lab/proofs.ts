import { existsSync } from 'node:fs';
import type { Connectivity } from '../connectivity/option';
import { optionNetworks } from '../connectivity/option-network';
import type { Proof, Verdict } from '../proof/claim';
import { formatPort, type ProtocolPort } from '../reachability/questions';
import type { Disagreement } from './compare';
import { type Base, describedBases, generatedBases, optionBases, ruleBases, smallBases } from './fuzz/bases';
import { examine } from './fuzz/examine';
import { AT_ONCE, type Finding, fuzz } from './fuzz/fuzz';
import { pooled } from './fuzz/pool';
import { observeInLab } from './observations';

/** Where a Linux keeps python3, ip and nft; what a lab is made with is no affair of whoever proves. */
const STANDARD_PATH = '/usr/local/bin:/usr/bin:/bin';

/** Asked besides the port that an option is for: one that nothing is for, and whether anybody answers at all. */
const OTHERS: readonly ProtocolPort[] = [{ protocol: 'tcp', port: 9 }, { protocol: 'icmp' }];

/**
 * With every option of an exercise, packets fare as the verifier says: everybody to everybody, on the intended port and two
 * others.
 */
export function packetsAgree(connectivity: Connectivity, path = STANDARD_PATH): Proof {
  return ({ assembly, progress }) =>
    unlessUnavailable(async () => {
      const networks = optionNetworks(assembly, connectivity);
      const { options } = connectivity;
      const examined = await pooled(options, AT_ONCE, async (option) => {
        const ports = [...new Set(option.flows.map(({ port }) => port))];
        const asked = [...ports.map((port): ProtocolPort => ({ protocol: 'tcp', port })), ...OTHERS];
        const found = await examine(networks.with(option).model, path, asked);
        progress(`packets of ${option.id}`);
        return { option, found };
      });
      const good = examined.flatMap(({ found }) => (found.failure === undefined ? [found] : []));
      const problems = examined.flatMap(({ option, found }) => [
        ...(found.failure === undefined ? [] : [`${option.id}: ${found.failure}`]),
        ...found.disagreements.map((one) => `${option.id}: ${formatDisagreement(one)}`),
      ]);
      return {
        holds: problems.length === 0 && options.length > 0,
        figures: {
          options: options.length,
          'questions to verifier and packets': sum(good, ({ compared }) => compared),
          'of them reachable': sum(good, ({ reachable }) => reachable),
          'drop points compared': sum(good, ({ explained }) => explained),
          'questions that one cannot judge': sum(good, ({ notCompared }) => notCompared.pairs),
          disagreements: problems.length,
        },
        notes: problems,
      };
    });
}

/** Packets fare in labs of observed deployments as they did on AWS; the verifier has no part in it. */
export function observationsByPackets(path = STANDARD_PATH): Proof {
  return ({ observations, progress }) => {
    if (observations === undefined) {
      return Promise.resolve(skipped('no observations of real deployments were given (--observations)'));
    }
    return unlessUnavailable(async () => {
      progress('packets through labs of observed deployments');
      const { deployments, probes, differing } = await observeInLab(observations, path);
      return {
        holds: probes > 0 && differing.length === 0,
        figures: { deployments, probes, 'that fared otherwise': differing.length },
        notes: differing.map((id) => `${id} fared otherwise than on AWS`),
      };
    });
  };
}

/** What a fuzz proof is made of. */
export interface FuzzProofOptions {
  readonly connectivities: readonly Connectivity[];
  /** @default - 'ci' */
  readonly seed?: string;
  /** @default - 60 */
  readonly mutants?: number;
  /** Where programs are looked for. @default - where a Linux keeps them */
  readonly path?: string;
}

/** Networks changed at random: packets fare as the verifier says. A share of what `takehome lab fuzz` does. */
export function fuzzAgrees(options: FuzzProofOptions): Proof {
  const { connectivities, seed = 'ci', mutants = 60, path = STANDARD_PATH } = options;
  return ({ assembly, observations, progress }) =>
    unlessUnavailable(async () => {
      const bases = fuzzBases(assembly, connectivities, observations);
      const report = await fuzz({
        bases,
        seed,
        mutants,
        path,
        progress: (done) => {
          if (done % 10 === 0) progress(`${done} of ${mutants} changed networks`);
        },
      });
      return {
        holds: report.findings.length === 0 && report.mutants > 0,
        figures: {
          networks: bases.length,
          mutants: report.mutants,
          'questions to verifier and packets': report.compared,
          'of them reachable': report.reachable,
          'drop points compared': report.explained,
          'questions that one cannot judge': report.notCompared,
          'mutants agreed on at the second time only': report.unsteady,
          disagreements: report.findings.length,
        },
        notes: report.findings.flatMap(formatFinding),
      };
    });
}

/**
 * Every network that mutants are made of: options of exercises, networks of AWS's rules, generated ones, and observed ones
 * where there are any.
 */
export function fuzzBases(
  assembly: string,
  connectivities: readonly Connectivity[],
  observations: string | undefined,
): readonly Base[] {
  return [
    ...connectivities.flatMap((connectivity) => optionBases(assembly, connectivity)),
    ...ruleBases(),
    ...generatedBases(),
    ...smallBases(),
    ...(observations !== undefined && existsSync(observations) ? describedBases('observed', observations) : []),
  ];
}

/** A mutant and what is not the same about it, in a line for each question. */
export function formatFinding({ mutant, examination }: Finding): readonly string[] {
  const name = `${mutant.base.name}, mutant ${mutant.name} (${mutant.mutations.map((one) => one.name).join('; ')})`;
  if (examination.failure !== undefined) return [`${name}: ${examination.failure}`];
  return examination.disagreements.map((one) => `${name}: ${formatDisagreement(one)}`);
}

/** What either side says of a question. */
export function formatDisagreement({ from, to, about, verdict, outcome, ...port }: Disagreement): string {
  const reasons = verdict.blockedBy.map(({ component, reason }) => `${component} ${reason}`);
  const lost = outcome.connections.flatMap((one) => one.lost).map(({ component, reason }) => `${component} ${reason}`);
  const answers = outcome.connections.flatMap(({ answer }) => (answer === undefined ? [] : [`answered by ${answer}`]));
  const packets = [...new Set([...answers, ...lost])].join(', ') || (outcome.nothing ?? 'lost at no known drop point');
  return `${formatPort(port)} from ${from} to ${to}: ${about}: verifier ${[verdict.verdict, ...reasons].join(', ')}; packets ${packets}`;
}

/** A proof that this machine cannot carry out was not carried out. */
async function unlessUnavailable(prove: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await prove();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LabUnavailableError') throw error;
    return skipped(error.message);
  }
}

const skipped = (reason: string): Verdict => ({ holds: false, skipped: reason, figures: {}, notes: [] });

function sum<T>(list: readonly T[], figure: (one: T) => number): number {
  return list.reduce((total, one) => total + figure(one), 0);
}
