import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { slug } from '../../lib/docs/anchors';
import { findChromium, launchChromium, newContext } from '../../lib/local/browser/chromium';
import { readPages } from '../../lib/site/site';
import { crawl } from './crawl';
import { checkPage, looks, open, PHONE, SiteWatch } from './page-check';
import { pageTypes } from './page-types';
import { siteFolder } from './site-folder';
import { fileOf, type SiteServer, serveSite } from './site-server';
import { changeLanguage, placeOf, search } from './walks';

const root = join(__dirname, '../..');
const executable = findChromium();
let folder: string;
let server: SiteServer;
let browser: Browser | undefined;
let context: BrowserContext;
let page: Page;
let watch: SiteWatch;

beforeAll(async () => {
  folder = siteFolder();
  server = await serveSite(folder);
  if (executable === undefined)
    process.stdout.write('skipped: Chromium is not installed: apt-get install -y --no-install-recommends chromium\n');
  else browser = await launchChromium(executable);
}, 900_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A test in a window of its own, which asks nobody but the site and has no error. */
const inWindow = (body: () => Promise<void>) => async () => {
  if (browser === undefined) return;
  context = await newContext(browser);
  try {
    watch = await SiteWatch.of(context, server.url);
    page = await context.newPage();
    await page.setViewportSize({ width: 1280, height: 800 });
    await body();
    expect(watch.problems).toEqual([]);
    expect(watch.requests).toBeGreaterThan(0);
  } finally {
    await context.close();
  }
};

/** Where the page of a file of docs/ stands. */
const addressOf = (path: string): string => `/${path.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '.html')}`;

/** How the first answer of a page of questions begins. */
const said = (path: string): string => {
  const [, answer = ''] =
    /^\*\*(?:Aloud|말로 하면)\.\*\* (.+)$/m.exec(readFileSync(join(root, 'docs', path), 'utf8')) ?? [];
  return answer.split(' ').slice(0, 9).join(' ');
};

describe('the search', () => {
  test.each([
    { language: 'en', path: 'questions/releases' },
    { language: 'en', path: 'questions/private-eks' },
    { language: 'ko', path: 'ko/questions/releases' },
    { language: 'ko', path: 'ko/questions/secrets' },
  ] as const)('finds the answer of $path by what it says', async ({ language, path }) => {
    await inWindow(async () => {
      await open(page, `${server.url}/${language === 'ko' ? 'ko/' : ''}`);
      // What follows is answered by what is on the machine already, or by nobody.
      const found = await search(page, language, said(`${path}.md`));
      expect(found[0]).toBe(`/${path}.html`);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/${path}.html*`);
    })();
  });

  test.each(['피보나치', '피보나치의', '최솟값을'])('finds a Korean word with other endings: %s', async (word) => {
    await inWindow(async () => {
      const [path, stem] = word.startsWith('피보나치')
        ? ['ko/questions/cloud-and-software', '피보나치']
        : ['ko/questions/mass-messaging', '최솟값'];
      const text = readPages(root).get(`${path}.md`) ?? '';
      expect(text).toContain(stem);
      expect(text).not.toMatch(new RegExp(`${word}(?![가-힣])`));
      await open(page, `${server.url}/ko/`);
      expect(await search(page, 'ko', word)).toContain(`/${path}.html`);
      await page.locator(`.VPLocalSearchBox a.result[href*="${path}.html"]`).first().click();
      await page.waitForURL(`**/${path}.html*`);
    })();
  });
});

test.each(pageTypes)('nothing is wrong with $path in light and dark, on a desktop and a phone', async (checked) => {
  if (browser !== undefined) expect(await checkPage(browser, server.url, checked)).toEqual([]);
});

test('every diagram is drawn', async () => {
  await inWindow(async () => {
    const drawn = [...readPages(root)].filter(([, markdown]) => markdown.includes('```mermaid'));
    expect(drawn.length).toBeGreaterThan(0);
    const lookAt = async (tab: Page, [path]: readonly [string, string]) => {
      await open(tab, server.url + addressOf(path));
      expect([path, await looks(tab, path.startsWith('ko/') ? 'ko' : 'en')]).toEqual([path, []]);
      expect(await tab.locator('.diagram svg').count()).toBeGreaterThan(0);
    };
    const lanes = [page, await context.newPage()].map(async (tab, lane) => {
      for (const one of drawn.filter((_, index) => index % 2 === lane)) await lookAt(tab, one);
    });
    await Promise.all(lanes);
  })();
}, 600_000);

test('the cell of a matrix tells its way on the page of the exercise', async () => {
  await inWindow(async () => {
    await open(page, `${server.url}/vpc-connectivity.html`);
    const section = page.locator('section.reach');
    await section.scrollIntoViewIfNeeded();
    const options = section.locator('.options button');
    const pressed = async () => await section.locator('button[aria-pressed=true]').allInnerTexts();
    expect(await options.count()).toBeGreaterThan(1);
    expect(await pressed()).toEqual([await options.first().innerText()]);
    for (const option of await options.all()) {
      await option.click();
      const title = await option.innerText();
      expect(await pressed()).toEqual([title]);
      const frame = section.frameLocator('iframe');
      await frame.getByRole('heading', { level: 1, name: title }).waitFor();
      await frame.locator(':is(td.reachable, td.partly) button:not([aria-label*="to itself"])').first().click();
      expect(await frame.locator('#answer').innerText()).toMatch(/tcp \d+: reachable\s+forward/);
    }
  })();
});

describe('a change of the language', () => {
  test.each([
    ['an exercise', '/chat-system.html', 1280],
    ['a page of questions', '/questions/releases.html', 1280],
    ['a page without translation', '/runbook.html', 1280],
    ['the page of evidence', '/evidence.html', 1280],
    ['the first page', '/', 1280],
    ['a page of questions on a phone', '/questions/secrets.html', PHONE.width],
  ])('stays on %s, there and back', async (_, path, width) => {
    await inWindow(async () => {
      await page.setViewportSize({ width, height: PHONE.height });
      await open(page, server.url + path);
      await changeLanguage(page, 'en');
      expect(await placeOf(page)).toBe(`/ko${path}`);
      await changeLanguage(page, 'ko');
      expect(await placeOf(page)).toBe(path);
    })();
  });

  test.each(['questions/releases.md', 'chat-system.md'])('stays at the heading of %s', async (path) => {
    await inWindow(async () => {
      const heading = (side: string): string => {
        const headings = [...(readPages(root).get(side + path) ?? '').matchAll(/^## (.+)$/gm)];
        return slug(headings[3]?.[1] ?? '');
      };
      const address = `/${path.replace('.md', '.html')}`;
      await open(page, `${server.url}${address}#${heading('')}`);
      await changeLanguage(page, 'en');
      await page.waitForURL((url) => decodeURIComponent(url.hash) === `#${heading('ko/')}`);
      await changeLanguage(page, 'ko');
      await page.waitForURL((url) => decodeURIComponent(url.hash) === `#${heading('')}`);
      expect(await placeOf(page)).toBe(`${address}#${heading('')}`);
    })();
  });
});

test.each([
  ['/questions/releases.html', /^Last changed: [A-Z][a-z]+ \d{1,2}, \d{4}$/],
  ['/ko/questions/releases.html', /^마지막 수정: \d{4}년 \d{1,2}월 \d{1,2}일$/],
])('%s says in its language when it was last changed', async (path, expected) => {
  await inWindow(async () => {
    await open(page, server.url + path);
    expect(await page.locator('.VPLastUpdated').innerText()).toMatch(expected);
  })();
});

test('every link leads somewhere, and to every page of docs/ one does', () => {
  const { pages: reached, problems } = crawl(
    (address) => {
      const file = fileOf(folder, address);
      if (file === undefined) return false;
      return file.endsWith('.html') ? readFileSync(file, 'utf8') : true;
    },
    ['/', '/ko/'],
  );
  expect(problems).toEqual([]);
  const addresses = [...readPages(root).keys()].map(addressOf);
  expect(addresses.filter((address) => !reached.has(address))).toEqual([]);
});
