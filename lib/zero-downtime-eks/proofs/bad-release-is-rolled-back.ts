import type { Proof } from '../../proof/claim';
import { assemblyResources } from '../assembly-resources';
import { readRelease } from '../canary-simulation/read-release';
import { type Outcome, type Trial, tryRelease } from '../canary-simulation/try-release';
import { AVAILABILITY, errorBudget } from '../slo';

/** Of the month's error budget that a release which fails one request in five may use up. */
const BUDGET_SHARE = 0.005;

interface Case {
  readonly name: string;
  readonly trial: Trial;
  /** Why the outcome is wrong; undefined where it is right. */
  readonly wrong: (outcome: Outcome) => string | undefined;
}

const never = (): number => 0;
const LISTENER = 'elasticloadbalancingv2:modifyListener';

/** Taken back: the execution failed, with the weight at 0, and no further than the weight where that should show. */
const takenBack =
  (atMost: number) =>
  ({ status, weight, reached }: Outcome): string | undefined => {
    if (weight !== 0) return `the canary still has ${weight} % in the end`;
    if (status !== 'FAILED') return 'it is taken for good';
    return reached > atMost ? `it gets ${reached} % before it is taken back` : undefined;
  };

const good = ({ status, weight, reached }: Outcome): string | undefined => {
  if (weight !== 0) return `the canary still has ${weight} % in the end`;
  return status === 'SUCCEEDED' && reached === 50 ? undefined : `it ends ${status} after ${reached} %`;
};

const BAD: Case = {
  name: 'one request in five fails',
  trial: { failing: () => 0.2 },
  wrong: (outcome) => {
    const budget = errorBudget(AVAILABILITY) * AVAILABILITY.days * 24 * 60 * (outcome.requests / outcome.minutes);
    return (
      takenBack(5)(outcome) ??
      (outcome.failed > budget * BUDGET_SHARE
        ? `${Math.round(outcome.failed)} requests fail, more than ${BUDGET_SHARE * 100} % of the month's budget`
        : undefined)
    );
  },
};

const CASES: readonly Case[] = [
  BAD,
  { name: 'nothing fails', trial: { failing: never }, wrong: good },
  {
    name: 'it fails only under the load of the second step',
    trial: { failing: (minute) => (minute >= 7 ? 0.1 : 0) },
    wrong: takenBack(25),
  },
  {
    name: 'nobody sends requests, so that there is no verdict',
    trial: { failing: never, requests: 0 },
    wrong: takenBack(5),
  },
  { name: 'the alarm has been deleted', trial: { failing: never, withoutAlarm: true }, wrong: takenBack(5) },
  {
    name: 'the state of the alarm cannot be read',
    trial: { failing: never, breaks: (action) => action === 'cloudwatch:describeAlarms' },
    wrong: takenBack(5),
  },
  {
    name: 'the second weight cannot be set, and taking back takes four attempts',
    trial: {
      failing: never,
      breaks: (action, count, weight) => action === LISTENER && (weight === 25 || (weight === 0 && count < 7)),
    },
    wrong: takenBack(5),
  },
  {
    name: 'each call is throttled once',
    trial: { failing: never, breaks: (_, count) => count % 2 === 0 },
    wrong: good,
  },
];

/** Runs the state machine of the template against a simulated load balancer, and the alarm of the template. */
export const prove: Proof = async ({ assembly, progress }) => {
  const release = readRelease(assemblyResources(assembly));
  const outcomes = CASES.map(({ name, trial, wrong }) => {
    progress(name);
    const outcome = tryRelease(release, trial);
    const problem = wrong(outcome);
    return { name, outcome, problems: problem === undefined ? [] : [`${name}: ${problem}`] };
  });
  const [bad] = outcomes;
  const problems = outcomes.flatMap((found) => found.problems);
  return {
    holds: problems.length === 0,
    figures: {
      releases: outcomes.length,
      'one request in five fails: taken back after': `${bad?.outcome.minutes} min`,
      'requests that fail by then': `${Math.round(bad?.outcome.failed ?? 0)} of ${bad?.outcome.requests}`,
      'a good release reaches': `${outcomes[1]?.outcome.reached} % in ${outcomes[1]?.outcome.minutes} min`,
    },
    notes: problems,
  };
};
