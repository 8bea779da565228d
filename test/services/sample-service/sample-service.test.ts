import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const folder = join(__dirname, '../../../services/sample-service');

describe('the sample service', () => {
  let server: ChildProcess;
  let url: string;

  beforeEach(async () => {
    // Port 0 is any free one.
    const started = spawn(process.execPath, ['server.mjs', 'ecs', '0'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server = started;
    const [line] = await once(createInterface(started.stdout), 'line');
    url = `http://127.0.0.1:${String(line).split(' ').at(-1)}`;
  });

  afterEach(() => server.kill('SIGKILL'));

  test('says who it is and whom it sees', async () => {
    const response = await fetch(url, { headers: { 'x-forwarded-for': '10.0.0.10' } });
    expect(await response.json()).toMatchObject({
      service: 'ecs',
      client: expect.stringContaining('127.0.0.1'),
      forwardedFor: '10.0.0.10',
    });
  });

  test('is healthy', async () => {
    const response = await fetch(`${url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('has a client that prints the answer', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['client.mjs', url], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ service: 'ecs' });
  });

  test('ends when it is told to', async () => {
    server.kill('SIGTERM');
    const [code] = await once(server, 'exit');
    expect(code).toBe(0);
  });
});
