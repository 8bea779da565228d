import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { serviceImage } from '../../../../lib/constructs/service-image';
import type { Verdict } from '../../../../lib/proof/claim';
import { prove } from '../../../../lib/zero-downtime-eks/proofs/migrations-expand-and-contract';
import { paymentImageFolder } from '../../../../lib/zero-downtime-eks/proofs/payment-process';

/** An assembly with the image alone, in which a text of a file is another. */
async function proved(file?: 'server.mjs' | 'migrate.mjs', from = /./, to = ''): Promise<Verdict | undefined> {
  const app = new App();
  serviceImage(new Stack(app, 'ZeroDowntimeEks'), 'Image', 'zero-downtime-eks');
  const { directory } = app.synth();
  if (file !== undefined) {
    const path = join(paymentImageFolder(directory), file);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(path, text.replace(from, to));
  }
  const verdict = await prove({ assembly: directory, progress: () => undefined });
  if (verdict.skipped === undefined) return verdict;
  console.info(`skipped: ${verdict.skipped}`);
  return undefined;
}

test('expand and contract loses nothing, and every way of saving a step is caught', async () => {
  const verdict = await proved();
  if (!verdict) return;
  expect(verdict).toMatchObject({
    holds: true,
    figures: {
      'pairs of phases at the same time': 3,
      'payments that failed or changed': 0,
      'half-done payments carried on by the other phase': 6,
      'skipped steps that were caught': '6 of 6',
    },
  });
  // Each pair writes 12, and one more is killed in each direction; the rest came one after the other meanwhile.
  expect(verdict.figures.payments).toBeGreaterThan(3 * 14);
});

describe('the proof does not hold', () => {
  test.each([
    [
      'where dual-write writes only the old column',
      'server.mjs',
      /"dual-write":\{(\.\.\.\w+),write:\w+\}/,
      '"dual-write":{$1}',
    ],
    [
      'where the old column stays NOT NULL',
      'migrate.mjs',
      /alter column amount drop not null/,
      'alter column amount set not null',
    ],
    ['where the backfill takes yen for cents', 'migrate.mjs', /JPY:0/, 'JPY:2'],
    [
      'where the contraction does not look who still writes',
      'migrate.mjs',
      /created_at > now\(\)/,
      "created_at > now() + interval '1 day'",
    ],
  ] as const)('%s', async (_, file, from, to) => {
    const verdict = await proved(file, from, to);
    if (!verdict) return;
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.length).toBeGreaterThan(0);
  });
});
