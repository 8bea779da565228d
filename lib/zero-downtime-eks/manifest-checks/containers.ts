import { at, type Check, listOf, numberOf, type Report, recordOf, textOf } from './kubernetes-object';
import { checkLifecycle } from './lifecycle';
import { type Container, containersOf, type Pods, podsOf } from './pods';
import { checkProbes } from './probes';
import { parseQuantity } from './quantity';
import { follows, isNot, repeated, syntax } from './syntax';

/** Names, ports, image, environment, mounts, resources, probes and hooks of every container. */
export const checkContainers: Check = (object, _all, report) => {
  const pods = podsOf(object);
  if (pods === undefined) return;
  const containers = containersOf(pods);
  for (const name of repeated(containers.map(({ container }) => container.name))) {
    report(pods.path, `two containers are called ${JSON.stringify(name)}`);
  }
  for (const each of containers) {
    const { path, container } = each;
    if (!follows(container.name, syntax.label)) report(`${path}.name`, isNot(container.name, syntax.label));
    checkImage(each, report);
    checkPorts(each, report);
    checkEnvironment(each, report);
    checkMounts(each, pods, report);
    checkResources(each, report);
    checkProbes(each, report);
    checkLifecycle(each, numberOf(pods.spec.terminationGracePeriodSeconds) ?? 30, report);
  }
  for (const name of repeated(containers.flatMap(({ container }) => portNamesOf(container)))) {
    report(pods.path, `two ports are called ${JSON.stringify(name)}`);
  }
};

/** Those that probes of the container may name. */
export const portNamesOf = (container: Readonly<Record<string, unknown>>): readonly string[] =>
  listOf(container.ports).flatMap((port) => textOf(at(port, 'name')) ?? []);

function checkImage({ path, container: { image } }: Container, report: Report): void {
  const [, tag] = /^[^@]*?(?::([^:/@]+))?(?:@.+)?$/.exec(String(image)) ?? [];
  const digest = String(image).includes('@sha256:');
  if (typeof image !== 'string' || image === '') report(`${path}.image`, 'is missing');
  else if (!digest && (tag === undefined || tag === 'latest')) {
    report(`${path}.image`, `${image} is another image tomorrow: pin a tag or a digest`);
  }
}

function checkPorts({ path, container }: Container, report: Report): void {
  const ports = listOf(container.ports);
  for (const [index, port] of ports.entries()) {
    const number = at(port, 'containerPort');
    if (!Number.isInteger(number) || Number(number) < 1 || Number(number) > 65_535) {
      report(`${path}.ports[${index}].containerPort`, `${JSON.stringify(number)} is not a port`);
    }
    const name = at(port, 'name');
    if (name !== undefined && !follows(name, syntax.portName)) {
      report(`${path}.ports[${index}].name`, isNot(name, syntax.portName));
    }
  }
  const numbers = ports.map((port) => `${String(at(port, 'containerPort'))}/${String(at(port, 'protocol') ?? 'TCP')}`);
  for (const number of repeated(numbers)) report(`${path}.ports`, `${number} is there twice`);
}

function checkEnvironment({ path, container }: Container, report: Report): void {
  const names = listOf(container.env).map((variable) => at(variable, 'name'));
  for (const name of names) {
    if (!follows(name, syntax.environmentVariable)) report(`${path}.env`, isNot(name, syntax.environmentVariable));
  }
  for (const name of repeated(names)) report(`${path}.env`, `${String(name)} is set twice`);
  for (const variable of listOf(container.env)) {
    const value = at(variable, 'value');
    if (value !== undefined && typeof value !== 'string')
      report(`${path}.env`, `${String(at(variable, 'name'))} is no text`);
  }
}

function checkMounts({ path, container }: Container, { spec }: Pods, report: Report): void {
  const volumes = listOf(spec.volumes).map((volume) => at(volume, 'name'));
  for (const mount of listOf(container.volumeMounts)) {
    const name = at(mount, 'name');
    if (!volumes.includes(name)) report(`${path}.volumeMounts`, `the pod has no volume ${JSON.stringify(name)}`);
  }
}

function checkResources({ path, container }: Container, report: Report): void {
  const requests = recordOf(at(container, 'resources', 'requests'));
  const limits = recordOf(at(container, 'resources', 'limits'));
  for (const [list, quantities] of Object.entries({ requests, limits })) {
    for (const [resource, quantity] of Object.entries(quantities)) {
      const amount = parseQuantity(quantity);
      const where = `${path}.resources.${list}.${resource}`;
      if (amount === undefined || amount < 0) report(where, `${JSON.stringify(quantity)} is not a quantity`);
      // `128m` of memory is less than one byte.
      else if (resource === 'memory' && !Number.isInteger(amount))
        report(where, `${String(quantity)} is not whole bytes`);
    }
  }
  for (const [resource, quantity] of Object.entries(requests)) {
    const [request, limit] = [parseQuantity(quantity), parseQuantity(limits[resource])];
    if (request !== undefined && limit !== undefined && request > limit) {
      report(
        `${path}.resources.requests.${resource}`,
        `${String(quantity)} is above the limit ${String(limits[resource])}`,
      );
    }
  }
}
