import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const built = join(root, 'docs/.vitepress/dist');
/** What a build leaves behind, which is no reason for another one. */
const MADE: ReadonlySet<string> = new Set(['dist', 'cache', '.temp', '.building', 'public']);

/** The latest change below a path, in milliseconds of the epoch. */
export function lastChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path).filter((name) => !MADE.has(name));
  return Math.max(0, ...inside.map((name) => lastChange(join(path, name))));
}

/** Is there while somebody builds: VitePress cannot build twice at a time. */
const building = join(root, 'docs/.vitepress/.building');
/** Milliseconds after which nobody builds any more who began. */
const GIVEN_UP = 900_000;

/**
 * The folder of the site that `npm run docs:build` left behind, if nothing was changed since; else it is built.
 *
 * @throws Error when it cannot be built
 */
export function siteFolder(): string {
  while (!isBuilt()) {
    if (!begins()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    else
      try {
        if (!isBuilt()) build();
      } finally {
        rmSync(building, { recursive: true });
      }
  }
  return built;
}

function isBuilt(): boolean {
  const sources = ['docs', 'lib/site', 'lib/docs', 'bin/docs.ts'].map((path) => join(root, path));
  // It is written last.
  const end = join(built, 'hashmap.json');
  return existsSync(end) && statSync(end).mtimeMs > Math.max(...sources.map(lastChange));
}

/** Whether it is this process that builds. */
function begins(): boolean {
  const since = statSync(building, { throwIfNoEntry: false })?.mtimeMs;
  if (since !== undefined && since < Date.now() - GIVEN_UP) rmSync(building, { recursive: true, force: true });
  try {
    mkdirSync(building);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function build(): void {
  const command = ['--import', 'tsx', join(root, 'bin/docs.ts'), 'build', '--no-proofs'];
  execFileSync(process.execPath, command, { cwd: root, stdio: 'pipe' });
}
