import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { stageService } from '../../../lib/constructs/bundled-service';
import { findProgram } from '../../../lib/local/programs';
import { type Database, type DatabaseServer, startDatabase } from '../../../lib/zero-downtime-eks/lab/runtime/database';
import { localSettings } from '../../../lib/zero-downtime-eks/proofs/payment-process';
import { connect } from '../../../services/zero-downtime-eks/database';

/** A PostgreSQL server and the folder of the image, for the tests of one file. */
export interface Bench {
  /** A new empty database. */
  database(): Promise<Database>;
  readonly server: DatabaseServer;
  /** What the image holds. */
  readonly folder: string;
  /** A pool that ends with the tests. */
  pool(database: Database): Sql;
}

/** Runs the tests where PostgreSQL is installed, and says so where it is not. */
export function withPostgresql(tests: (bench: () => Bench) => void): void {
  if (findProgram('initdb') === undefined || findProgram('setpriv') === undefined) {
    test('PostgreSQL', () => console.info('skipped: PostgreSQL or setpriv is not installed'));
    return;
  }
  let bench: Bench | undefined;
  const pools: Sql[] = [];
  let count = 0;
  beforeAll(async () => {
    const server = await startDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'payment-image-'));
    stageService('zero-downtime-eks', folder);
    bench = {
      server,
      folder,
      database: () => server.createDatabase(`test${++count}`),
      pool(database) {
        const sql = connect(localSettings(database, 'before'));
        pools.push(sql);
        return sql;
      },
    };
  });
  afterAll(async () => {
    await Promise.all(pools.map((sql) => sql.end({ timeout: 0 })));
    await bench?.server.close();
    if (bench) rmSync(bench.folder, { recursive: true });
  });
  tests(() => {
    if (!bench) throw new Error('no test runs');
    return bench;
  });
}
