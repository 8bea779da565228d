import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { until } from '../../../../../lib/local/child';

/** Part of the names of the temporary folders that a process makes for the lab. */
export function folderMark(pid = process.pid): string {
  return `/takehome-${pid}-`;
}

/** Processes whose environment, command line or working directory holds the text. */
export function processesWith(mark: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) =>
      [read(`/proc/${pid}/environ`), read(`/proc/${pid}/cmdline`), link(`/proc/${pid}/cwd`)].some((text) =>
        text.includes(mark),
      ),
    )
    .map(Number);
}

/** Folders that a process of the lab has not removed. */
export function foldersOf(pid = process.pid): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => `/${name}`.startsWith(folderMark(pid)));
}

/** Processes die a moment after the kernel has let go of whoever waited for them. */
export async function expectNothingLeft(mark: string): Promise<void> {
  await until('no process is left', () => processesWith(mark).length === 0, 10).catch(() => undefined);
  expect(processesWith(mark)).toEqual([]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
