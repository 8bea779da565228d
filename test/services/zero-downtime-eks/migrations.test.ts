import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { localSettings, migrate as runMigrate } from '../../../lib/zero-downtime-eks/proofs/payment-process';
import {
  applyMigrations,
  currentStep,
  RefusedMigrationError,
} from '../../../services/zero-downtime-eks/apply-migrations';
import { type Currency, currencyExponents } from '../../../services/zero-downtime-eks/currency';
import { ledger } from '../../../services/zero-downtime-eks/ledger';
import { migrations } from '../../../services/zero-downtime-eks/migrations';
import {
  type LedgerPhase,
  ledgerPhases,
  mayRunTogether,
  phaseRollouts,
  schemaNeededBy,
  schemaSteps,
} from '../../../services/zero-downtime-eks/phases';
import { withPostgresql } from './postgresql';

test('there is one migration for each schema, in order', () => {
  expect(migrations.map(({ step }) => step)).toEqual(schemaSteps);
});

test('the rolling updates lead from the first phase to the last, each on a schema for both', () => {
  expect(phaseRollouts.map(({ from }) => from)).toEqual(ledgerPhases.slice(0, -1));
  expect(phaseRollouts.map(({ to }) => to)).toEqual(ledgerPhases.slice(1));
  for (const { from, to, on } of phaseRollouts) {
    expect(mayRunTogether(from, to, on)).toBe(true);
    // What the migration of the new release makes is the schema of the rolling update.
    expect(schemaNeededBy(to)).toBe(on);
  }
});

const payment = (amountMinor = 1250, currency: Currency = 'EUR') => ({
  id: randomUUID(),
  idempotencyKey: randomUUID(),
  amountMinor,
  currency,
  release: 'r1',
});

const currencies = Object.keys(currencyExponents) as Currency[];

withPostgresql((bench) => {
  const empty = async () => bench().pool(await bench().database());

  test('an empty database has no schema', async () => {
    expect(await currentStep(await empty())).toBeUndefined();
  });

  test('each step is applied once, in order', async () => {
    const sql = await empty();
    expect(await applyMigrations(sql, 'expanded')).toEqual(['created', 'expanded']);
    expect(await currentStep(sql)).toBe('expanded');
    expect(await applyMigrations(sql, 'expanded')).toEqual([]);
    expect(await applyMigrations(sql, 'validated')).toEqual(['backfilled', 'validated']);
    // No way back.
    expect(await applyMigrations(sql, 'created')).toEqual([]);
    expect(await currentStep(sql)).toBe('validated');
  });

  test('runs that start at the same time wait for each other', async () => {
    const database = await bench().database();
    const pools = Array.from({ length: 4 }, () => bench().pool(database));
    await Promise.all(pools.map((sql) => applyMigrations(sql, 'validated')));
    const [first] = pools;
    expect(first && (await currentStep(first))).toBe('validated');
  });

  test('the backfill fills every row, in every currency, over many batches', async () => {
    const sql = await empty();
    await applyMigrations(sql, 'created');
    await sql`
      insert into payments (id, idempotency_key, status, amount, currency, release)
      select gen_random_uuid(), n::text, 'captured', n, 'JPY', 'r0' from generate_series(1, 2500) n`;
    const asked = currencies.flatMap((currency) => [1, 99, 100, 123_456_789].map((minor) => payment(minor, currency)));
    for (const one of asked) await ledger(sql, 'before').authorise(one);
    await applyMigrations(sql, 'validated');
    const [{ sum } = { sum: 0 }] = await sql`select sum(amount_minor) from payments where release = 'r0'`;
    expect(Number(sum)).toBe((2500 * 2501) / 2);
    for (const { id, amountMinor, currency } of asked) {
      expect(await ledger(sql, 'after').find(id)).toMatchObject({ amountMinor, currency });
    }
  });

  test('a release that writes only the old column is not broken by the validation: it is refused', async () => {
    const sql = await empty();
    await applyMigrations(sql, 'backfilled');
    await ledger(sql, 'before').authorise(payment());
    await expect(applyMigrations(sql, 'validated')).rejects.toThrow(RefusedMigrationError);
    await expect(ledger(sql, 'before').authorise(payment())).resolves.toBeDefined();
  });

  test('the old column is not dropped while it is written', async () => {
    const sql = await empty();
    await applyMigrations(sql, 'validated');
    await ledger(sql, 'read-new').authorise(payment());
    await ledger(sql, 'after').authorise(payment());
    await expect(applyMigrations(sql, 'contracted')).rejects.toThrow(/^contracted would not be safe: 1 payments/);
    await sql`update payments set created_at = created_at - interval '601 seconds'`;
    expect(await applyMigrations(sql, 'contracted')).toEqual(['contracted']);
  });

  test('columns that disagree are not validated', async () => {
    const sql = await empty();
    await applyMigrations(sql, 'backfilled');
    const { id } = await ledger(sql, 'dual-write').authorise(payment());
    await sql`update payments set amount_minor = 1251 where id = ${id}`;
    await expect(applyMigrations(sql, 'validated')).rejects.toMatchObject({ code: '23514' });
    expect(await currentStep(sql)).toBe('backfilled');
    await sql`update payments set amount_minor = 1250 where id = ${id}`;
    expect(await applyMigrations(sql, 'validated')).toEqual(['validated']);
  });

  test('payments go on while a migration waits for its lock', async () => {
    const sql = await empty();
    await applyMigrations(sql, 'created');
    const { id } = await ledger(sql, 'before').authorise(payment());
    let migration: Promise<unknown> = Promise.resolve();
    await sql.begin(async (transaction) => {
      // Someone's report, which takes long.
      await transaction`select from payments`;
      migration = applyMigrations(sql, 'expanded');
      await waitForLock(sql);
      // Waits behind the migration until that gives up for a moment.
      expect(await ledger(sql, 'before').find(id)).toMatchObject({ amountMinor: 1250 });
    });
    expect(await migration).toEqual(['expanded']);
  });

  async function waitForLock(sql: Sql): Promise<void> {
    for (;;) {
      const waiting = await sql`select from pg_locks where not granted and relation = 'payments'::regclass`;
      if (waiting.length > 0) return;
      await sleep(20);
    }
  }

  describe('the Job', () => {
    const run = async (phase: LedgerPhase, step?: string) => {
      const database = await bench().database();
      const result = await runMigrate(bench().folder, localSettings(database, phase), step as 'created');
      return { ...result, step: await currentStep(bench().pool(database)) };
    };

    test.each([...ledgerPhases])('makes what phase %s needs', async (phase) => {
      expect(await run(phase)).toMatchObject({ code: 0, step: schemaNeededBy(phase) });
    });

    test('goes as far as it is told', async () => {
      expect(await run('before', 'contracted')).toMatchObject({ code: 0, step: 'contracted' });
    });

    test('does not know other steps', async () => {
      const { code, log } = await run('before', 'renamed');
      expect([code, log]).toEqual([1, [expect.stringContaining('one of created, expanded')]]);
    });
  });
});
