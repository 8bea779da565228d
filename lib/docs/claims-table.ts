import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim, Evidence } from '../proof/claim';
import { table } from './blocks';
import { docsFrom } from './page-language';
import type { Language } from './questions';
import { UntranslatedError, words } from './words';

/** What claims state in another language, by their id. */
export type Statements = Readonly<Record<string, string>>;

/**
 * The claims of an exercise with their evidence, for a page in docs/ or docs/ko/.
 *
 * @param claims whose proofs lie in `lib/<exercise>/proofs/<claim>.ts`
 * @param statements those of docs/ko/claims.json, which an English page does not need
 * @throws UntranslatedError naming the claims that have no statement in the language
 */
export function claimsTable(
  claims: readonly Claim[],
  language: Language = 'en',
  statements: () => Statements = readKoreanStatements,
): string {
  const stated = claims.map((claim) => ({
    ...claim,
    text: language === 'en' ? claim.text : (statements()[claim.id] ?? ''),
  }));
  const missing = stated.filter(({ text }) => text === '').map(({ id }) => id);
  if (missing.length > 0) throw new UntranslatedError(`docs/ko/claims.json has no ${missing.join(', ')}`);
  const rows = stated.map(({ id, text, evidence }) => [
    `\`${id}\`<br>${text}`,
    `\`${evidence.kind}\``,
    where(id, evidence, language),
  ]);
  return table(words[language].claimsHead, rows);
}

/** docs/ko/claims.json. */
export function readKoreanStatements(): Statements {
  return JSON.parse(readFileSync(join(__dirname, '../../docs/ko/claims.json'), 'utf8')) as Statements;
}

function where(id: string, evidence: Evidence, language: Language): string {
  switch (evidence.kind) {
    case 'proved':
      return `[${id.split('/')[1]}.ts](${docsFrom[language]}../${proofFile(id)})`;
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
