import { at, type KubernetesObject, kindOf, listOf, namespaceOf, recordOf, textOf } from './kubernetes-object';

/** A pod, or the template of pods. */
export interface Pods {
  /** Of the pod's spec in the object. */
  readonly path: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The pods that an object is or makes, or undefined where it makes none. */
export function podsOf(object: KubernetesObject): Pods | undefined {
  const path = templates[kindOf(object)];
  if (path === undefined) return undefined;
  const template = at(object, ...path);
  return {
    path: [...path, 'spec'].join('.'),
    labels: recordOf(at(template, 'metadata', 'labels')),
    spec: recordOf(at(template, 'spec')),
  };
}

/** A container and where it stands. */
export interface Container {
  readonly path: string;
  readonly container: Readonly<Record<string, unknown>>;
}

/** Init containers and containers. */
export function containersOf({ path, spec }: Pods): readonly Container[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    listOf(spec[list]).map((container, index) => ({
      path: `${path}.${list}[${index}]`,
      container: recordOf(container),
    })),
  );
}

/** Whether a label selector (`matchLabels` and `matchExpressions`) takes a pod with the labels. An empty one takes all. */
export function selects(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  const equal = Object.entries(recordOf(at(selector, 'matchLabels'))).every(([key, value]) => labels[key] === value);
  return equal && listOf(at(selector, 'matchExpressions')).every((expression) => holds(expression, labels));
}

function holds(expression: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  const value = labels[textOf(at(expression, 'key')) ?? ''];
  const values = listOf(at(expression, 'values'));
  const operator = at(expression, 'operator');
  if (operator === 'In') return values.includes(value);
  if (operator === 'NotIn') return !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}

/** The objects of a namespace whose pods a label selector takes. */
export function selectedBy(
  selector: unknown,
  namespace: string,
  all: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  return all.filter((object) => {
    const pods = namespaceOf(object) === namespace ? podsOf(object) : undefined;
    return pods !== undefined && selects(selector, pods.labels);
  });
}
