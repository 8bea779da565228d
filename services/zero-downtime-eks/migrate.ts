import { applyMigrations } from './apply-migrations';
import { connect } from './database';
import { readPaymentSettings } from './environment';
import { log } from './log';
import { type SchemaStep, schemaNeededBy, schemaSteps } from './phases';
import { retryOnLostConnection } from './retry';

/**
 * Brings the schema to what LEDGER_PHASE needs, before its rolling update; with the name of a step as its argument, to
 * that step. `contracted` has to be named, as it may come only when the rolling update to `after` is over.
 */
async function migrate(step: string | undefined): Promise<void> {
  const settings = readPaymentSettings(process.env);
  const to = step === undefined ? schemaNeededBy(settings.ledgerPhase) : knownStep(step);
  const sql = connect(settings, 1);
  try {
    await retryOnLostConnection(() => sql`select 1`, { seconds: 30 });
    await applyMigrations(sql, to, { onStep: (applied) => log({ message: 'migrated', step: applied }) });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function knownStep(text: string): SchemaStep {
  const step = schemaSteps.find((known) => known === text);
  if (step === undefined) throw new Error(`one of ${schemaSteps.join(', ')}, got: ${JSON.stringify(text)}`);
  return step;
}

migrate(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
