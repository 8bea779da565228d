import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../../../lib/constructs/bundle';
import { stageService } from '../../../lib/constructs/bundled-service';
import { type LocalAws, startLocalAws } from '../../../lib/local/aws/local-aws';
import { RealClock } from '../../../lib/local/real-clock';
import { messagesTable, roomsTable, type TableKeys } from '../../../services/chat-system/store/table-keys';
import { TestClient } from './test-client';

const ROOM = 'direct:ann:bob';

/** What the image holds, run by plain Node.js. */
describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-image-'));
  const processes: ChildProcess[] = [];
  const clients: TestClient[] = [];
  let aws: LocalAws;

  beforeAll(async () => {
    stageService('chat-system', folder, [{ path: 'index.html', text: '<!doctype html><title>Chat</title>' }]);
    aws = await startLocalAws({ clock: new RealClock() });
    await createTable('messages', messagesTable);
    await createTable('rooms', roomsTable);
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.terminate();
    for (const process of processes.splice(0)) process.kill('SIGKILL');
  });
  afterAll(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true });
  });

  async function createTable(name: string, { partition, sort }: TableKeys): Promise<void> {
    await aws.dynamoDb.call('CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [partition, sort].map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
      KeySchema: [
        { AttributeName: partition.name, KeyType: 'HASH' },
        { AttributeName: sort.name, KeyType: 'RANGE' },
      ],
    });
  }

  function start(variables: Readonly<Record<string, string>>): ChildProcess {
    const started = spawn(process.execPath, ['server.mjs'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: aws.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ADDRESS: '127.0.0.1',
        PORT: '0',
        MESSAGES_TABLE: 'messages',
        ROOMS_TABLE: 'rooms',
        LOCAL_SIGN_IN: 'true',
        DRAIN_SECONDS: '20',
        DRAIN_SPREAD_SECONDS: '0.1',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    processes.push(started);
    return started;
  }

  async function connect(url: string, user: string): Promise<TestClient> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/sign-in`, { method: 'POST', headers, body: JSON.stringify({ user }) });
    const { token } = (await response.json()) as { readonly token: string };
    const client = await TestClient.connect(`${url.replace('http', 'ws')}/socket`, token, { origin: url });
    clients.push(client);
    await client.event('welcome');
    return client;
  }

  test('serves, stores, drains on SIGTERM, and serves again what was stored', async () => {
    const texts: unknown[] = [];
    for (const run of [1, 2]) {
      const server = start({});
      const lines: string[] = [];
      const output = createInterface(server.stdout ?? process.stdin);
      output.on('line', (line) => lines.push(line));
      await once(output, 'line');
      const url = `http://127.0.0.1:${(JSON.parse(lines[0] ?? '') as { readonly port: number }).port}`;
      expect(await (await fetch(url)).text()).toContain('<title>Chat</title>');

      const ann = await connect(url, 'ann');
      ann.send({ type: 'create', id: '0'.repeat(26), kind: 'direct', members: ['bob'] });
      await ann.event('room');
      ann.send({ type: 'open', room: ROOM, after: 0 });
      ann.send({ type: 'send', room: ROOM, id: String(run).padStart(26, '0'), after: 0, text: `run ${run}` });
      await ann.event('stored');
      await ann.until(
        () => ann.events.flatMap((event) => (event.type === 'messages' ? event.messages : [])).length >= run,
      );
      texts.push(
        ann.events.flatMap((event) => (event.type === 'messages' ? event.messages.map(({ text }) => text) : [])),
      );

      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await ann.event('drain');
      expect(await ann.closeCode()).toBe(1012);
      expect(await exited).toEqual([0, null]);
      expect(lines.map((line) => (JSON.parse(line) as { readonly message?: string }).message).filter(Boolean)).toEqual([
        'listening',
        'draining',
        'drained',
      ]);
      expect(lines.join()).not.toContain('run ');
    }
    expect(texts).toEqual([['run 1'], ['run 1', 'run 2']]);
  });

  test('says what is wrong with its environment, and ends', async () => {
    const server = start({ PORT: '', DRAIN_SECONDS: 'soon' });
    const said: string[] = [];
    server.stderr?.on('data', (chunk) => said.push(String(chunk)));
    const [code] = (await once(server, 'close')) as [number];
    expect(code).toBe(1);
    expect(said.join('')).toContain('PORT: not set; DRAIN_SECONDS: seconds from 0 to 600, got: "soon"');
  });

  test('holds no path of this checkout, and is small', () => {
    expect(readFileSync(join(folder, 'server.mjs'), 'utf8')).not.toContain(repositoryRoot);
    expect(statSync(join(folder, 'server.mjs')).size).toBeLessThan(1_200_000);
  });
});
