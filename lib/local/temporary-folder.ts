import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names of the folders: short, as the path of a Unix socket in them must not exceed 107 characters. */
const NAME = /^takehome-(\d+)-(\d+)-/;

/**
 * Makes a folder for what a process of the lab keeps, and removes those whose owners were killed and could not.
 *
 * @param user whom it is for @default - whoever runs this
 */
export function temporaryFolder(user?: { readonly uid: number; readonly gid: number }): string {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, started] = NAME.exec(name) ?? [];
    if (pid === undefined || startOf(pid) === started) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // It is another user's.
    }
  }
  const folder = mkdtempSync(join(tmpdir(), `takehome-${process.pid}-${startOf('self')}-`));
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Clock ticks from the start of the machine to that of a process: tells it from a later one with its number. */
function startOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return undefined;
  }
}
