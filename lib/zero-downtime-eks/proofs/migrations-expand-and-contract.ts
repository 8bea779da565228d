import { findProgram } from '../../local/programs';
import type { Proof, Verdict } from '../../proof/claim';
import { startDatabase } from '../lab/runtime/database';
import { paymentImageFolder } from './payment-process';
import { wholePath } from './phase-path';
import { inScene, skippedSteps } from './skipped-steps';

/**
 * Runs the image's server and migrations on a real PostgreSQL: each two phases that follow one another serve at the same
 * time on the schema between them, and every way of saving a step is caught.
 */
export const prove: Proof = async ({ assembly, progress }) => {
  const missing = missingPrograms();
  if (missing !== undefined) return skipped(missing);
  const folder = paymentImageFolder(assembly);
  const server = await startDatabase();
  try {
    progress('payments while the column moves, phase by phase');
    const { pairs, payments, carriedOn, problems } = await wholePath(folder, await server.createDatabase('path'));
    const findings: string[] = [];
    const missed: string[] = [];
    // Where the right way fails, wrong ways show nothing.
    for (const [index, { name, caught }] of problems.length > 0 ? [] : skippedSteps.entries()) {
      progress(name);
      const finding = await inScene(folder, await server.createDatabase(`skipped${index}`), caught);
      if (finding === undefined) missed.push(`not caught: ${name}`);
      else findings.push(`${name}: ${finding}`);
    }
    return {
      holds: problems.length === 0 && missed.length === 0 && carriedOn === pairs * 2,
      figures: {
        'pairs of phases at the same time': pairs,
        payments,
        'payments that failed or changed': problems.length,
        'half-done payments carried on by the other phase': carriedOn,
        'skipped steps that were caught': `${findings.length} of ${skippedSteps.length}`,
      },
      notes: [...problems.slice(0, 10), ...missed, ...findings],
    };
  } finally {
    await server.close();
  }
};

function missingPrograms(): string | undefined {
  if (process.platform !== 'linux') return 'Linux is needed';
  // setpriv belongs to util-linux, which every distribution has.
  if (findProgram('initdb') && findProgram('setpriv')) return undefined;
  return 'PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql';
}

const skipped = (reason: string): Verdict => ({ holds: false, skipped: reason, figures: {}, notes: [] });
