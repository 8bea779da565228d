import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium, newContext } from '../../lib/local/browser/chromium';
import { crawl, readPage } from './crawl';
import { checkPage, isOfSite, SiteWatch } from './page-check';
import { lastChange } from './site-folder';
import { fileOf, serveSite } from './site-server';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-checks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('crawl', () => {
  const sound: Readonly<Record<string, string | true>> = {
    '/': '<nav><a href="/">Home</a></nav><main><a class="VPLink" href="/a.html#two%20words">A</a><a href="https://aws.amazon.com">AWS</a></main>',
    '/a.html': '<main><h2 id="two words">two</h2><a href="#two%20words">above</a><a href="./b.html">B</a></main>',
    '/b.html': '<a href="/">a page that is all text</a><a href="/image.png">picture</a>',
    '/image.png': true,
  };
  const walk = (changed: Readonly<Record<string, string | true>>) => {
    const site = { ...sound, ...changed };
    return crawl((address) => site[address] ?? false, ['/']);
  };

  test('reaches every page and finds nothing wrong', () => {
    const { pages, problems } = walk({});
    expect(problems).toEqual([]);
    expect([...pages.keys()]).toEqual(['/', '/a.html', '/b.html']);
  });

  test.each<[string, Readonly<Record<string, string | true>>, string]>([
    ['a link to nothing', { '/b.html': '<a href="/c.html?x">C</a>' }, '/b.html links to /c.html, which is not there'],
    [
      'an anchor that no page has',
      { '/a.html': '<main><p id="two words"><a href="/b.html#gone">B</a></p></main>' },
      '/a.html links to /b.html#gone, which has no such anchor',
    ],
    [
      'an anchor that only looks alike',
      { '/a.html': '<main><h2 data-id="two words">x</h2><a href="/b.html">B</a></main>' },
      '/ links to /a.html#two words, which has no such anchor',
    ],
    [
      'a page that only its navigation leads on from',
      { '/b.html': '<nav><a href="/">Home</a></nav><main><h1>B <a class="header-anchor" href="#b">#</a></h1></main>' },
      '/b.html leads nowhere',
    ],
  ])('finds %s', (_, changed, problem) => {
    expect(walk(changed).problems).toEqual([problem]);
  });

  test('passes over the language of a source file alone', () => {
    const link = '<main><a href="/source/x.html">x</a></main>';
    const hidden = { '/source/x.html': '<a href="/ko/source/x.html">한국어</a>' };
    expect(walk({ '/b.html': link, ...hidden }).problems).toEqual([]);
    expect(walk({ '/b.html': `${link}<a href="/ko/source/x.html">x</a>`, ...hidden }).problems).toEqual([
      '/b.html links to /ko/source/x.html, which is not there',
    ]);
  });

  test('reads what HTML hides', () => {
    const { links, ids } = readPage('<p id="a&amp;b"><a rel="x" href="/?a=1&amp;b=&quot;">x</a></p>');
    expect(links).toEqual(['/?a=1&b="']);
    expect([...ids]).toEqual(['a&b']);
  });
});

test.each([
  ['http://127.0.0.1:8080/a.js', true],
  ['data:,', true],
  ['blob:http://127.0.0.1:8080/1', true],
  ['http://127.0.0.1:8081/a.js', false],
  ['https://127.0.0.1:8080/a.js', false],
  ['ws://127.0.0.1:8080/', false],
  ['http://127.0.0.1.example.com:8080/', false],
  ['https://fonts.googleapis.com/css2', false],
])('a request to %s may be made: %s', (address, expected) => {
  expect(isOfSite(address, 'http://127.0.0.1:8080')).toBe(expected);
});

test('the last change is that of the sources, not of what was made of them', () => {
  const root = join(folder, 'changes');
  for (const [path, seconds] of [
    ['a/b.md', 10],
    ['c.md', 20],
    ['.vitepress/dist/index.html', 30],
    ['public/reach.html', 40],
  ] as const) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), '');
    utimesSync(join(root, path), seconds, seconds);
  }
  expect(lastChange(root)).toBe(20_000);
});

test('a server sends files of its folder alone', () => {
  mkdirSync(join(folder, 'served'), { recursive: true });
  writeFileSync(join(folder, 'served/index.html'), '');
  writeFileSync(join(folder, 'secret'), '');
  const served = (address: string) => fileOf(join(folder, 'served'), address);
  expect(served('/')).toBe(join(folder, 'served/index.html'));
  expect(served('/../secret')).toBeUndefined();
  expect(served('/nothing')).toBeUndefined();
});

describe('a page', () => {
  const executable = findChromium();
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executable === undefined) process.stdout.write('skipped: Chromium is not installed\n');
    else browser = await launchChromium(executable);
  });
  afterAll(async () => await browser?.close());

  const sound = `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><main><h1>Title</h1><p>Text</p></main></html>`;

  test.each([
    ['nothing is wrong', '', '', undefined],
    ['another language', 'lang="en"', 'lang="ko"', 'says its language is ko'],
    ['no name of the page', '<title>t</title>', '', 'document-title'],
    ['words too faint', '<p>', '<p style="color: #777; background: #888">', 'color-contrast'],
    ['wider than a phone', '<p>', '<p style="width: 500px">', 'is 508 pixels wide in a window of 375'],
    [
      'a diagram that is not drawn',
      '<p>',
      '<pre class="diagram failed">flowchart</pre><p>',
      'has 1 diagrams that are not',
    ],
    ['an error of a script', '</main>', '</main><script>throw new Error("oh")</script>', 'script: Error: oh'],
    ['a warning', '</main>', '</main><script>console.warn("ah")</script>', 'console warning: ah'],
    ['something missing', '</main>', '</main><script src="/gone.js"></script>', '404: http://127.0.0.1'],
    [
      'somebody else',
      '</main>',
      '</main><img alt="" src="https://192.0.2.1/x.png">',
      'asked somebody else: https://192.0.2.1',
    ],
  ])('is looked at: %s', async (_, part, by, found) => {
    if (browser === undefined) return;
    const site = mkdtempSync(join(folder, 'page-'));
    writeFileSync(join(site, 'index.html'), sound.replace(part, by));
    writeFileSync(join(site, '404.html'), '');
    const server = await serveSite(site);
    try {
      const problems = await checkPage(browser, server.url, { path: '/', language: 'en' });
      if (found === undefined) expect(problems).toEqual([]);
      else expect(problems.join('\n')).toContain(found);
    } finally {
      await server.stop();
    }
  });

  test.each<[string, (tab: Page, asked: IncomingMessage) => unknown, readonly string[]]>([
    ['is let go of by the window', (tab) => tab.goto('about:blank'), []],
    ['is cut off by the server', (_, { socket }) => socket.destroy(), ['/ahead.js: net::ERR_EMPTY_RESPONSE']],
  ])('what %s', async (_, ends, found) => {
    if (browser === undefined) return;
    const server = createServer(({ url }, response) => url !== '/ahead.js' && response.end(sound));
    // A browser asks once more where a connection ends that it has used before.
    server.maxRequestsPerSocket = 1;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const context = await newContext(browser);
    try {
      const watch = await SiteWatch.of(context, site);
      const tab = await context.newPage();
      await tab.goto(site);
      const [asked, failed] = [once(server, 'request'), context.waitForEvent('requestfailed')];
      await tab.evaluate("fetch('/ahead.js').catch(() => undefined), undefined");
      const [request] = await asked;
      await ends(tab, request);
      await failed;
      const problems = watch.problems.filter((problem) => problem.startsWith('failed'));
      expect(problems).toEqual(found.map((problem) => `failed: ${site}${problem}`));
    } finally {
      await context.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
