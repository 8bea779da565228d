import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageService } from '../../../lib/constructs/bundled-service';

/** A cloud assembly with the image of the server and nothing else. Ends with the process. */
export function labAssembly(): string {
  const folder = mkdtempSync(join(tmpdir(), 'takehome-assembly-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'asset'));
  stageService('chat-system', join(folder, 'asset'));
  const dockerImages = { hash: { source: { directory: 'asset' } } };
  writeFileSync(join(folder, 'ChatSystem-Fargate.assets.json'), JSON.stringify({ dockerImages }));
  return folder;
}
