import type { Browser } from 'playwright-core';
import { barriers } from '../../local/browser/accessibility';
import { newContext, type sizes } from '../../local/browser/chromium';
import { Watch } from '../../local/browser/watch';
import type { LocalChat } from '../local/local-chat';
import { ChatWindow } from './chat-window';
import { landscape } from './picture';

/** Messages that each window sends to the other while the time is taken. */
const EXCHANGES = 5;

export interface ScenarioOptions {
  readonly browser: Browser;
  /** Two servers. */
  readonly chat: LocalChat;
  readonly size: keyof typeof sizes;
  /** Names of the two users. */
  readonly users: readonly [string, string];
  /** Whether the server of the second window is killed in the end. */
  readonly killsServer: boolean;
  readonly onStep: (step: string) => void;
}

/** What two windows found. */
export interface ScenarioResult {
  /** From Enter in one window to the message in the other, in milliseconds. */
  readonly delays: readonly number[];
  readonly requests: number;
  /** Everything that should not be. */
  readonly problems: readonly string[];
}

/** Two users on two servers talk. @throws Error of the step that did not come about */
export async function twoWindows(options: ScenarioOptions): Promise<ScenarioResult> {
  const { browser, chat, size, users, onStep } = options;
  const [first, second] = chat.servers;
  if (!first || !second) throw new Error('two servers are needed');
  const contexts = [
    await newContext(browser, { size }),
    await newContext(browser, { size, colorScheme: 'dark' }),
  ] as const;
  const watches = contexts.map((context) => new Watch(context));
  const problems: string[] = [];
  try {
    onStep('sign in');
    const one = await ChatWindow.open(contexts[0], first.url, users[0]);
    const other = await ChatWindow.open(contexts[1], second.url, users[1]);

    onStep('a room of two, and words in both directions');
    await one.begin(users[1]);
    await other.choose(users[0]);
    const delays: number[] = [];
    for (let index = 0; index < EXCHANGES; index++) {
      delays.push(
        await exchange(one, other, `${size} ${index} there`),
        await exchange(other, one, `${size} ${index} back`),
      );
    }
    await one.sees('Online');

    onStep('a picture');
    await one.attach({ name: 'evening.png', mimeType: 'image/png', buffer: landscape() }, `${size} with a picture`);
    await other.seesPicture('evening.png');

    onStep('axe-core');
    for (const { page } of [one, other]) problems.push(...(await barriers(page)));

    onStep('one window offline, and back');
    for (const watch of watches) watch.isOutage = true;
    await contexts[1].setOffline(true);
    const missed = ['first', 'second', 'third'].map((word) => `${size} ${word} of what was missed`);
    for (const text of missed) await one.say(text);
    await other.say(`${size} written without a connection`);
    await other.isDisconnected();
    problems.push(...(await barriers(other.page)));
    await contexts[1].setOffline(false);
    for (const text of missed) await other.has(text);
    await one.has(`${size} written without a connection`);
    const [here, there] = [await one.texts(), await other.texts()];
    if (here.join('\n') !== there.join('\n')) problems.push(`one window shows ${here}, the other ${there}`);

    if (options.killsServer) {
      onStep('a server is killed');
      await one.sees('Online');
      await second.kill();
      await other.isDisconnected();
      await one.sees('Offline');
    }
    problems.push(...watches.flatMap(({ errors }) => errors.map((error) => `console: ${error}`)));
    problems.push(...watches.flatMap(({ foreign }) => foreign.map((address) => `a request to ${address}`)));
    return { delays, requests: watches.reduce((sum, { requests }) => sum + requests, 0), problems };
  } finally {
    for (const context of contexts) await context.close();
  }
}

async function exchange(from: ChatWindow, to: ChatWindow, text: string): Promise<number> {
  const start = performance.now();
  await from.say(text);
  await to.has(text);
  const delay = performance.now() - start;
  await from.isSent(text);
  return delay;
}
