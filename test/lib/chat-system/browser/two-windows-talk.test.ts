import { missingPrograms, ROUNDS, talk } from '../../../../lib/chat-system/proofs/two-windows-talk';
import { breakImage, type StagedImage, stageImage } from '../broken-image';

let image: StagedImage;
beforeEach(() => {
  image = stageImage();
});
afterEach(() => image.remove());

const missing = missingPrograms();
const progress = jest.fn();

/** Prints why it does not run where it cannot. */
function skips(): boolean {
  if (missing !== undefined) process.stdout.write(`skipped: ${missing}\n`);
  return missing !== undefined;
}

test('two windows on two servers talk, on a desktop and on a phone', async () => {
  if (skips()) return;
  const verdict = await talk(image.folder, progress);
  expect(verdict).toMatchObject({ holds: true, notes: [], figures: { 'window sizes': 2, 'messages exchanged': 20 } });
  expect(progress).toHaveBeenCalledWith('two windows: a server is killed');
});

test.each([
  // It stores and acknowledges, and tells nobody: without Valkey's address each server is by itself.
  ['server.mjs', 'VALKEY_URL', 'NO_SUCH_URL', 'a room of two, and words in both directions'],
  ['web/style.css', '--text: #1a1f26', '--text: #c8ccd2', 'color-contrast'],
  ['web/index.html', '<label for="text" class="hidden-visually">Message</label>', '', 'getByLabel'],
  ['web/index.html', 'icon.svg', 'https://192.0.2.1/icon.svg', 'a request to https://192.0.2.1/icon.svg'],
])('%s with %p as %p is found: %s', async (file, text, by, found) => {
  if (skips()) return;
  breakImage(image, file, text, by);
  const verdict = await talk(image.folder, progress, ROUNDS.slice(0, 1));
  expect(verdict.holds).toBe(false);
  expect(verdict.notes.join('\n')).toContain(found);
});
