import { basename } from 'node:path';
import type { Language } from './questions';

/** Path of an exercise page in a language, from the root of the repository. @param page that of the English one */
export function pageIn(page: string, language: Language): string {
  return language === 'en' ? page : `docs/${language}/${basename(page)}`;
}

/** How a link from an exercise page to docs/ begins: nothing in English, `../` from docs/ko/. */
export const docsFrom: Readonly<Record<Language, string>> = { en: '', ko: '../' };
