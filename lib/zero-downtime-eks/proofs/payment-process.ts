import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PaymentSettings, paymentVariables } from '../../../services/zero-downtime-eks/environment';
import type { LedgerPhase, SchemaStep } from '../../../services/zero-downtime-eks/phases';
import { type Child, type Exit, startChild, until } from '../../local/child';
import type { Database } from '../lab/runtime/database';
import { readStack } from '../lab/template';

/** A payment server that runs as a process of its own. */
export interface PaymentProcess {
  readonly phase: LedgerPhase;
  /** Without a slash at the end. */
  readonly url: string;
  readonly child: Child;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Exit>;
}

/** Settings that differ from those of a usual test server. */
export type Changes = Partial<PaymentSettings>;

/**
 * The folder of the image that holds the payment server and its migrations.
 *
 * @throws Error where the assembly has none
 */
export function paymentImageFolder(assembly: string): string {
  const folder = Object.values(readStack(assembly).images).find((one) => existsSync(join(one, 'migrate.mjs')));
  if (folder === undefined) throw new Error(`no image in ${assembly} holds migrate.mjs`);
  return folder;
}

/** What a server on this machine is told; port 0 is any free one. */
export const localSettings = (database: Database, phase: LedgerPhase, changes: Changes = {}): PaymentSettings => ({
  address: '127.0.0.1',
  port: 0,
  keepAliveSeconds: 30,
  drainSeconds: 20,
  databaseHost: database.host,
  databasePort: database.port,
  databaseName: database.name,
  databaseUser: database.user,
  databaseAuthentication: 'none',
  ledgerPhase: phase,
  release: phase,
  ...changes,
});

/**
 * Starts the server as its image does, and waits until it listens.
 *
 * @param folder of the image
 */
export async function startPaymentServer(folder: string, settings: PaymentSettings): Promise<PaymentProcess> {
  const child = startChild({ program: 'node', args: ['server.mjs'], environment: paymentVariables(settings), folder });
  let port: number | undefined;
  await until('the payment server listens', () => {
    if (!child.isRunning()) throw new Error(`the payment server ended: ${child.log.join('; ')}`);
    port = child.log.map(listeningPort).find((one) => one !== undefined);
    return port !== undefined;
  });
  return {
    phase: settings.ledgerPhase,
    url: `http://127.0.0.1:${port}`,
    child,
    async stop() {
      child.signal('SIGTERM');
      return child.exited;
    },
  };
}

/** Waits until the startup probe succeeds; false where it does not within the time. */
export async function isStarted({ url }: PaymentProcess, seconds = 10): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const { status } = await fetch(`${url}/health/startup`);
    if (status === 200) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** How a run of the migrations ended. */
export interface MigrationRun {
  readonly code: number | null;
  /** What it said. */
  readonly log: readonly string[];
}

/**
 * Runs the migrations as their Job does.
 *
 * @param step as its argument. @default - what the phase needs
 */
export async function migrate(folder: string, settings: PaymentSettings, step?: SchemaStep): Promise<MigrationRun> {
  const args = ['migrate.mjs', ...(step ? [step] : [])];
  const child = startChild({ program: 'node', args, environment: paymentVariables(settings), folder });
  const { code } = await child.closed;
  return { code, log: child.log };
}

function listeningPort(line: string): number | undefined {
  const [, port] = /"message":"listening".*"port":(\d+)/.exec(line) ?? [];
  return port === undefined ? undefined : Number(port);
}
