import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webClientFiles } from '../../../lib/chat-system/web-client';
import { stageService } from '../../../lib/constructs/bundled-service';

/** A folder as the image of the server has it, and the end of it. */
export interface StagedImage {
  readonly folder: string;
  remove(): void;
}

/** Bundles the server and its web client. */
export function stageImage(): StagedImage {
  const folder = mkdtempSync(join(tmpdir(), 'takehome-image-'));
  stageService('chat-system', folder, webClientFiles());
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Replaces text in a file of the image, which has to be there. */
export function breakImage({ folder }: StagedImage, file: string, text: string, by: string): void {
  const path = join(folder, file);
  const whole = readFileSync(path, 'utf8');
  if (!whole.includes(text)) throw new Error(`${file} does not hold ${text}`);
  writeFileSync(path, whole.replaceAll(text, by));
}
