import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { synthesizeScenario } from '../../../../lib/connectivity/scenario';
import { barriers } from '../../../../lib/local/browser/accessibility';
import { findChromium, launchChromium, newContext, type WindowOptions } from '../../../../lib/local/browser/chromium';
import { Watch } from '../../../../lib/local/browser/watch';
import { writeReachPages } from '../../../../lib/site/reach-pages';
import { connectivity } from '../../../../lib/vpc-connectivity/connectivity';

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'reach-pages-'));
const peering = { ...connectivity, options: connectivity.options.filter(({ id }) => id === 'peering') };
let browser: Browser | undefined;
let html = '';

beforeAll(async () => {
  if (chromium === undefined) return;
  const assembly = join(folder, 'cdk.out');
  synthesizeScenario([connectivity], { overlap: false, accounts: 1 }, assembly);
  const [page] = writeReachPages(assembly, folder, undefined, [{ connectivity: peering }]);
  html = readFileSync(join(folder, page?.file ?? ''), 'utf8');
  browser = await launchChromium(chromium);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const PODS_TO_BALANCER =
  /^Eks\/Cluster\/Workload\/WorkloadSubnet1 .* to Ecs\/Balancer\/LoadBalancer: reachable on tcp 8080$/;

/** What a reader finds wrong with a page; nothing where it is right. */
async function problems(text: string, options: WindowOptions): Promise<readonly string[]> {
  const file = join(folder, `${Math.random()}.html`);
  writeFileSync(file, text);
  const context = await newContext(browser as Browser, options);
  try {
    const watch = new Watch(context);
    const page = await context.newPage();
    const foreign: string[] = [];
    page.on('request', (request) => void (request.url().startsWith('file:') || foreign.push(request.url())));
    await page.goto(pathToFileURL(file).href);
    return [
      ...(await look(page, options)),
      ...(await chooseACell(page)),
      ...(await barriers(page)),
      ...watch.errors,
      ...foreign.map((url) => `asks ${url}`),
    ];
  } finally {
    await context.close();
  }
}

async function look(page: Page, { colorScheme }: WindowOptions): Promise<readonly string[]> {
  const [wide, ground] = await page.evaluate<[boolean, string]>(
    '[document.documentElement.scrollWidth > innerWidth, getComputedStyle(document.body).backgroundColor]',
  );
  const isDark = Number(/\d+/.exec(ground)?.[0]) < 128;
  return [
    ...(wide ? ['wider than its window'] : []),
    ...(isDark === (colorScheme === 'dark') ? [] : [`a ground of ${ground} where ${colorScheme} is preferred`]),
  ];
}

async function chooseACell(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: PODS_TO_BALANCER }).click();
  const answer = page.getByRole('region', { name: 'the chosen cell' });
  const text = await answer.innerText();
  const seen = await answer.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top < innerHeight - 50 && bottom <= innerHeight + 1;
  });
  const marked = await page.locator('svg .between.on').count();
  return [
    ...(['forward', 'return', 'vpc-peering-connection Peering', '10.1.'].every((word) => text.includes(word))
      ? []
      : ['does not tell the way']),
    ...(seen ? [] : ['tells it where nobody looks']),
    ...(marked === 1 ? [] : [`marks ${marked} peering connections`]),
  ];
}

const windows = [
  { size: 'desktop', colorScheme: 'light' },
  { size: 'desktop', colorScheme: 'dark' },
  { size: 'phone', colorScheme: 'light' },
  { size: 'phone', colorScheme: 'dark' },
] as const;

/** Prints why it does not run where it cannot. */
function skips(): boolean {
  if (chromium === undefined) process.stdout.write('skipped: Chromium is not installed: apt-get install -y chromium\n');
  return chromium === undefined;
}

test.each(windows)('tells the way of a cell: $size, $colorScheme', async (options) => {
  if (skips()) return;
  expect(await problems(html, options)).toEqual([]);
});

test.each([
  ['the way is not told', "document.querySelector('table').addEventListener('click'", "void ('click'", 'does not tell'],
  ['nothing is marked', "element.classList.toggle('on', on || end);", '', 'marks 0 peering'],
  ['dark is not followed', '(prefers-color-scheme: dark)', '(width: 0)', 'a ground of'],
  ['words are too faint', '--faint: #a0a8b3', '--faint: #3a4048', 'color-contrast'],
  ['a phone has to scroll', '.scroll { overflow: auto;', '.scroll {', 'wider than its window'],
  ['the answer is out of sight', 'bottom: 0; max-height: 45vh;', 'position: static;', 'where nobody looks'],
  ['something is loaded', '<h1>', '<img alt="" src="https://192.0.2.1/x.png"><h1>', 'asks https://192.0.2.1/'],
])('a broken page is found: %s', async (_, part, by, found) => {
  if (skips()) return;
  expect(html).toContain(part);
  const told = await problems(
    html.replaceAll(part, () => by),
    { size: 'phone', colorScheme: 'dark' },
  );
  expect(told.join('\n')).toContain(found);
});
