import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const built = join(root, 'docs/.vitepress/dist');
/** What a build leaves behind, which is no reason for another one. */
const MADE: ReadonlySet<string> = new Set(['dist', 'cache', '.temp', 'public']);

/** The latest change below a path, in milliseconds of the epoch. */
export function lastChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path).filter((name) => !MADE.has(name));
  return Math.max(0, ...inside.map((name) => lastChange(join(path, name))));
}

/** A built site. */
export interface SiteFolder {
  readonly path: string;
  /** Removes it, unless somebody else built it. */
  readonly remove: () => void;
}

/**
 * The site that `npm run docs:build` left behind, if nothing was changed since, else one that is built for this.
 *
 * @throws Error when it cannot be built
 */
export function siteFolder(): SiteFolder {
  const sources = ['docs', 'lib/site', 'lib/docs', 'bin/docs.ts'].map((path) => join(root, path));
  // It is written last.
  const end = join(built, 'hashmap.json');
  if (existsSync(end) && statSync(end).mtimeMs > Math.max(...sources.map(lastChange)))
    return { path: built, remove: () => undefined };
  const path = mkdtempSync(join(tmpdir(), 'site-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  try {
    const out = join(path, 'dist');
    const command = ['--import', 'tsx', join(root, 'bin/docs.ts'), 'build', '--no-proofs', '--out', out];
    execFileSync(process.execPath, command, { cwd: root, stdio: 'pipe' });
    return { path: out, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
