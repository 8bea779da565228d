import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { stageService } from '../../../lib/constructs/bundled-service';
import { KEYS } from '../../../services/landing-zone/link-table';

/** Of the tokens that the tests begin with. */
export const TOKENS = { current: 'the-current-token', previous: 'the-token-before' } as const;

const TABLE_NAME = 'links';

/** A table in memory that has an address of its own, as the server is another process. */
export class LocalTable {
  readonly tableName = TABLE_NAME;

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
    readonly client: DynamoDBClient,
  ) {}

  static async start(): Promise<LocalTable> {
    const server = dynalite({ createTableMs: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new DynamoDBClient({ endpoint });
    await client.send(
      new CreateTableCommand({
        TableName: TABLE_NAME,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [KEYS.partition, KEYS.sort].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: KEYS.partition, KeyType: 'HASH' },
          { AttributeName: KEYS.sort, KeyType: 'RANGE' },
        ],
      }),
    );
    return new LocalTable(server, endpoint, client);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** What the image holds, in a folder of its own. */
export function stagedService(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  stageService('landing-zone', folder);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** The process that the image would run. */
export class RunningService {
  readonly lines: string[] = [];
  url = '';

  private constructor(
    readonly process: ChildProcess,
    readonly tokenFile: string,
  ) {}

  /** @param changes variables that differ; undefined takes one away */
  static async start(
    folder: string,
    table: LocalTable,
    changes: Readonly<Record<string, string | undefined>> = {},
  ): Promise<RunningService> {
    const tokenFile = join(mkdtempSync(join(tmpdir(), 'links-token-')), 'administrator-token.json');
    writeFileSync(tokenFile, JSON.stringify(TOKENS));
    const started = spawn(process.execPath, ['server.mjs'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        ADDRESS: '127.0.0.1',
        PORT: '0',
        TABLE_NAME: table.tableName,
        TOKEN_FILE: tokenFile,
        DRAIN_SECONDS: '20',
        AWS_REGION: 'us-east-1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_ENDPOINT_URL: table.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ...changes,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const service = new RunningService(started, tokenFile);
    const output = createInterface(started.stdout);
    output.on('line', (line) => service.lines.push(line));
    const [first] = (await once(output, 'line')) as [string];
    service.url = `http://127.0.0.1:${(JSON.parse(first) as { readonly port: number }).port}`;
    return service;
  }

  /** Sends a request of the API. */
  async api(path: string, body?: unknown, token: string = TOKENS.current): Promise<Response> {
    return fetch(`${this.url}/api/links${path}`, {
      ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  }

  /** A new link. */
  async shorten(url: string, days?: number): Promise<{ readonly code: string; readonly path: string }> {
    const response = await this.api('', { url, days });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as { readonly code: string; readonly path: string };
  }

  /** What a visitor without any browser gets. */
  async visit(path: string, method = 'GET'): Promise<Response> {
    return fetch(`${this.url}${path}`, { method, redirect: 'manual' });
  }

  async exit(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exited = once(this.process, 'exit');
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    else return this.process.exitCode;
    const [code] = (await exited) as [number | null];
    return code;
  }
}
