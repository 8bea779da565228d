import type { LedgerPhase, SchemaStep } from '../../../services/zero-downtime-eks/phases';
import type { Database } from '../lab/runtime/database';
import { postPayment, somePayment } from './payment-client';
import { isStarted, localSettings, migrate, type PaymentProcess, startPaymentServer } from './payment-process';
import { exchange } from './phase-pair';

/** A way of doing it that saves a step. */
export interface SkippedStep {
  readonly name: string;
  /** Says what happened, or undefined where nothing did, which would be wrong. */
  readonly caught: (scene: Scene) => Promise<string | undefined>;
}

/** Where it happens: an empty database, and servers that end with it. */
export interface Scene {
  readonly database: Database;
  migrate(phase: LedgerPhase, step?: SchemaStep): Promise<string | undefined>;
  start(phase: LedgerPhase): Promise<PaymentProcess>;
}

/** Makes a scene, and ends its servers. */
export async function inScene<Result>(
  folder: string,
  database: Database,
  action: (scene: Scene) => Promise<Result>,
): Promise<Result> {
  const servers: PaymentProcess[] = [];
  try {
    return await action({
      database,
      async migrate(phase, step) {
        const { code, log } = await migrate(folder, localSettings(database, phase), step);
        return code === 0 ? undefined : log.at(-1);
      },
      async start(phase) {
        const server = await startPaymentServer(folder, localSettings(database, phase));
        servers.push(server);
        return server;
      },
    });
  } finally {
    for (const { child } of servers) child.signal('SIGKILL');
    await Promise.all(servers.map(({ child }) => child.exited));
  }
}

/** A payment after the schema was changed under a server that has written one before. */
async function paymentAfter(scene: Scene, phase: LedgerPhase, change: string): Promise<string | undefined> {
  const server = await scene.start(phase);
  await isStarted(server);
  const before = await postPayment(server, somePayment(1));
  await scene.database.query(change);
  const after = await postPayment(server, somePayment(2));
  return before.status === 201 && after.status !== 201 ? `payments are answered ${after.status}` : undefined;
}

/** Each of them is tempting, and each is caught: by a migration that refuses, a start that waits, or payments that fail. */
export const skippedSteps: readonly SkippedStep[] = [
  {
    name: 'the column is renamed in place',
    async caught(scene) {
      await scene.migrate('before');
      return paymentAfter(scene, 'before', 'alter table payments rename column amount to amount_minor');
    },
  },
  {
    name: 'the release comes before its migration',
    async caught(scene) {
      await scene.migrate('before');
      const [old, next] = [await scene.start('before'), await scene.start('dual-write')];
      const [serves, started] = [await isStarted(old), await isStarted(next, 1)];
      const { status } = await postPayment(old, somePayment(1));
      return serves && !started && status === 201 ? 'it never starts, and the old one goes on' : undefined;
    },
  },
  {
    name: 'the new column becomes NOT NULL while a release that does not write it still runs',
    async caught(scene) {
      await scene.migrate('dual-write');
      const server = await scene.start('before');
      await isStarted(server);
      await scene.migrate('dual-write', 'backfilled');
      const first = await postPayment(server, somePayment(1));
      const refused = await scene.migrate('read-new');
      const second = await postPayment(server, somePayment(2));
      if (first.status !== 201 || second.status !== 201) return undefined;
      return refused?.includes('would not be safe') ? 'the migration is refused, and the release goes on' : undefined;
    },
  },
  {
    name: 'the contraction comes while both columns are still written',
    async caught(scene) {
      await scene.migrate('read-new');
      const server = await scene.start('read-new');
      await isStarted(server);
      await postPayment(server, somePayment(1));
      const refused = await scene.migrate('after', 'contracted');
      const { status } = await postPayment(server, somePayment(2));
      return refused?.includes('would not be safe') && status === 201 ? 'the migration is refused' : undefined;
    },
  },
  {
    name: 'the contraction is forced while both columns are still written',
    async caught(scene) {
      await scene.migrate('read-new');
      return paymentAfter(scene, 'read-new', 'alter table payments drop column amount');
    },
  },
  {
    name: 'a phase is left out: after comes while dual-write still runs',
    async caught(scene) {
      await scene.migrate('after');
      const [old, next] = [await scene.start('dual-write'), await scene.start('after')];
      await Promise.all([isStarted(old), isStarted(next)]);
      const { problems } = await exchange(old, next);
      return problems[0];
    },
  },
];
