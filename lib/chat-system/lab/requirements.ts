import { findProgram } from '../../local/programs';

/** Either is the broker, and neither is in every distribution. */
export const brokerPrograms = ['valkey-server', 'redis-server'] as const;

/** How to get what is not part of every distribution. */
export const INSTALL = 'apt-get install -y --no-install-recommends redis-server';

/** Says what this machine lacks for the lab, in one line that also tells how to get it. @default - nothing is missing */
export function missingRequirements(
  platform: NodeJS.Platform = process.platform,
  find: (program: string) => string | undefined = findProgram,
): string | undefined {
  if (platform !== 'linux') {
    return `the lab needs Linux, this is ${platform}; a container or a virtual machine with: ${INSTALL}`;
  }
  if (!brokerPrograms.some((program) => find(program))) {
    return `the lab needs Valkey or Redis, not found; install with: ${INSTALL}`;
  }
  return find('setpriv') ? undefined : 'the lab needs setpriv, not found; install with: apt-get install -y util-linux';
}
