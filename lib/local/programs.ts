import { accessSync, constants, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Debian puts the servers of PostgreSQL here, outside of the search path, one folder a version. */
const POSTGRESQL = '/usr/lib/postgresql';

/** Where the lab finds programs: beside the Node that runs it, then where distributions have them. */
const FOLDERS: readonly string[] = [
  dirname(process.execPath),
  ...['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
];

/** PATH of everything that the lab starts. */
export const SEARCH_PATH = FOLDERS.join(':');

/** The file of a program. @default - not installed */
export function findProgram(name: string): string | undefined {
  return [...FOLDERS, ...postgresqlFolders()].map((folder) => join(folder, name)).find(isExecutable);
}

function postgresqlFolders(): readonly string[] {
  try {
    const versions = readdirSync(POSTGRESQL).sort((one, other) => Number(other) - Number(one));
    return versions.map((version) => join(POSTGRESQL, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
