import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A lab cannot be made on this machine; the message is one line that says what is missing and how to get it. */
export class LabUnavailableError extends Error {
  override readonly name = 'LabUnavailableError';
}

/** Programs that make a lab, and the Debian packages that hold them. */
const programs = { python3: 'python3', ip: 'iproute2', nft: 'nftables' } as const;

/** Where distributions put programs of administrators, which the PATH of other users leaves out. */
const ADMINISTRATORS: readonly string[] = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The search path that a lab's programs are found in. */
export function searchPath(path: string, more = ADMINISTRATORS): string {
  return [...path.split(delimiter), ...more].join(delimiter);
}

/**
 * What keeps this machine from making a lab, as far as it can be told without trying.
 *
 * @param path of the environment
 * @param more folders that are searched as well @default - those of administrators' programs
 * @throws LabUnavailableError
 */
export function checkPrograms(
  path: string,
  platform: NodeJS.Platform = process.platform,
  more: readonly string[] = ADMINISTRATORS,
): void {
  if (platform !== 'linux') {
    throw new LabUnavailableError(
      `the packet lab needs Linux, this is ${platform}; a container or a virtual machine does`,
    );
  }
  const folders = searchPath(path, more).split(delimiter);
  const missing = Object.entries(programs).filter(([program]) => !isInstalled(program, folders));
  if (missing.length === 0) return;
  const [names, packages] = [missing.map(([program]) => program), missing.map(([, name]) => name)];
  throw new LabUnavailableError(
    `the packet lab needs ${names.join(' and ')}, not found; install with: apt-get install -y ${packages.join(' ')}`,
  );
}

function isInstalled(program: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
