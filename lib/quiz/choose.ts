import type { Answers } from './state';

/** Of which questions, and how many. */
export interface Choice {
  readonly answers: Answers;
  /** At most so many. */
  readonly count: number;
  /** Only those that were missed the last time. @default false */
  readonly missedOnly?: boolean;
  /** Like `Math.random`. */
  readonly random: () => number;
}

/** What comes first: what was missed, what was never asked, what was known. */
const rank = (id: string, answers: Answers): number => ['missed', undefined, 'known'].indexOf(answers.get(id));

/**
 * Chooses questions: those missed, then those never asked, then those known, each in random order.
 *
 * @param ids each once
 */
export function chooseQuestions(
  ids: readonly string[],
  { answers, count, missedOnly = false, random }: Choice,
): readonly string[] {
  const candidates = missedOnly ? ids.filter((id) => answers.get(id) === 'missed') : ids;
  return shuffled(candidates, random)
    .sort((one, other) => rank(one, answers) - rank(other, answers))
    .slice(0, count);
}

/** Fisher-Yates, so that each order is as likely as any other. */
function shuffled(ids: readonly string[], random: () => number): string[] {
  const rest = [...ids];
  const order: string[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return order;
}
