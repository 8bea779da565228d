import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Language } from './questions';

/** The folder of the repository. */
const ROOT = join(__dirname, '../..');

/** Paths, from the root of the repository, of the pages in docs/ that may state facts: all but the decisions, which stay as they were. */
export function factPages(): readonly string[] {
  return readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.split(sep).join('/')}`)
    .filter((path) => path.endsWith('.md') && !path.includes('/.') && !path.startsWith('docs/decisions/'))
    .filter((path) => !path.includes('/node_modules/'))
    .sort();
}

/** The language that a page in docs/ is written in. @param page path from the root of the repository */
export function languageOf(page: string): Language {
  return page.startsWith('docs/ko/') ? 'ko' : 'en';
}
