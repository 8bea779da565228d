import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium, newContext } from '../../local/browser/chromium';
import { LocalChatError } from '../local/errors';
import { startLocalChat } from '../local/local-chat';
import { ChatWindow } from './chat-window';
import { landscape } from './picture';

/** Pixels of the picture for one of the page. */
const SCALE = 1.5;
const HEIGHT = 770;

/**
 * Takes the picture of the page about the chat: a desktop in light, a phone in dark, in the same room on two servers.
 *
 * @param folder where `chat-system.png` is written
 * @throws LocalChatError where there is no Chromium or no Redis
 */
export async function takePictures(folder: string): Promise<string> {
  const executable = findChromium();
  if (executable === undefined)
    throw new LocalChatError('no Chromium is installed: apt-get install -y --no-install-recommends chromium');
  const chat = await startLocalChat({ servers: 2 });
  const browser = await launchChromium(executable);
  try {
    const [first, second] = chat.servers;
    const [desktop, phone] = await talk(browser, first?.url ?? '', second?.url ?? '');
    const file = join(folder, 'chat-system.png');
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, await sideBySide(browser, [desktop, phone]));
    return file;
  } finally {
    await browser.close();
    await chat.stop();
  }
}

async function talk(browser: Browser, first: string, second: string): Promise<[Buffer, Buffer]> {
  const open = async (url: string, user: string, size: 'desktop' | 'phone', colorScheme: 'light' | 'dark') => {
    const context = await newContext(browser, { size, colorScheme, deviceScaleFactor: SCALE });
    return await ChatWindow.open(context, url, user);
  };
  const ada = await open(first, 'ada', 'desktop', 'light');
  const bob = await open(second, 'bob', 'phone', 'dark');
  const cleo = await open(second, 'cleo', 'desktop', 'light');
  await cleo.begin('ada, bob', 'Hiking');
  await ada.begin('finn');
  await ada.say('The numbers of this week are in the folder.');
  await ada.begin('bob');
  await bob.choose('ada');
  await ada.say('Did the deployment cut you off as well?');
  await bob.has('cut you off');
  await bob.say('For two seconds. What I wrote meanwhile came through.');
  await bob.say('In order, and once.');
  await ada.has('and once');
  await ada.attach({ name: 'evening.png', mimeType: 'image/png', buffer: landscape() }, 'Then look at this.');
  await bob.seesPicture('evening.png');
  await cleo.say('Saturday at half past eight, at the station?');
  await bob.say('Lovely!');
  await ada.has('Lovely!');
  await ada.sees('cleo: Saturday at half past eight, at the station?');
  return [await shot(ada.page, 960), await shot(bob.page, 360)];
}

async function shot(page: Page, width: number): Promise<Buffer> {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.locator('#scroll').evaluate((scroll) => {
    scroll.scrollTop = scroll.scrollHeight;
  });
  // A cursor blinks, and a picture that is taken twice should be the same.
  await page.evaluate('document.activeElement?.blur()');
  return await page.screenshot();
}

async function sideBySide(browser: Browser, shots: readonly Buffer[]): Promise<Buffer> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, deviceScaleFactor: SCALE });
  const page = await context.newPage();
  const images = shots.map(
    (bytes) => `<img height="${HEIGHT}" src="data:image/png;base64,${bytes.toString('base64')}">`,
  );
  const style = `body{margin:0}div{display:inline-flex;gap:28px;padding:28px;background:#c9d3df}
    img{border-radius:14px;box-shadow:0 6px 24px rgb(0 0 0/28%)}`;
  await page.setContent(`<style>${style}</style><div>${images.join('')}</div>`);
  return await page.locator('div').screenshot();
}
