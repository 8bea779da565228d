import type { Proof } from '../../proof/claim';
import { rules } from '../../reachability/aws-rules/rules';
import { violations } from '../../reachability/aws-rules/violations';
import { differences } from '../../reachability/observations';

/** Holds the verifier against rules that AWS documents, each with a counterexample, and against probes in real accounts. */
export const prove: Proof = async ({ observations: folder }) => {
  const wrong = rules.flatMap(({ id, expected, twin }) => [
    ...violations(expected).map((problem) => `${id}: ${problem}`),
    ...violations(twin).map((problem) => `${id}, without what it is about: ${problem}`),
  ]);
  const observed = folder === undefined ? undefined : differences(folder);
  return {
    holds: wrong.length === 0 && (observed?.differing ?? []).length === 0,
    figures: {
      'rules that AWS documents': rules.length,
      'networks built for them': rules.length * 2,
      deployments: observed?.deployments ?? 'skipped',
      probes: observed?.probes ?? 'skipped',
      'verdicts that are not what AWS did': observed?.differing.length ?? 'skipped',
    },
    notes: [
      ...wrong,
      ...(observed?.differing ?? []),
      ...(folder === undefined ? ['probes of real deployments: skipped, no folder was given (--observations)'] : []),
    ],
  };
};
