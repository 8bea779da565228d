import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { type Child, startChild, until } from '../../../local/child';
import { findProgram, SEARCH_PATH } from '../../../local/programs';
import { temporaryFolder } from '../../../local/temporary-folder';

/** A row of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** One database of a server. */
export interface Database {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  /** Runs one statement with its parameters $1, $2, ... */
  query(sql: string, parameters?: readonly (string | number | boolean | null)[]): Promise<readonly Row[]>;
}

/** A PostgreSQL server in a temporary folder, on a loopback port, that trusts everyone. */
export interface DatabaseServer extends Database {
  /** A new empty database. */
  createDatabase(name: string): Promise<Database>;
  /** `fast` ends the sessions in order, `immediate` is a crash: what a failover is to its clients. */
  stop(mode: keyof typeof SIGNALS): Promise<void>;
  /** Starts it again after a stop, with the same data and port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL did not start. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** https://www.postgresql.org/docs/15/server-shutdown.html */
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const HOST = '127.0.0.1';
const USER = 'postgres';

/**
 * Starts a server; it lives no longer than this process.
 *
 * @throws DatabaseError where PostgreSQL does not start
 */
export async function startDatabase(): Promise<DatabaseServer> {
  const owner = process.getuid?.() === 0 ? nobody() : undefined;
  const folder = temporaryFolder(owner);
  try {
    await initialize(folder, owner);
    const port = await freePort();
    const clients = new Map<string, postgres.Sql>();
    let child = await run(folder, port, owner);
    const database = (name: string): Database => {
      const sql = postgres({ host: HOST, port, database: name, user: USER, max: 2, onnotice: () => undefined });
      clients.set(name, sql);
      return {
        host: HOST,
        port,
        name,
        user: USER,
        query: async (text, parameters = []) => [
          ...(await sql.unsafe<Record<string, unknown>[]>(text, [...parameters])),
        ],
      };
    };
    const first = database('postgres');
    const stop = async (mode: keyof typeof SIGNALS) => {
      child.signal(SIGNALS[mode]);
      await child.exited;
    };
    return {
      ...first,
      async createDatabase(name) {
        await first.query(`CREATE DATABASE "${name.replaceAll('"', '""')}"`);
        return database(name);
      },
      stop,
      async start() {
        child = await run(folder, port, owner);
      },
      async close() {
        await Promise.all([...clients.values()].map((sql) => sql.end({ timeout: 0 })));
        if (child.isRunning()) await stop('immediate');
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

type Owner = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root. */
function nobody(): Owner {
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

async function initialize(folder: string, owner: Owner): Promise<void> {
  const program = findProgram('initdb');
  if (program === undefined) throw new DatabaseError('initdb of PostgreSQL is not installed');
  const args = ['-D', folder, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  try {
    await promisify(execFile)(program, args, { env: { PATH: SEARCH_PATH }, ...owner });
  } catch (error) {
    throw new DatabaseError(
      `initdb failed: ${String((error as { readonly stderr?: unknown }).stderr ?? error).trim()}`,
    );
  }
}

async function run(folder: string, port: number, owner: Owner): Promise<Child> {
  const settings = [
    `listen_addresses=${HOST}`,
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'max_connections=500',
    'autovacuum=off',
    // What is committed survives the end of the server, not that of the machine: good enough, and faster.
    'fsync=off',
    'full_page_writes=off',
  ];
  const child = startChild({
    program: 'postgres',
    args: ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])],
    folder,
    user: owner,
    // A SIGKILL would leave its shared memory behind.
    orphanSignal: 'QUIT',
  });
  await until('PostgreSQL accepts connections', async () => {
    if (!child.isRunning()) throw new DatabaseError(`PostgreSQL ended: ${child.log.at(-1) ?? 'it said nothing'}`);
    return child.log.some((line) => line.includes('ready to accept connections'));
  });
  return child;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
