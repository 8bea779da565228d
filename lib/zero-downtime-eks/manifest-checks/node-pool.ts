import { at, type Check, kindOf, listOf, numberOf } from './kubernetes-object';
import { podsOf } from './pods';

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Seconds of a duration such as `1h30m`, or undefined where it is none. */
export function parseDuration(duration: unknown): number | undefined {
  if (typeof duration !== 'string' || !/^(\d+[hms])+$/.test(duration)) return undefined;
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

/**
 * Whether Karpenter may ever replace a node, and leaves its pods the time that they were promised.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/main/website/content/en/docs/concepts/disruption.md
 */
export const checkNodePool: Check = (object, all, report) => {
  if (kindOf(object) !== 'NodePool') return;
  for (const [index, budget] of listOf(at(object, 'spec', 'disruption', 'budgets')).entries()) {
    const path = `spec.disruption.budgets[${index}]`;
    const nodes = String(at(budget, 'nodes'));
    if (!/^\d+%?$/.test(nodes)) report(`${path}.nodes`, `${nodes} is neither a number nor a percentage`);
    const [schedule, duration] = [at(budget, 'schedule'), at(budget, 'duration')];
    if ((schedule === undefined) !== (duration === undefined)) report(path, 'schedule and duration go together');
    if (duration !== undefined && parseDuration(duration) === undefined) {
      report(`${path}.duration`, `${JSON.stringify(duration)} is not a duration`);
    }
    if (/^0%?$/.test(nodes) && schedule === undefined && at(budget, 'reasons') === undefined) {
      report(`${path}.nodes`, '0 at any time and for any reason: nodes never get a security update before they expire');
    }
  }
  const spec = at(object, 'spec', 'template', 'spec');
  const termination = at(spec, 'terminationGracePeriod');
  if (termination === undefined) return;
  const seconds = parseDuration(termination);
  const longest = Math.max(
    0,
    ...all.flatMap((each) => numberOf(podsOf(each)?.spec.terminationGracePeriodSeconds) ?? []),
  );
  if (seconds === undefined)
    report('spec.template.spec.terminationGracePeriod', `${JSON.stringify(termination)} is not a duration`);
  else if (seconds < longest) {
    report(
      'spec.template.spec.terminationGracePeriod',
      `${seconds} s is less than a pod's grace period of ${longest} s`,
    );
  }
};
