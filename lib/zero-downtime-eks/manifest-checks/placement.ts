import { at, type Check, listOf, recordOf } from './kubernetes-object';
import { podsOf, selects } from './pods';
import { repeated } from './syntax';

/**
 * Whether topology spread constraints count the pods that they are about.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const checkPlacement: Check = (object, _all, report) => {
  const pods = podsOf(object);
  if (pods === undefined) return;
  const constraints = listOf(pods.spec.topologySpreadConstraints);
  const pairs = constraints.map(
    (each) => `${String(at(each, 'topologyKey'))} ${String(at(each, 'whenUnsatisfiable'))}`,
  );
  for (const pair of repeated(pairs)) report(`${pods.path}.topologySpreadConstraints`, `${pair} is there twice`);
  for (const [index, constraint] of constraints.entries()) {
    const path = `${pods.path}.topologySpreadConstraints[${index}]`;
    if (!(Number(at(constraint, 'maxSkew')) >= 1)) report(`${path}.maxSkew`, 'is below 1');
    if (!['DoNotSchedule', 'ScheduleAnyway'].includes(String(at(constraint, 'whenUnsatisfiable')))) {
      report(`${path}.whenUnsatisfiable`, 'is neither DoNotSchedule nor ScheduleAnyway');
    }
    const selector = at(constraint, 'labelSelector');
    if (selector === undefined || !selects(selector, pods.labels)) {
      report(`${path}.labelSelector`, 'does not count the pods themselves');
    }
    const both = listOf(at(constraint, 'matchLabelKeys')).filter(
      (key) => String(key) in recordOf(at(selector, 'matchLabels')),
    );
    if (both.length > 0) report(`${path}.matchLabelKeys`, `${both.join(', ')} is in labelSelector, too`);
    if (selector === undefined && at(constraint, 'matchLabelKeys') !== undefined) {
      report(`${path}.matchLabelKeys`, 'needs a labelSelector');
    }
  }
};
