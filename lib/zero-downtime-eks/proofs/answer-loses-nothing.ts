import type { Proof } from '../../proof/claim';
import { ROLLOUT, SPACED } from '../lab/conditions';
import { proveVariants } from '../lab/prove-variants';
import { theAnswer, type VariantResult } from '../lab/run-variants';

/** Rollouts at the same time, each with its own pods, load balancer and ledger. `npm run lab:rollout` makes more of them. */
const ROLLOUTS = 3;

/**
 * Rolls out releases of the real server by the synthesized manifests under load, sends requests with pauses to it, and counts
 * what clients and ledger lost.
 */
export const prove: Proof = (context) =>
  proveVariants(context, [...Array.from({ length: ROLLOUTS }, () => theAnswer(ROLLOUT)), theAnswer(SPACED)], figures);

function figures(results: readonly VariantResult[]) {
  const sum = (of: (result: VariantResult) => number) => results.reduce((total, one) => total + of(one), 0);
  const longest = Math.max(...results.map(({ longestStopSeconds }) => longestStopSeconds));
  return {
    rollouts: results.filter(({ stops }) => stops > 0).length,
    'pods replaced': sum(({ stops }) => stops),
    requests: sum(({ requests }) => requests),
    'failed requests': sum(({ failed }) => failed),
    'half-done payments': sum(({ halfDone }) => halfDone),
    'scenarios run again as the machine was busy': results.filter(({ firstRun }) => firstRun !== undefined).length,
    'payments charged twice': sum(({ duplicates }) => duplicates),
    'longest stop of a pod, seconds': Math.round(longest),
    'grace period, seconds': Math.round(results[0]?.graceSeconds ?? 0),
  };
}
