import type { Page } from 'playwright-core';

/** The words of a side that a reader presses. */
export const LABELS = {
  en: { search: 'Search', language: '한국어', menu: 'Change language' },
  ko: { search: '검색', language: 'English', menu: '언어' },
} as const;

/** What the search of a page found, best first: addresses on the site. */
export async function search(page: Page, language: keyof typeof LABELS, words: string): Promise<readonly string[]> {
  await page.getByRole('button', { name: LABELS[language].search, exact: true }).first().click();
  await page.locator('#localsearch-input').fill(words);
  const results = page.locator('.VPLocalSearchBox a.result');
  await results.first().waitFor();
  return await results.evaluateAll((links) =>
    links.map((link) => decodeURI(new URL((link as { readonly href: string } & typeof link).href).pathname)),
  );
}

/** Changes the language of a page, on a window of any width. */
export async function changeLanguage(page: Page, from: keyof typeof LABELS): Promise<void> {
  const name = LABELS[from].language;
  if ((page.viewportSize()?.width ?? 0) < 768) {
    await page.getByRole('button', { name: 'mobile navigation' }).click();
    await page.locator('.VPNavScreenTranslations button').click();
    await page.locator('.VPNavScreenTranslations').getByRole('link', { name }).click();
  } else {
    await page.getByRole('button', { name: LABELS[from].menu }).first().hover();
    await page.locator('.VPNavBarTranslations').getByRole('link', { name }).click();
  }
  await page.locator(`html[lang=${from === 'en' ? 'ko' : 'en'}]`).waitFor();
}

/** The address of the page on the site, with the anchor. */
export async function placeOf(page: Page): Promise<string> {
  return decodeURIComponent((await page.evaluate('location.pathname + location.hash')) as string);
}
