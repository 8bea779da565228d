import { writeFileSync } from 'node:fs';
import { createApp } from '../lib/app';
import { proveBurst } from '../lib/auto-tagging/proofs/burst-drains-at-the-limit';
import type { BurstRates } from '../lib/auto-tagging/proofs/burst-rates';
import { BURST_FILE } from '../lib/docs/figures/data';
import { sandboxConfig } from '../sandbox.config';

/**
 * Plays the burst of auto-tagging and writes docs/burst.json. Its clock is virtual, so that every machine gives the same.
 *
 * @param date of today, such as `2026-11-21`
 * @throws Error where the proof does not hold
 */
export async function recordBurst(date: string): Promise<readonly string[]> {
  let rates: BurstRates | undefined;
  const { directory } = createApp(sandboxConfig).synth();
  const { holds, figures, notes } = await proveBurst(
    { assembly: directory, progress: () => undefined },
    undefined,
    (found) => {
      rates = found;
    },
  );
  if (!holds || rates === undefined) throw new Error(`the burst does not hold: ${notes.join('; ')}`);
  writeFileSync(
    BURST_FILE,
    `${JSON.stringify({ date, command: 'npm run bench -- burst', figures, ...rates }, null, 2)}\n`,
  );
  return [`wrote ${BURST_FILE}`];
}
