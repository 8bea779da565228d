import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { currentStep } from './apply-migrations';
import { log } from './log';
import { type LedgerPhase, runsOn } from './phases';
import { retryOnLostConnection } from './retry';

/** What the probes are told. */
export interface Health {
  /** The database was reached once, and its schema is one that this release works on. */
  started: boolean;
  /** SIGTERM has come. */
  readonly draining: boolean;
}

/** The status of each endpoint for probes. */
export const probes: Readonly<Record<string, (health: Health) => boolean>> = {
  '/health/startup': ({ started }) => started,
  // Not the database: all replicas lose it at the same moment, and would leave the load balancer without a target. A
  // payment waits for it, or is answered 503, and the next one finds it again without a registration in between.
  '/health/ready': ({ started, draining }) => started && !draining,
  // That this is answered shows that the event loop turns; a restart would mend nothing else.
  '/health/live': () => true,
};

/**
 * Waits for the database and for a schema that the phase works on: a release that was rolled out before its migration
 * never becomes ready, and the pods that it should replace stay.
 */
export async function start(health: Health, sql: Sql, phase: LedgerPhase): Promise<void> {
  let said: string | undefined;
  while (!health.draining) {
    const problem = await schemaProblem(sql, phase).catch((error: Error) => String(error.cause ?? error));
    health.started = problem === undefined;
    if (health.started) return;
    if (problem !== said) log({ message: 'not started', problem });
    said = problem;
    await sleep(250);
  }
}

async function schemaProblem(sql: Sql, phase: LedgerPhase): Promise<string | undefined> {
  const step = await retryOnLostConnection(() => currentStep(sql), { seconds: 5 });
  if (step === undefined) return 'no migration was applied';
  return runsOn(phase, step) ? undefined : `phase ${phase} does not work on schema ${step}`;
}
