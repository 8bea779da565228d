import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { type Migration, migrations } from './migrations';
import { type SchemaStep, schemaSteps } from './phases';

/** A migration that would break a release that runs. Nothing was changed. */
export class RefusedMigrationError extends Error {
  override readonly name = 'RefusedMigrationError';
}

export interface ApplyOptions {
  /** How long no release that uses `amount` must have written before it is dropped. @default 600 */
  readonly settledSeconds?: number;
  /** Told of each step that was applied. @default - nobody is */
  readonly onStep?: (step: SchemaStep) => void;
}

/** Every uuid comes after it. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Any number; two runs that start at the same time wait for each other on it. */
const LOCK = 7_290_417;

/** The schema of the database, or undefined where no migration was applied. */
export async function currentStep(sql: Sql): Promise<SchemaStep | undefined> {
  const [{ there } = { there: false }] = await sql`select to_regclass('schema_steps') is not null as there`;
  if (!there) return undefined;
  const applied = new Set((await sql`select step from schema_steps`).map(({ step }) => String(step)));
  return schemaSteps.findLast((step) => applied.has(step));
}

/**
 * Applies the migrations that are missing, one after the other. It goes no step back.
 *
 * @returns the steps that were applied
 * @throws RefusedMigrationError
 */
export async function applyMigrations(
  sql: Sql,
  to: SchemaStep,
  { settledSeconds = 600, onStep }: ApplyOptions = {},
): Promise<readonly SchemaStep[]> {
  await inTransaction(sql, [
    'create table if not exists schema_steps (step text primary key, applied_at timestamptz not null default now())',
  ]);
  const current = await currentStep(sql);
  const done = current === undefined ? 0 : schemaSteps.indexOf(current) + 1;
  const missing = migrations.slice(done, schemaSteps.indexOf(to) + 1);
  for (const migration of missing) {
    await refuse(sql, migration, settledSeconds);
    await fill(sql, migration);
    const record = `insert into schema_steps (step) values ('${migration.step}') on conflict do nothing`;
    // Recorded in the same transaction as the last change.
    const transactions = migration.transactions.length > 0 ? migration.transactions : [[]];
    for (const [index, statements] of transactions.entries()) {
      const last = index === transactions.length - 1;
      await inTransaction(sql, last ? [...statements, record] : statements, migration.step);
    }
    onStep?.(migration.step);
  }
  return missing.map(({ step }) => step);
}

async function refuse(sql: Sql, { step, refusal }: Migration, settledSeconds: number): Promise<void> {
  if (!refusal) return;
  const parameters = refusal.count.includes('$1') ? [settledSeconds] : [];
  const [{ count } = { count: 0 }] = await sql.unsafe(refusal.count, parameters);
  if (Number(count) > 0) throw new RefusedMigrationError(`${step} would not be safe: ${count} ${refusal.reason}`);
}

async function fill(sql: Sql, { batch }: Migration): Promise<void> {
  let last: unknown = batch === undefined ? null : FIRST_ID;
  while (batch !== undefined && typeof last === 'string') {
    const [row] = await sql.unsafe(batch, [last]);
    last = row?.last;
  }
}

/**
 * A change of a table waits for those who use it, and everyone who comes later waits behind it. So it gives up after
 * three seconds, lets them pass, and tries again.
 *
 * @see https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
 */
async function inTransaction(sql: Sql, statements: readonly string[], step?: SchemaStep): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql.begin(async (transaction) => {
        await transaction`select pg_advisory_xact_lock(${LOCK})`;
        await transaction`set local lock_timeout = '3s'`;
        // Another run was faster.
        if (step && (await transaction`select from schema_steps where step = ${step}`).length > 0) return;
        for (const statement of statements) await transaction.unsafe(statement);
      });
      return;
    } catch (error) {
      const waitedTooLong = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!waitedTooLong || attempt === 20) throw error;
    }
    await sleep(1000);
  }
}
