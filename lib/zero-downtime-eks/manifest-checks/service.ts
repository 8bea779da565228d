import { portNamesOf } from './containers';
import {
  at,
  beside,
  type Check,
  type KubernetesObject,
  kindOf,
  listOf,
  nameOf,
  namespaceOf,
  type Report,
  recordOf,
} from './kubernetes-object';
import { containersOf, podsOf, selectedBy } from './pods';
import { repeated } from './syntax';

/** Whether a Service has pods and ports behind it, and a TargetGroupBinding a Service. */
export const checkService: Check = (object, all, report) => {
  if (kindOf(object) === 'Service') checkPorts(object, all, report);
  if (kindOf(object) === 'TargetGroupBinding') checkBinding(object, all, report);
};

function checkPorts(service: KubernetesObject, all: readonly KubernetesObject[], report: Report): void {
  const ports = listOf(at(service, 'spec', 'ports'));
  const names = ports.map((port) => at(port, 'name'));
  if (ports.length > 1 && names.includes(undefined)) report('spec.ports', 'of several ports each needs a name');
  for (const name of repeated(names.filter((each) => each !== undefined))) {
    report('spec.ports', `two ports are called ${JSON.stringify(name)}`);
  }
  const numbers = ports.map((port) => `${String(at(port, 'port'))}/${String(at(port, 'protocol') ?? 'TCP')}`);
  for (const number of repeated(numbers)) report('spec.ports', `${number} is there twice`);
  const selector = recordOf(at(service, 'spec', 'selector'));
  if (Object.keys(selector).length === 0) return;
  const pods = selectedBy({ matchLabels: selector }, namespaceOf(service), all).flatMap((each) => podsOf(each) ?? []);
  if (pods.length === 0) report('spec.selector', 'selects no pods');
  for (const [index, port] of ports.entries()) {
    const target = at(port, 'targetPort');
    const isThere = pods.every((each) =>
      containersOf(each).some(({ container }) => portNamesOf(container).includes(String(target))),
    );
    if (typeof target === 'string' && pods.length > 0 && !isThere) {
      report(`spec.ports[${index}].targetPort`, `the pods have no port ${JSON.stringify(target)}`);
    }
  }
}

function checkBinding(binding: KubernetesObject, all: readonly KubernetesObject[], report: Report): void {
  const name = at(binding, 'spec', 'serviceRef', 'name');
  const service = beside(binding, all, 'Service').find((each) => nameOf(each) === name);
  if (service === undefined) {
    report('spec.serviceRef.name', `nothing makes the Service ${JSON.stringify(name)}`);
    return;
  }
  const port = at(binding, 'spec', 'serviceRef', 'port');
  const isThere = listOf(at(service, 'spec', 'ports')).some((each) =>
    [at(each, 'port'), at(each, 'name')].includes(port),
  );
  if (!isThere) report('spec.serviceRef.port', `the Service has no port ${JSON.stringify(port)}`);
}
