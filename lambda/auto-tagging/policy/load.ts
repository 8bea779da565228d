import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TagPolicy } from './tag-policy';

/** Name of the file that lies beside the tagger's bundle. */
export const TAG_POLICY_FILE = 'tag-policy.json';

/**
 * Reads the tag policy that was deployed with the function. It has been validated at synth.
 *
 * @param directory where the bundle lies
 * @throws Error of node:fs where the file is missing, SyntaxError where it is not JSON
 */
export function loadTagPolicy(directory: string): TagPolicy {
  return JSON.parse(readFileSync(join(directory, TAG_POLICY_FILE), 'utf8')) as TagPolicy;
}
