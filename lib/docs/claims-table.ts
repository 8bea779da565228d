import type { Claim, Evidence } from '../proof/claim';
import { table } from './blocks';

/**
 * The claims of an exercise with their evidence, for a page in docs/.
 *
 * @param claims whose proofs lie in `lib/<exercise>/proofs/<claim>.ts`
 */
export function claimsTable(claims: readonly Claim[]): string {
  const rows = claims.map(({ id, text, evidence }) => [
    `\`${id}\`<br>${text}`,
    `\`${evidence.kind}\``,
    where(id, evidence),
  ]);
  return table(['claim', 'evidence', 'where'], rows);
}

function where(id: string, evidence: Evidence): string {
  switch (evidence.kind) {
    case 'proved':
      return `[${id.split('/')[1]}.ts](../${proofFile(id)})`;
    case 'account':
      return `\`${evidence.command}\``;
    case 'cited':
      return `[${new URL(evidence.link).host}](${evidence.link})`;
  }
}

/** Path of the proof of a claim, from the root of the repository. */
export function proofFile(id: string): string {
  const [exercise, name] = id.split('/');
  return `lib/${exercise}/proofs/${name}.ts`;
}
