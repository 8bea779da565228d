import { findProgram } from '../../../local/programs';
import { findIsolation } from './isolation';

/** Programs of the lab, and the packages of Debian that hold them. */
const PROGRAMS = {
  haproxy: 'haproxy',
  initdb: 'postgresql',
  postgres: 'postgresql',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
} as const;

/** How to get what is not part of every distribution. */
export const INSTALL = 'apt-get install -y --no-install-recommends haproxy postgresql';

/** Says what this machine lacks for the lab, in one line that also tells how to get it. @default - nothing is missing */
export function missingRequirements(
  platform: NodeJS.Platform = process.platform,
  find: (program: string) => string | undefined = findProgram,
  isolates: () => boolean = () => findIsolation() !== undefined,
): string | undefined {
  if (platform !== 'linux') {
    return `the lab needs Linux, this is ${platform}; a container or a virtual machine with: ${INSTALL}`;
  }
  const packages = Object.entries(PROGRAMS).flatMap(([program, name]) => (find(program) ? [] : [name]));
  if (packages.length > 0) {
    const missing = [...new Set(packages)].join(' and ');
    return `the lab needs ${missing}, not found; install with: ${INSTALL}`;
  }
  if (!isolates()) {
    return 'the lab needs PID namespaces, which are not permitted here: run it as root, or allow user namespaces (on Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0)';
  }
  return undefined;
}
