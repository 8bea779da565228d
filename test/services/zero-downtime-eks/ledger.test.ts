import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Sql } from 'postgres';
import { applyMigrations } from '../../../services/zero-downtime-eks/apply-migrations';
import { type Currency, currencyExponents } from '../../../services/zero-downtime-eks/currency';
import { ledger } from '../../../services/zero-downtime-eks/ledger';
import {
  type LedgerPhase,
  ledgerPhases,
  mayRunTogether,
  runsOn,
  schemaSteps,
} from '../../../services/zero-downtime-eks/phases';
import { withPostgresql } from './postgresql';

const payment = (changes: object = {}) => ({
  id: randomUUID(),
  idempotencyKey: randomUUID(),
  amountMinor: 1250,
  currency: 'EUR' as const,
  release: 'r1',
  ...changes,
});

withPostgresql((bench) => {
  const empty = async () => bench().pool(await bench().database());

  describe('the ledger', () => {
    let sql: Sql;
    beforeAll(async () => {
      sql = await empty();
      await applyMigrations(sql, 'validated');
    });

    test('writes a payment as authorised, and marks it as captured', async () => {
      const { authorise, capture, find } = ledger(sql, 'after');
      const asked = payment();
      const stored = await authorise(asked);
      expect(stored).toEqual({ id: asked.id, status: 'authorised', amountMinor: 1250, currency: 'EUR', release: 'r1' });
      await capture(stored.id);
      expect(await find(stored.id)).toEqual({ ...stored, status: 'captured' });
    });

    test('returns the first payment of a key, whatever the second says', async () => {
      const { authorise } = ledger(sql, 'after');
      const first = payment();
      await authorise(first);
      const second = await authorise(payment({ idempotencyKey: first.idempotencyKey, amountMinor: 1, release: 'r2' }));
      expect(second).toMatchObject({ id: first.id, amountMinor: 1250, release: 'r1' });
    });

    test('has one payment for a key that comes many times at once', async () => {
      const { authorise } = ledger(sql, 'after');
      const idempotencyKey = randomUUID();
      const stored = await Promise.all(Array.from({ length: 20 }, () => authorise(payment({ idempotencyKey }))));
      expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
    });

    test('does not move the time of a capture that comes twice', async () => {
      const { authorise, capture } = ledger(sql, 'after');
      const { id } = await authorise(payment());
      await capture(id);
      const [before] = await sql`select captured_at from payments where id = ${id}`;
      await capture(id);
      expect(await sql`select captured_at from payments where id = ${id}`).toEqual([before]);
    });

    test('finds nothing where nothing is', async () => {
      expect(await ledger(sql, 'after').find(randomUUID())).toBeUndefined();
    });

    test.each([...ledgerPhases].filter((phase) => runsOn(phase, 'validated')))(
      'keeps every amount in phase %s',
      async (phase) => {
        const { authorise, find } = ledger(sql, phase);
        await fc.assert(
          fc.asyncProperty(
            fc.integer({ min: 1, max: 1_000_000_000_000 }),
            fc.constantFrom(...(Object.keys(currencyExponents) as Currency[])),
            async (amountMinor, currency) => {
              const asked = payment({ amountMinor, currency });
              expect(await authorise(asked)).toMatchObject({ amountMinor, currency });
              expect(await find(asked.id)).toMatchObject({ amountMinor, currency });
            },
          ),
          { numRuns: 50 },
        );
      },
    );
  });

  describe('which phases may run together', () => {
    // Work by chance: nobody has checked that the backfill left nothing out, and `before` goes on leaving things out.
    const byChance = [
      'backfilled before before',
      'backfilled before dual-write',
      'backfilled dual-write read-new',
      'backfilled read-new read-new',
    ];
    // Each cell of the table against the real thing, in both directions.
    const cells = schemaSteps.flatMap((step) =>
      ledgerPhases.flatMap((one, index) => ledgerPhases.slice(index).map((other) => [step, one, other] as const)),
    );
    test.each(cells)('on schema %s: %s and %s', async (step, one, other) => {
      const sql = await empty();
      // A payment from before everything, as there are.
      await applyMigrations(sql, 'created');
      const old = await ledger(sql, 'before').authorise(payment());
      await applyMigrations(sql, step, { settledSeconds: 0 });
      const expected = mayRunTogether(one, other, step) || byChance.includes(`${step} ${one} ${other}`);
      expect(await bothWork(sql, one, other, old.id)).toBe(expected);
      expect(mayRunTogether(other, one, step)).toBe(mayRunTogether(one, other, step));
    });

    async function bothWork(sql: Sql, one: LedgerPhase, other: LedgerPhase, oldId: string): Promise<boolean> {
      const directions = [
        [ledger(sql, one), ledger(sql, other)],
        [ledger(sql, other), ledger(sql, one)],
      ] as const;
      try {
        for (const [writer, reader] of directions) {
          const { id } = await writer.authorise(payment());
          const found = [await reader.find(id), await reader.find(oldId)];
          if (found.some((one) => one?.amountMinor !== 1250)) return false;
        }
        return true;
      } catch (error) {
        // What PostgreSQL and the ledger say of a column that is missing or empty, and nothing else.
        expect(String(error)).toMatch(/column|UnreadablePaymentError/);
        return false;
      }
    }
  });
});
