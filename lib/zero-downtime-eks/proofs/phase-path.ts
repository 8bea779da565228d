import { type LedgerPhase, ledgerPhases, phaseRollouts } from '../../../services/zero-downtime-eks/phases';
import type { Database } from '../lab/runtime/database';
import { getPayment } from './payment-client';
import { isStarted, localSettings, migrate, type PaymentProcess, startPaymentServer } from './payment-process';
import { carryOn, exchange, type PairResult } from './phase-pair';
import { steadyPayments } from './steady-payments';

/** What the whole way from the first phase to the last came to. */
export interface PathResult {
  /** Rolling updates with the results of both phases together. */
  readonly pairs: number;
  readonly payments: number;
  readonly carriedOn: number;
  readonly problems: readonly string[];
}

/** The way ends before its end. */
class PathBlockedError extends Error {
  override readonly name = 'PathBlockedError';
}

/**
 * Goes the whole way on one database: before each rolling update its migration, then both phases at the same time, then
 * the new one alone, and the contraction at the end. Payments go on through all of it.
 *
 * @param folder of the image
 */
export async function wholePath(folder: string, database: Database): Promise<PathResult> {
  const [first] = ledgerPhases;
  const started: PaymentProcess[] = [];
  let serving: readonly PaymentProcess[] = [];
  const results: PairResult[] = [];
  const problems: string[] = [];
  const start = async (phase: LedgerPhase) => {
    const server = await startPaymentServer(folder, localSettings(database, phase));
    started.push(server);
    if (await isStarted(server)) return server;
    throw new PathBlockedError(`phase ${phase} does not start: ${server.child.log.at(-1)}`);
  };
  const migrated = async (phase: LedgerPhase, step?: 'contracted') => {
    const { code, log } = await migrate(folder, localSettings(database, phase), step);
    if (code !== 0) throw new PathBlockedError(`the migration to ${step ?? `phase ${phase}`} failed: ${log.at(-1)}`);
  };

  const steady = steadyPayments(() => serving);
  try {
    await migrated(first);
    serving = [await start(first)];
    for (const { from, to } of phaseRollouts) {
      await migrated(to);
      const [old, next] = [serving[0] as PaymentProcess, await start(to)];
      serving = [old, next];
      results.push(await exchange(old, next));
      for (const [victim, other] of [
        [await start(from), next],
        [await start(to), old],
      ] as const) {
        results.push(await carryOn(victim, other, database));
      }
      serving = [next];
      await steady.underWay();
      const { code } = await old.stop();
      if (code !== 0) problems.push(`phase ${from} ended with ${code}`);
    }
    // As if the last payment of an earlier phase had been ten minutes ago, which the migration asks for.
    await database.query("update payments set created_at = created_at - interval '1 hour'");
    await migrated('after', 'contracted');
    await steady.stop();
    for (const { id, asked } of steady.captured) {
      const { body } = await getPayment(serving[0] as PaymentProcess, id);
      if (body.amountMinor !== asked.amountMinor || body.currency !== asked.currency || body.status !== 'captured') {
        problems.push(`${asked.amountMinor} ${asked.currency} became ${JSON.stringify(body)}`);
      }
    }
  } catch (error) {
    if (!(error instanceof PathBlockedError)) throw error;
    problems.push(error.message);
  } finally {
    await steady.stop();
    for (const { child } of started) child.signal('SIGKILL');
    await Promise.all(started.map(({ child }) => child.exited));
  }
  const sum = (value: (one: PairResult) => number) => results.reduce((total, one) => total + value(one), 0);
  return {
    pairs: phaseRollouts.length,
    payments: steady.captured.length + sum(({ payments }) => payments),
    carriedOn: sum(({ carriedOn }) => carriedOn),
    problems: [...problems, ...steady.failed, ...results.flatMap((one) => one.problems)],
  };
}
