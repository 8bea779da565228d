import { table } from '../docs/blocks';
import type { Language } from '../docs/questions';
import type { ClaimResult } from '../proof/runner';
import { badgeOf, type Evidence } from './evidence';
import { words } from './words';

/** The anchor of a claim on the page of evidence. */
export const claimAnchor = (claim: string): string => claim.replace('/', '-');

/**
 * What was found of every claim, as Markdown.
 *
 * @param stated claims, which are shown as they are where nothing was found
 * @param statements of claims in the language, where it is not English, by id
 */
export function evidencePage(
  evidence: Evidence | undefined,
  stated: readonly ClaimResult[],
  language: Language,
  statements: Readonly<Record<string, string>> = {},
): string {
  const { evidence: title, evidenceIntroduction, notProved } = words[language];
  const results = evidence?.results ?? stated;
  const exercises = [...new Set(results.map(({ claim }) => claim.split('/')[0] ?? ''))];
  const sections = exercises.map((exercise) => {
    const own = results.filter(({ claim }) => claim.startsWith(`${exercise}/`));
    return [`## ${exercise}`, ...own.map((result) => section(result, language, statements))].join('\n\n');
  });
  return [`# ${title}`, evidence === undefined ? notProved : evidenceIntroduction(evidence.date), ...sections].join(
    '\n\n',
  );
}

function section(result: ClaimResult, language: Language, statements: Readonly<Record<string, string>>): string {
  const { claim, text, verdict, pointer } = result;
  const { badges, figure, value } = words[language];
  const figures = Object.entries(verdict?.figures ?? {}).map(([name, found]) => [plain(name), plain(String(found))]);
  return [
    `### ${claim.split('/')[1]} {#${claimAnchor(claim)}}`,
    statements[claim] ?? text,
    `**${badges[badgeOf(result)]}**`,
    ...(figures.length > 0 ? [table([figure, value], figures)] : []),
    ...(verdict?.skipped === undefined ? [] : [plain(verdict.skipped)]),
    ...(verdict === undefined || verdict.notes.length === 0
      ? []
      : [verdict.notes.slice(0, NOTES).map(item).join('\n')]),
    ...(pointer === undefined ? [] : [pointer.startsWith('https://') ? `<${pointer}>` : `\`${pointer}\``]),
  ].join('\n\n');
}

/** Notes shown of a claim; one that does not hold may have hundreds. */
const NOTES = 10;

/** What a proof says is text: neither Markdown nor, between two braces, a program of VitePress. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]<>#]/g, '\\$&')
    .replaceAll('{', '&#123;')
    .replaceAll('}', '&#125;');

const item = (note: string): string => `- ${plain(note).replaceAll('\n', ' ')}`;
