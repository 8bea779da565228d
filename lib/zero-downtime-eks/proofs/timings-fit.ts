import type { Proof } from '../../proof/claim';
import { readTimings } from '../read-timings';
import { inequalities, violations } from '../timing-rules';

/** Reads every duration out of the synthesized stack and holds them against each other. */
export const prove: Proof = ({ assembly }) => {
  const timings = readTimings(assembly);
  const broken = violations(timings);
  const figures = inequalities.map(({ left, relation, right, values }) => {
    const [a, b] = values(timings);
    return [`${left} ${relation} ${right}`, `${a} s, ${b} s`] as const;
  });
  return Promise.resolve({ holds: broken.length === 0, figures: Object.fromEntries(figures), notes: broken });
};
