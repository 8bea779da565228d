import { takePictures } from '../../lib/chat-system/browser/pictures';
import { LocalChatError } from '../../lib/chat-system/local/errors';
import { type LocalChat, startLocalChat } from '../../lib/chat-system/local/local-chat';
import { note, print, progressWhenLong, style } from './output';

/** What stands behind `takehome chat up`; numbers as they were typed. */
export interface ChatUpOptions {
  /** @default 2 */
  readonly servers?: string;
  /** Of the first server; the others follow. @default 4400 */
  readonly port?: string;
  /** Folder where messages and attachments are kept. @default - in memory */
  readonly data?: string;
  readonly json?: boolean;
}

/**
 * Starts the chat on this machine and ends it, in an orderly way, with Ctrl-C or SIGTERM.
 *
 * @param interrupted resolves when it is to end
 * @throws LocalChatError
 */
export async function chatUp(options: ChatUpOptions, interrupted = whenInterrupted): Promise<void> {
  const servers = number('--servers', options.servers ?? '2', 1, 8);
  const port = number('--port', options.port ?? '4400', 0, 65_535 - servers);
  const until = interrupted();
  const end = progressWhenLong(() => 'starting the chat');
  const chat = await startLocalChat({
    run: 'process',
    servers,
    port,
    ...(options.data !== undefined && { data: options.data }),
  }).finally(end);
  try {
    if (options.json === true) print(JSON.stringify(addresses(chat)));
    else tell(chat, options.data);
    await until;
  } finally {
    if (options.json !== true) note('ending');
    await chat.stop();
  }
}

function addresses({ servers, awsUrl, valkeyUrl }: LocalChat) {
  return { urls: servers.map(({ url }) => url), awsUrl, ...(valkeyUrl !== undefined && { valkeyUrl }) };
}

function tell({ servers, valkeyUrl }: LocalChat, data: string | undefined): void {
  print('The chat is up. Open two windows, sign in with two names, and talk:');
  for (const { url } of servers) print(`  ${style('bold', url)}`);
  print(
    valkeyUrl === undefined ? 'One server by itself.' : `What one of them stores comes to the others by ${valkeyUrl}.`,
  );
  print(data === undefined ? 'Nothing is kept.' : `Messages and files are kept in ${data}.`);
  print('Ctrl-C ends it.');
}

function number(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new LocalChatError(`${option}: ${least} to ${most}, got: ${text}`);
  return value;
}

/** Instead of the end at once that other commands have. */
function whenInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      for (const listener of process.listeners(signal)) process.removeListener(signal, listener);
      // A second one while it ends changes nothing.
      process.on(signal, () => resolve());
    }
  });
}

/**
 * Takes the picture of docs/chat-system.md again.
 *
 * @throws LocalChatError
 */
export async function chatPictures(folder = 'docs/images'): Promise<void> {
  print(await takePictures(folder));
}
