import type { Browser, BrowserContext, Page } from 'playwright-core';
import { barriers } from '../../lib/local/browser/accessibility';
import { newContext } from '../../lib/local/browser/chromium';

/** The narrowest width at which no page may be wider than the window, in CSS pixels. */
export const PHONE = { width: 375, height: 760 } as const;

/**
 * How Chromium calls a request that the window itself let go of, such as what it fetches ahead when another page is
 * opened. What a server or `SiteWatch` cuts off has other names.
 */
const LET_GO = 'net::ERR_ABORTED';

/** Looks over a window's shoulder: what the console says, what cannot be loaded, and whom the window asks. */
export class SiteWatch {
  /** Everything that should not be. */
  readonly problems: string[] = [];
  requests = 0;

  /**
   * @param site address that alone may be asked
   * @param missing address of a page that is not there, which the browser complains of
   */
  private constructor(
    private readonly site: string,
    private readonly missing: string | undefined,
  ) {}

  /** Lets no request of a window through but to the site. */
  static async of(context: BrowserContext, site: string, missing?: string): Promise<SiteWatch> {
    const watch = new SiteWatch(site, missing);
    await context.route(
      '**/*',
      async (route) => await (watch.asks(route.request().url()) ? route.continue() : route.abort()),
    );
    context.on('console', (message) => watch.says(message.type(), message.text(), message.location().url));
    context.on('weberror', (failure) => watch.problems.push(`script: ${String(failure.error())}`));
    context.on('requestfailed', (request) => watch.fails(request.url(), request.failure()?.errorText));
    context.on('response', (response) => watch.answers(response.url(), response.status()));
    context.on('page', (page) => void page.on('websocket', (socket) => watch.asks(socket.url())));
    return watch;
  }

  /** Counts a request. @returns whether the window may make it */
  asks(address: string): boolean {
    this.requests++;
    const isAllowed = isOfSite(address, this.site);
    if (!isAllowed) this.problems.push(`asked somebody else: ${address}`);
    return isAllowed;
  }

  private says(type: string, text: string, address: string): void {
    if (type !== 'error' && type !== 'warning') return;
    if (address !== this.missing) this.problems.push(`console ${type}: ${text}`);
  }

  private fails(address: string, error = 'no reason given'): void {
    if (error !== LET_GO) this.problems.push(`failed: ${address}: ${error}`);
  }

  private answers(address: string, status: number): void {
    if (status >= 400 && address !== this.missing) this.problems.push(`${status}: ${address}`);
  }
}

/** Whether a request leads to the site, or to nobody at all. */
export function isOfSite(address: string, site: string): boolean {
  const { origin, protocol } = new URL(address);
  return protocol === 'data:' || protocol === 'blob:' || origin === site;
}

/** What is wrong with a window's page at a glance: its language, how wide it is, diagrams that could not be drawn. */
export async function looks(page: Page, language: 'en' | 'ko'): Promise<readonly string[]> {
  const problems: string[] = [];
  const lang = await page.locator('html').getAttribute('lang');
  if (lang !== language) problems.push(`says its language is ${lang}`);
  const [wide, room] = (await page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )) as readonly [number, number];
  if (wide > room) problems.push(`is ${wide} pixels wide in a window of ${room}`);
  const undrawn = await page.locator('pre.diagram, div.diagram:not(:has(svg)), .diagram .error-icon').count();
  if (undrawn > 0) problems.push(`has ${undrawn} diagrams that are not drawn`);
  return problems;
}

export interface CheckedPage {
  /** Address on the site, such as `/ko/`. */
  readonly path: string;
  readonly language: 'en' | 'ko';
  /** Whether the site has no such page. @default false */
  readonly isMissing?: boolean;
}

/** Opens a page in light and dark, on a desktop and a phone. @returns everything that should not be */
export async function checkPage(browser: Browser, site: string, checked: CheckedPage): Promise<readonly string[]> {
  const windows = (['light', 'dark'] as const).map((scheme) => checkWindow(browser, site, checked, scheme));
  return (await Promise.all(windows)).flat();
}

async function checkWindow(
  browser: Browser,
  site: string,
  { path, language, isMissing = false }: CheckedPage,
  colorScheme: 'light' | 'dark',
): Promise<readonly string[]> {
  const context = await newContext(browser, { colorScheme });
  try {
    const watch = await SiteWatch.of(context, site, isMissing ? site + path : undefined);
    const page = await context.newPage();
    if (colorScheme === 'dark') await page.setViewportSize(PHONE);
    await open(page, site + path);
    const found = [...(await looks(page, language)), ...(await barriers(page)), ...watch.problems];
    return found.map((problem) => `${path} ${colorScheme}: ${problem}`);
  } finally {
    await context.close();
  }
}

/** Milliseconds that a page may take on a machine that has a lot to do. */
const PATIENCE = 60_000;

/** Opens an address and waits until the page is alive and its diagrams are drawn, or not going to be. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'networkidle', timeout: PATIENCE });
  await page
    .locator('pre.diagram:not(.failed)')
    .first()
    .waitFor({ state: 'detached', timeout: PATIENCE })
    .catch(() => undefined);
}
