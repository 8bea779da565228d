import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Claim } from '../proof/claim';
import { type ClaimResult, stateOf } from '../proof/runner';

/** What was found of the claims, as `takehome prove` leaves it behind. */
export interface Evidence {
  /** Day, such as `2026-11-22`. */
  readonly date: string;
  /** Of what was proved; see {@link fingerprint}. */
  readonly fingerprint: string;
  readonly results: readonly ClaimResult[];
}

/** Where it lies, from the root of the repository. */
export const EVIDENCE_FILE = '.takehome/evidence.json';

/** What a proof can depend on, from the root of the repository. */
const PROVED = ['bin', 'lambda', 'lib', 'services', 'package-lock.json', 'sandbox.config.ts'];

/** Changes with whatever a proof can depend on: with the same fingerprint there is nothing to prove again. */
export function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(join(root, path)).isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    } else {
      hash.update(`${path}\n`).update(readFileSync(join(root, path)));
    }
  };
  for (const path of PROVED) add(path);
  return hash.digest('hex');
}

/** What was found before, if it was found of what is there now. */
export function readEvidence(root: string): Evidence | undefined {
  const file = join(root, EVIDENCE_FILE);
  if (!existsSync(file)) return undefined;
  const evidence = JSON.parse(readFileSync(file, 'utf8')) as Evidence;
  return evidence.fingerprint === fingerprint(root) ? evidence : undefined;
}

/** Leaves behind what was found of all claims. */
export function writeEvidence(root: string, results: readonly ClaimResult[], date: string): void {
  const evidence: Evidence = { date, fingerprint: fingerprint(root), results };
  const file = join(root, EVIDENCE_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(evidence, null, 1)}\n`);
}

/** A claim of which nothing was found. */
export function asStated({ id, text, evidence }: Claim): ClaimResult {
  if (evidence.kind === 'proved') return { claim: id, text, evidence: 'proved' };
  const pointer = evidence.kind === 'account' ? evidence.command : evidence.link;
  return { claim: id, text, evidence: evidence.kind, pointer };
}

/** What a badge says of a claim. */
export type Badge = 'holds' | 'does not hold' | 'skipped' | 'not run' | 'account' | 'cited';

/** @param result what was found; nothing, when nobody ran it */
export function badgeOf(result: ClaimResult | undefined): Badge {
  if (result?.verdict !== undefined) return stateOf(result.verdict);
  return result === undefined || result.evidence === 'proved' ? 'not run' : result.evidence;
}
