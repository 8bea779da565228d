import type { Disagreement } from '../compare';
import type { Base } from './bases';
import { type Examination, examine } from './examine';
import { type Mutant, mutant } from './mutant';
import { pooled } from './pool';

/** What is asked of a fuzz run. */
export interface FuzzOptions {
  readonly bases: readonly Base[];
  /** The same seed makes the same mutants. */
  readonly seed: string;
  readonly mutants: number;
  /** Where programs are looked for, as in the environment. */
  readonly path: string;
  /** Labs that stand at the same time; most of the time each waits for answers that do not come. @default - 6 */
  readonly atOnce?: number;
  /** Told after each mutant. */
  readonly progress?: (done: number, disagreeing: number) => void;
}

/** A mutant of which the verifier and the packets do not say the same. */
export interface Finding {
  readonly mutant: Mutant;
  readonly examination: Examination;
}

/** What a fuzz run found. */
export interface FuzzReport {
  readonly mutants: number;
  /** Questions that were put to both. */
  readonly compared: number;
  readonly reachable: number;
  /** Questions of which the packets' drop point was compared with what the verifier names. */
  readonly explained: number;
  /** Questions that one of the two cannot judge. */
  readonly notCompared: number;
  /** Mutants on which they agreed when asked a second time only. */
  readonly unsteady: number;
  /** In the order of the mutants. */
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

/** How many labs stand at once if nothing is said. */
export const AT_ONCE = 6;

/**
 * Changes networks at random, and asks the verifier and the packets about all pairs of each.
 *
 * @throws LabUnavailableError
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { bases, seed, mutants: count, path, atOnce = AT_ONCE, progress = () => undefined } = options;
  const start = performance.now();
  let [done, disagreeing, unsteady] = [0, 0, 0];
  const numbers = Array.from({ length: count }, (_, number) => number);
  const examined = await pooled(numbers, atOnce, async (number) => {
    const one = mutant(bases, seed, number);
    const first = await examine(one.model, path, one.ports);
    const examination = isFinding(first) ? await again(one, first, path) : first;
    if (isFinding(first) && !isFinding(examination)) unsteady++;
    done++;
    if (isFinding(examination)) disagreeing++;
    progress(done, disagreeing);
    // Mutants are many, and those that agree are of no further use.
    return { examination, ...(isFinding(examination) && { mutant: one }) };
  });
  const good = examined.flatMap(({ examination }) => (examination.failure === undefined ? [examination] : []));
  const sum = (figure: (one: (typeof good)[number]) => number) => good.reduce((total, one) => total + figure(one), 0);
  return {
    mutants: count,
    compared: sum(({ compared }) => compared),
    reachable: sum(({ reachable }) => reachable),
    explained: sum(({ explained }) => explained),
    notCompared: sum(({ notCompared }) => notCompared.pairs),
    unsteady,
    findings: examined.flatMap(({ mutant: one, examination }) => (one ? [{ mutant: one, examination }] : [])),
    seconds: (performance.now() - start) / 1_000,
  };
}

/** Pairs that are asked again at most, each in a lab of its own. */
const ASKED_AGAIN = 30;

/**
 * What comes again: packets get lost on a busy machine too, and where a network ACL singles out a port, the connections
 * that a NAT gateway is to give it to are in each other's way.
 */
async function again({ model, ports }: Mutant, first: Examination, path: string): Promise<Examination> {
  const second = await examine(model, path, ports);
  if (first.failure !== undefined || second.failure !== undefined) return second;
  const confirmed: Disagreement[] = [];
  for (const [index, one] of second.disagreements.entries()) {
    const { from, to, protocol, port } = one;
    const asked = [{ protocol, ...(port !== undefined && { port }) }];
    const only = (source: string, destination: string) => source === from && destination === to;
    const alone = index < ASKED_AGAIN ? await examine(model, path, asked, { only }) : undefined;
    if (!alone || isFinding(alone)) confirmed.push(one);
  }
  // Where none of many comes again the others do not either.
  return {
    ...second,
    disagreements: confirmed.some((one) => second.disagreements.indexOf(one) < ASKED_AGAIN) ? confirmed : [],
  };
}

/** Whether the two methods do not agree, or one of them failed. */
export function isFinding({ failure, disagreements }: Examination): boolean {
  return failure !== undefined || disagreements.length > 0;
}
