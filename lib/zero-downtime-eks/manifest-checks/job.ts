import { at, type Check, kindOf } from './kubernetes-object';
import { podsOf } from './pods';

/** Whether the pods may be restarted as their kind demands. */
export const checkJob: Check = (object, _all, report) => {
  const kind = kindOf(object);
  const pods = podsOf(object);
  if (pods === undefined) return;
  const policy = pods.spec.restartPolicy ?? 'Always';
  if (kind === 'Job' || kind === 'CronJob') {
    if (policy === 'Always') report(`${pods.path}.restartPolicy`, 'a Job needs Never or OnFailure');
    if (
      kind === 'Job' &&
      at(object, 'spec', 'selector') !== undefined &&
      at(object, 'spec', 'manualSelector') !== true
    ) {
      report('spec.selector', 'Kubernetes makes the selector of a Job');
    }
  } else if (kind !== 'Pod' && policy !== 'Always') {
    report(`${pods.path}.restartPolicy`, `a ${kind} needs Always, not ${JSON.stringify(policy)}`);
  }
};
