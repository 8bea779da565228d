import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findProgram } from '../programs';

/** Nothing but the page, and no word to anybody else. */
const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of the distribution. @default - not installed */
export function findChromium(): string | undefined {
  return findProgram('chromium') ?? findProgram('chromium-browser') ?? findProgram('google-chrome');
}

/** @param executablePath as `findChromium` says */
export async function launchChromium(executablePath: string): Promise<Browser> {
  // Its own headless mode is one that the full browser does not have.
  return await chromium.launch({ executablePath, args: ARGUMENTS, ignoreDefaultArgs: ['--headless'] });
}

/** A window's width and height in CSS pixels. */
export const sizes = {
  desktop: { width: 1120, height: 720 },
  /** The narrowest phone that is still common. */
  phone: { width: 360, height: 720 },
} as const;

export interface WindowOptions {
  readonly size?: keyof typeof sizes;
  readonly colorScheme?: 'light' | 'dark';
  /** @default 1 */
  readonly deviceScaleFactor?: number;
}

/** A user's browser of one's own: nothing that is kept is shared, and nothing depends on where it runs. */
export async function newContext(browser: Browser, options: WindowOptions = {}): Promise<BrowserContext> {
  const { size = 'desktop', colorScheme = 'light', deviceScaleFactor = 1 } = options;
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme,
    deviceScaleFactor,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(15_000);
  return context;
}
