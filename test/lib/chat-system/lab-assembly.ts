import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageService } from '../../../lib/constructs/bundled-service';

/**
 * A cloud assembly with the image of the server and nothing else. Ends with the process.
 *
 * @param breakServer changes the bundle. @default - it is as it would be deployed
 */
export function labAssembly(breakServer?: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'takehome-assembly-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'asset'));
  stageService('chat-system', join(folder, 'asset'));
  if (breakServer) {
    const file = join(folder, 'asset', 'server.mjs');
    const text = readFileSync(file, 'utf8');
    const broken = breakServer(text);
    if (broken === text) throw new Error('the change changes nothing');
    writeFileSync(file, broken);
  }
  const dockerImages = { hash: { source: { directory: 'asset' } } };
  writeFileSync(join(folder, 'ChatSystem-Fargate.assets.json'), JSON.stringify({ dockerImages }));
  return folder;
}
