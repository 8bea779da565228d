import { at, listOf, type Report, textOf } from './kubernetes-object';
import type { Container } from './pods';

const handlers = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const seconds = ['periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

/** Whether each probe asks something, in one way, at a port that is there. */
export function checkProbes({ path, container }: Container, report: Report): void {
  for (const name of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
    const probe = container[name];
    if (probe === undefined) continue;
    const where = `${path}.${name}`;
    const used = handlers.filter((handler) => at(probe, handler) !== undefined);
    if (used.length !== 1) report(where, `needs one of ${handlers.join(', ')}, has ${used.join(' and ') || 'none'}`);
    for (const handler of used) checkPort(at(probe, handler, 'port'), container, `${where}.${handler}.port`, report);
    for (const field of seconds) {
      const value = at(probe, field);
      if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 1)) {
        report(`${where}.${field}`, `${JSON.stringify(value)} is below 1`);
      }
    }
    if (name !== 'readinessProbe' && (at(probe, 'successThreshold') ?? 1) !== 1) {
      report(`${where}.successThreshold`, 'is 1 for startup and liveness');
    }
    if (name === 'readinessProbe' && at(probe, 'terminationGracePeriodSeconds') !== undefined) {
      report(`${where}.terminationGracePeriodSeconds`, 'readiness stops nothing');
    }
  }
  const [readiness, liveness] = ['readinessProbe', 'livenessProbe'].map((name) => container[name]);
  // What takes a pod out for a moment would restart it as well.
  if (liveness !== undefined && JSON.stringify(at(readiness, 'httpGet')) === JSON.stringify(at(liveness, 'httpGet'))) {
    if (at(liveness, 'httpGet') !== undefined) report(`${path}.livenessProbe`, 'asks the same as readiness');
  }
}

function checkPort(port: unknown, container: Container['container'], path: string, report: Report): void {
  if (typeof port !== 'string') return;
  const names = listOf(container.ports).map((each) => textOf(at(each, 'name')));
  if (!names.includes(port)) report(path, `the container has no port ${JSON.stringify(port)}`);
}
