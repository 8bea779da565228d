import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClaimResult } from '../proof/runner';
import type { ReachPage } from './markdown';

/** What the pages are made with and VitePress cannot find out: what stands in the stacks. */
export interface Made {
  /** Every claim as it is stated, with nothing found of it. */
  readonly claims: readonly ClaimResult[];
  /** Ids in the order of the site. */
  readonly exercises: readonly string[];
  readonly reachPages: readonly ReachPage[];
}

/** Where it lies, from the root of the repository. */
const MADE_FILE = '.takehome/site.json';

/** What {@link writeMade} left behind; nothing, when nobody did. */
export function readMade(root: string): Made {
  const file = join(root, MADE_FILE);
  if (!existsSync(file)) return { claims: [], exercises: [], reachPages: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as Made;
}

/** Leaves behind what VitePress is going to ask for. */
export function writeMade(root: string, made: Made): void {
  const file = join(root, MADE_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(made));
}
