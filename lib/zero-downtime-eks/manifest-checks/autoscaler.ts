import { at, beside, type Check, kindOf, listOf, nameOf, numberOf } from './kubernetes-object';
import { containersOf, podsOf } from './pods';

/** Whether a HorizontalPodAutoscaler has something to scale, by something that can be measured, and is alone in it. */
export const checkAutoscaler: Check = (object, all, report) => {
  if (kindOf(object) !== 'HorizontalPodAutoscaler') return;
  const least = numberOf(at(object, 'spec', 'minReplicas')) ?? 1;
  const most = numberOf(at(object, 'spec', 'maxReplicas')) ?? 0;
  if (most < least) report('spec.maxReplicas', `${most} is below minReplicas ${least}`);
  const { kind, name } = Object(at(object, 'spec', 'scaleTargetRef')) as {
    readonly kind?: unknown;
    readonly name?: unknown;
  };
  const target = beside(object, all, String(kind)).find((each) => nameOf(each) === name);
  if (target === undefined) {
    report('spec.scaleTargetRef', `nothing makes the ${String(kind)} ${JSON.stringify(name)}`);
    return;
  }
  if (at(target, 'spec', 'replicas') !== undefined) {
    report('spec.scaleTargetRef', `the ${String(kind)} has replicas: each apply undoes what the autoscaler decided`);
  }
  const rivals = beside(object, all, 'HorizontalPodAutoscaler').filter(
    (each) =>
      at(each, 'spec', 'scaleTargetRef', 'name') === name && at(each, 'spec', 'scaleTargetRef', 'kind') === kind,
  );
  if (rivals.length > 1) report('spec.scaleTargetRef', 'another autoscaler scales the same');
  const pods = podsOf(target);
  for (const metric of listOf(at(object, 'spec', 'metrics'))) {
    const resource = at(metric, 'resource', 'name');
    const isShare = at(metric, 'resource', 'target', 'type') === 'Utilization';
    const isRequested =
      pods?.spec &&
      containersOf(pods).every(
        ({ container }) => at(container, 'resources', 'requests', String(resource)) !== undefined,
      );
    if (isShare && !isRequested) {
      report('spec.metrics', `a share of the requested ${String(resource)} needs a request in every container`);
    }
  }
};
