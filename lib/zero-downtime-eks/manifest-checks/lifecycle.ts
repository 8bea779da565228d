import { at, numberOf, type Report } from './kubernetes-object';
import type { Container } from './pods';

const handlers = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

/**
 * Whether each hook does one thing, and leaves time of the grace period for what comes after it.
 *
 * @param grace terminationGracePeriodSeconds of the pod
 */
export function checkLifecycle({ path, container }: Container, grace: number, report: Report): void {
  for (const hook of ['postStart', 'preStop']) {
    const handler = at(container, 'lifecycle', hook);
    if (handler === undefined) continue;
    const where = `${path}.lifecycle.${hook}`;
    const used = handlers.filter((each) => at(handler, each) !== undefined);
    if (used.length !== 1) report(where, `needs one of ${handlers.join(', ')}, has ${used.join(' and ') || 'none'}`);
    if (used.includes('tcpSocket')) report(`${where}.tcpSocket`, 'is no hook any more: it fails when it runs');
    const sleep = at(handler, 'sleep', 'seconds');
    if (at(handler, 'sleep') !== undefined && !(Number.isInteger(sleep) && Number(sleep) >= 1)) {
      report(`${where}.sleep.seconds`, `${JSON.stringify(sleep)} is below 1`);
    }
    if (hook === 'preStop' && (numberOf(sleep) ?? 0) >= grace) {
      report(
        `${where}.sleep.seconds`,
        `${String(sleep)} leaves nothing of terminationGracePeriodSeconds ${grace} to SIGTERM`,
      );
    }
  }
}
