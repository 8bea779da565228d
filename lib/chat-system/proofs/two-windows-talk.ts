import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findChromium, launchChromium } from '../../local/browser/chromium';
import { findProgram } from '../../local/programs';
import type { Proof, Verdict } from '../../proof/claim';
import { type ScenarioResult, twoWindows } from '../browser/scenario';
import { imageFolder } from '../lab/server';
import { startLocalChat } from '../local/local-chat';
import { webClientFiles } from '../web-client';

/** The stack whose image and web client run. */
const STACK = 'ChatSystem-Fargate';

/** What an assembly says of the assets of a stack. */
interface AssetManifest {
  readonly files?: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** A killed server's users go offline after this time, so that nobody waits for a minute. Seconds. */
const TIMES = { heartbeatSeconds: 0.5, presenceSeconds: 2 } as const;

/**
 * Two windows of a real browser on two servers of the assembly, on a desktop and on a phone: they talk, send a picture,
 * lose the connection and miss nothing; nobody is kept out, nothing is logged as an error, nothing leaves this machine.
 */
export const prove: Proof = async ({ assembly, progress }) => {
  const missing = missingPrograms();
  if (missing !== undefined) return { holds: false, skipped: missing, figures: {}, notes: [] };
  const folder = mkdtempSync(join(tmpdir(), 'takehome-windows-'));
  try {
    cpSync(join(imageFolder(assembly), 'server.mjs'), join(folder, 'server.mjs'));
    copyWebClient(assembly, join(folder, 'web'));
    return await talk(folder, progress);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What this machine has not. @default - it has everything */
export function missingPrograms(): string | undefined {
  if (findChromium() === undefined)
    return 'no Chromium is installed: apt-get install -y --no-install-recommends chromium';
  if (['valkey-server', 'redis-server'].every((name) => findProgram(name) === undefined)) {
    return 'neither Valkey nor Redis is installed: apt-get install -y --no-install-recommends redis-server';
  }
  return undefined;
}

/** The windows of one size, and who is in them; the last ones see a server being killed. */
export const ROUNDS = [
  { size: 'desktop', users: ['ada', 'bob'], killsServer: false },
  { size: 'phone', users: ['cleo', 'dev'], killsServer: true },
] as const;

/**
 * Lets two windows talk through two servers.
 *
 * @param image folder with `server.mjs` and `web`
 * @param rounds @default - a desktop, then a phone
 */
export async function talk(
  image: string,
  progress: (text: string) => void,
  rounds: readonly (typeof ROUNDS)[number][] = ROUNDS,
): Promise<Verdict> {
  const executable = findChromium();
  if (executable === undefined) throw new Error('no Chromium');
  const chat = await startLocalChat({ servers: 2, run: 'process', image, ...TIMES });
  const browser = await launchChromium(executable);
  let step = '';
  const onStep = (text: string) => {
    step = text;
    progress(`two windows: ${text}`);
  };
  const results: ScenarioResult[] = [];
  try {
    for (const round of rounds) results.push(await twoWindows({ browser, chat, onStep, ...round }));
  } catch (error) {
    // The first lines say what was waited for.
    const why = stripVTControlCharacters(String(error)).split('\n').slice(0, 3).join(' ');
    return verdict(results, [`${step}: ${why}`]);
  } finally {
    await browser.close();
    await chat.stop();
  }
  return verdict(results, []);
}

function verdict(results: readonly ScenarioResult[], failures: readonly string[]): Verdict {
  const delays = results.flatMap((result) => result.delays).sort((one, other) => one - other);
  const notes = [...failures, ...results.flatMap(({ problems }) => problems)];
  return {
    holds: notes.length === 0,
    figures: {
      'window sizes': results.length,
      'messages exchanged': delays.length,
      'milliseconds from Enter to the other window, median': Math.round(delays[Math.floor(delays.length / 2)] ?? 0),
      'requests of the pages, all to this machine': results.reduce((sum, { requests }) => sum + requests, 0),
    },
    notes,
  };
}

/** What would be deployed to the bucket of the web client, each file as an asset of its own. */
function copyWebClient(assembly: string, folder: string): void {
  mkdirSync(folder);
  const { files = {} } = JSON.parse(readFileSync(join(assembly, `${STACK}.assets.json`), 'utf8')) as AssetManifest;
  const assets = Object.values(files).map(({ source }) => source.path);
  for (const { path, text } of webClientFiles()) {
    // An assembly with the image alone is for labs.
    const asset = assets.find((name) => existsSync(join(assembly, name, path)));
    if (asset === undefined) writeFileSync(join(folder, path), text);
    else cpSync(join(assembly, asset, path), join(folder, path));
  }
}
