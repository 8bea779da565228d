import {
  at,
  beside,
  type Check,
  type KubernetesObject,
  kindOf,
  numberOf,
  type Report,
  titleOf,
} from './kubernetes-object';
import { containersOf, podsOf, selects } from './pods';
import { parseShare } from './quantity';

/** Whether something controls the pods, their selector, and how they are replaced. */
export const checkWorkload: Check = (object, all, report) => {
  const kind = kindOf(object);
  if (kind === 'Pod') report('kind', 'nothing brings a bare Pod back when its node goes: use a Deployment');
  const pods = podsOf(object);
  if (pods !== undefined && containersOf(pods).every(({ path }) => !path.includes('.containers['))) {
    report(`${pods.path}.containers`, 'a pod has at least one container');
  }
  if (!['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(kind) || pods === undefined) return;
  const selector = at(object, 'spec', 'selector');
  if (Object.keys(at(selector, 'matchLabels') ?? at(selector, 'matchExpressions') ?? {}).length === 0) {
    report('spec.selector', 'is empty');
  } else if (!selects(selector, pods.labels)) {
    report('spec.selector', 'does not match the labels of the template');
  }
  for (const other of beside(object, all, kind)) {
    const labels = podsOf(other)?.labels;
    if (other !== object && labels !== undefined && selects(selector, labels)) {
      report('spec.selector', `matches the pods of ${titleOf(other)}, too`);
    }
  }
  if (kind === 'Deployment') checkRollout(object, report);
};

function checkRollout(object: KubernetesObject, report: Report): void {
  const strategy = at(object, 'spec', 'strategy');
  const rolling = at(strategy, 'rollingUpdate');
  if (at(strategy, 'type') === 'Recreate') {
    report('spec.strategy.type', 'Recreate stops every pod before the first new one starts');
    return;
  }
  // https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable
  const surge = parseShare(at(rolling, 'maxSurge') ?? '25%', 100, Math.ceil);
  const unavailable = parseShare(at(rolling, 'maxUnavailable') ?? '25%', 100, Math.floor);
  if (surge === undefined) report('spec.strategy.rollingUpdate.maxSurge', 'is neither a number nor a percentage');
  if (unavailable === undefined) {
    report('spec.strategy.rollingUpdate.maxUnavailable', 'is neither a number nor a percentage');
  }
  if (surge === 0 && unavailable === 0) {
    report('spec.strategy.rollingUpdate', 'maxSurge and maxUnavailable are both 0: no pod can ever be replaced');
  }
  const minReady = numberOf(at(object, 'spec', 'minReadySeconds')) ?? 0;
  const deadline = numberOf(at(object, 'spec', 'progressDeadlineSeconds')) ?? 600;
  if (deadline <= minReady)
    report('spec.progressDeadlineSeconds', `${deadline} is not above minReadySeconds ${minReady}`);
}
