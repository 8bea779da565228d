import type { Building } from '../building';
import { listOf, objectOf } from '../properties';
import { isObject, type Value, type ValueObject } from '../value';
import { type KubernetesObject, neighboursOf } from './objects';

/** The port of the pods behind a port of a Service, or undefined where no manifest tells. */
export function targetPort(
  building: Building,
  object: KubernetesObject,
  service: { readonly name: Value; readonly namespace?: Value; readonly port: Value },
): number | undefined {
  const namespace = service.namespace ?? object.namespace;
  const neighbours = neighboursOf(building, object).filter((other) => other.namespace === namespace);
  const found = neighbours.find(({ kind, group, name }) => kind === 'Service' && group === '' && name === service.name);
  const ports = listOf(found?.spec.ports, 'ports').map((item) => objectOf(item, 'ports'));
  const port = ports.find((item) => item.port === service.port || item.name === service.port);
  const target = port?.targetPort ?? port?.port ?? service.port;
  if (typeof target === 'number') return target;
  const selector = found?.spec.selector;
  return isObject(selector) ? containerPort(neighbours, selector, target) : undefined;
}

/** The container port of a name, of the pods that a selector takes. */
function containerPort(objects: readonly KubernetesObject[], selector: ValueObject, name: Value): number | undefined {
  for (const { spec } of objects) {
    const template = objectOf(spec.template, 'template');
    const labels = objectOf(objectOf(template.metadata, 'metadata').labels, 'labels');
    if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) continue;
    for (const container of listOf(objectOf(template.spec, 'spec').containers, 'containers')) {
      for (const port of listOf(objectOf(container, 'containers').ports, 'ports')) {
        const { containerPort: number, name: called } = objectOf(port, 'ports');
        if (called === name && typeof number === 'number') return number;
      }
    }
  }
  return undefined;
}
