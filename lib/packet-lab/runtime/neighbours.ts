import { readFileSync } from 'node:fs';
import type { LabPlan } from '../plan';

/** The limit of the whole machine's neighbour table; it holds in all namespaces, and cannot be read in most of them. */
const LIMIT = '/proc/sys/net/ipv4/neigh/default/gc_thresh3';

/**
 * What to set before a lab this large may lose packets. Beyond the limit the kernel has to evict a neighbour for each new
 * one; those of devices without address resolution, which a lab's are, it may always evict.
 * https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
 *
 * @param limit @default - as the machine says
 */
export function neighbourAdvice({ links }: Pick<LabPlan, 'links'>, limit = machineLimit()): string | undefined {
  // Each end of a link comes to know the other one.
  const neighbours = links.length * 2;
  if (limit === undefined || neighbours <= limit) return undefined;
  return (
    `the lab has ${neighbours} neighbours and the kernel's table holds ${limit} of all namespaces together; ` +
    `should packets be lost at no known drop point, as root: sysctl -w net.ipv4.neigh.default.gc_thresh3=${neighbours * 2}`
  );
}

function machineLimit(): number | undefined {
  try {
    return Number(readFileSync(LIMIT, 'utf8'));
  } catch {
    return undefined;
  }
}
