import { decide, isReachable } from '../reachability/decide';
import type { NetworkModel } from '../reachability/model';
import { Network } from '../reachability/network';
import { INTERNET, type ProtocolPort, question } from '../reachability/questions';
import type { Question, Verdict } from '../reachability/verdict';
import { explained } from './explanation';
import { gaps } from './gaps';
import type { Lab } from './lab';
import { type Outcome, probe } from './probe';

/** One question that was put to both the verifier and the packets. */
export interface ComparedPair extends ProtocolPort {
  /** Id of an interface, or `internet`. */
  readonly from: string;
  /** Id of a component, or `internet`. */
  readonly to: string;
}

/** Both answers to one question, where they are not the same. */
export interface Disagreement extends ComparedPair {
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  /** What is not the same: whether it is reachable, or only what blocks it. */
  readonly about: 'verdict' | 'explanation';
}

/** What the two methods say of all pairs. */
export interface LabComparison {
  readonly compared: number;
  readonly reachable: number;
  /** Pairs of which the packets showed a drop point on the way that the verifier explains; what loses them was compared. */
  readonly explained: number;
  readonly disagreements: readonly Disagreement[];
  /** Pairs that one of the two cannot judge, and why, each reason once. */
  readonly notCompared: { readonly pairs: number; readonly reasons: readonly string[] };
  /** Pairs through which packets got, in the order of the plan. */
  readonly open: readonly ComparedPair[];
}

export interface CompareOptions {
  readonly ports: readonly ProtocolPort[];
  /** Leaves out pairs. @default - none */
  readonly only?: (from: string, to: string) => boolean;
  /** Breaks the verifier on purpose, to see that it is noticed: the model that it reads instead. */
  readonly verifier?: NetworkModel;
}

/**
 * Puts the same questions to the verifier and to the packets: everybody to everybody, on each port.
 *
 * @throws LabError
 */
export async function compare(lab: Lab, model: NetworkModel, options: CompareOptions): Promise<LabComparison> {
  const network = new Network(options.verifier ?? model);
  const spoiled = gaps(lab.plan, model);
  const reasons = new Set<string>();
  const all = pairsOf(lab, options);
  const judged = all.filter(({ from, to }) => {
    const gap = spoiled(from, to);
    if (gap !== undefined) reasons.add(`${gap.component}: ${gap.reason}`);
    return gap === undefined;
  });
  const outcomes = await probe(
    lab,
    model,
    judged.map(({ from, to, ...what }) => ({ from, to: { componentId: to }, ...what })),
  );
  const disagreements: Disagreement[] = [];
  const open: ComparedPair[] = [];
  let [compared, unsure] = [0, 0];
  for (const [index, pair] of judged.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('fewer outcomes than probes');
    if (outcome.reachable) open.push(pair);
    const asked = question(pair.from, pair.to, pair);
    const same = isSaidReachable(network, asked) === outcome.reachable;
    if (same && outcome.reachable) continue;
    const verdict = decide(network, asked);
    if (verdict.notModelled.length > 0) {
      for (const { component, reason } of verdict.notModelled) reasons.add(`${component}: ${reason}`);
      unsure++;
      continue;
    }
    if (!same) {
      disagreements.push({ ...pair, verdict, outcome, about: 'verdict' });
      continue;
    }
    const why = explained({ plan: lab.plan, model }, pair, verdict, outcome);
    if (why !== 'unknown') compared++;
    if (why === 'no') disagreements.push({ ...pair, verdict, outcome, about: 'explanation' });
  }
  return {
    compared: judged.length - unsure,
    reachable: open.length,
    explained: compared,
    disagreements,
    notCompared: { pairs: all.length - judged.length + unsure, reasons: [...reasons] },
    open,
  };
}

/** Hosts of the internet that something in particular is said of may get through where the others do not. */
function isSaidReachable(network: Network, asked: Question): boolean {
  if (isReachable(network, asked)) return true;
  return asked.from === INTERNET && decide(network, asked).warnings.some((text) => text.startsWith('reachable from '));
}

/** What the internet says to itself nobody asks. */
function pairsOf({ plan }: Lab, { ports, only }: CompareOptions): readonly ComparedPair[] {
  const sources = plan.hosts.filter(({ client }) => client).map(({ id }) => id);
  const destinations = plan.entrances.map(({ component }) => component);
  return sources.flatMap((from) =>
    destinations
      .filter((to) => !(from === INTERNET && to === INTERNET) && (only?.(from, to) ?? true))
      .flatMap((to) => ports.map((port) => ({ from, to, ...port }))),
  );
}
