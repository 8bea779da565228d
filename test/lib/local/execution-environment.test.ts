import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { startLocalAws } from '../../../lib/local/aws/local-aws';
import {
  CrashedError,
  ExecutionEnvironment,
  type ExecutionEnvironmentOptions,
  TimedOutError,
} from '../../../lib/local/execution-environment';
import { VirtualClock } from '../../../lib/local/virtual-clock';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function asset(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'asset-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function start(code: string, options: Partial<ExecutionEnvironmentOptions> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const files = { 'index.js': `exports.handler = async (event, context) => { ${code} };` };
  const environment = new ExecutionEnvironment({ asset: asset(files), clock, ...options });
  const invoke = async (event: unknown = {}, timeoutMs?: number) => {
    const result = environment.invoke(event, { timeoutMs }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    await clock.run();
    return (await result) as { value?: unknown; error?: unknown };
  };
  return { clock, environment, invoke };
}

describe('ExecutionEnvironment', () => {
  test.each([
    ['the event', 'return event', { a: 1 }],
    ['its own variables and no others', 'return [process.env.MINE, process.env.PATH ?? null]', ['x', null]],
    ['the time by the clock', 'return [Date.now(), new Date().getFullYear()]', [Date.UTC(2026, 0, 1), 2026]],
    ['the global object', 'return globalThis.Date === Date && global.fetch === fetch', true],
    ['context', 'return [context.functionName, context.getRemainingTimeInMillis()]', ['fn', 3000]],
    ['built-in modules', "return require('node:path').basename(__filename)", 'index.js'],
    ['nothing that the asset lacks', "try { require('fast-check') } catch (e) { return e.code }", 'MODULE_NOT_FOUND'],
  ])('gives the handler %s', async (_name, code, expected) => {
    const { invoke } = start(code, { environment: { MINE: 'x' }, functionName: 'fn' });
    expect(await invoke({ a: 1 })).toEqual({ value: expected });
  });

  test('keeps module state between invocations, not between environments', async () => {
    const folder = asset({
      'index.js': "let n = 0; exports.handler = async () => [++n, require('./native/part').add(n)];",
      'native/part.js': 'let sum = 0; exports.add = (n) => (sum += n);',
    });
    const clock = new VirtualClock();
    const [one, two] = [1, 2].map(() => new ExecutionEnvironment({ asset: folder, clock }));
    expect([await one?.invoke({}), await one?.invoke({}), await two?.invoke({})]).toEqual([
      [1, 1],
      [2, 3],
      [1, 1],
    ]);
  });

  test('waits by the clock', async () => {
    const { clock, invoke } = start(`
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await require('node:timers/promises').setTimeout(1000);
      return context.getRemainingTimeInMillis();`);
    const before = clock.now();
    expect(await invoke({}, 5000)).toEqual({ value: 3000 });
    expect(clock.now()).toBe(before + 2000);
  });

  test('captures output by line', async () => {
    const seen: string[] = [];
    const { environment, invoke } = start(
      "console.log('a', 1); process.stdout.write('b\\nc'); process.stdout.write('d\\n')",
      {
        onLine: (line) => seen.push(line),
      },
    );
    await invoke();
    expect(environment.lines).toEqual(['a 1', 'b', 'cd']);
    expect(seen).toEqual(environment.lines);
  });

  test('rejects with what the handler throws, and goes on', async () => {
    const { invoke } = start("if (event.bad) throw new RangeError('no'); return 'yes'");
    expect((await invoke({ bad: true })).error).toMatchObject({ name: 'RangeError', message: 'no' });
    expect(await invoke()).toEqual({ value: 'yes' });
  });

  test('times out', async () => {
    const { clock, environment, invoke } = start("await new Promise((r) => setTimeout(r, 60000)); console.log('late')");
    const before = clock.now();
    const { error } = await invoke({}, 2000);
    expect(error).toBeInstanceOf(TimedOutError);
    expect(error).toMatchObject({ message: 'Task timed out after 2.00 seconds' });
    expect(environment.killed).toBe(true);
    await clock.run();
    expect([environment.lines, clock.now() - before]).toEqual([[], 60_000]);
  });

  describe('with a server', () => {
    let server: Server;
    let url: string;
    let served: string[];
    beforeEach(async () => {
      served = [];
      server = createServer((request, response) => {
        served.push(request.url ?? '');
        setTimeout(() => response.end('answer'), 20);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    const byFetch = "const read = async (url) => (await fetch(url, { method: 'POST', body: 'x' })).text();";
    const byHttp = `const read = (url) => new Promise((resolve, reject) => {
      const request = require('node:http').request(url, { method: 'POST' }, (response) => {
        let text = ''; response.on('data', (part) => { text += part; }); response.on('end', () => resolve(text));
      });
      request.on('error', reject); request.end('x');
    });`;

    const bySocket = `const read = (asked) => new Promise((resolve, reject) => {
      const url = new URL(asked);
      const isSecure = url.protocol === 'https:';
      const options = { host: url.hostname, port: url.port || (isSecure ? 443 : 80) };
      const socket = require(isSecure ? 'node:tls' : 'node:net').connect(options);
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        socket.write('POST ' + url.pathname + url.search + ' HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 1\\r\\n\\r\\n');
        socket.write('x');
      });
      socket.on('data', (part) => { socket.end(); resolve(String(part).split('\\r\\n\\r\\n')[1]); });
      socket.on('error', reject);
    });`;

    test.each([
      ['fetch', byFetch],
      ['http', byHttp],
      ['a socket', bySocket],
    ])('%s takes no virtual time, or the given latency', async (_name, read) => {
      for (const latency of [0, 250]) {
        const { clock, invoke } = start(
          `${read} const t = Date.now(); return [await read('${url}/a'), Date.now() - t]`,
          {
            latency: () => latency,
          },
        );
        clock.setTimeout(() => {}, 10_000);
        expect(await invoke()).toEqual({ value: ['answer', latency] });
      }
    });

    test.each([
      ['fetch', byFetch, 'before-send', []],
      ['fetch', byFetch, 'after-answer', ['/a']],
      ['http', byHttp, 'before-send', []],
      ['http', byHttp, 'after-answer', ['/a']],
      ['a socket', bySocket, 'before-send', []],
      ['a socket', bySocket, 'after-answer', ['/a']],
    ])('%s: a crash %s', async (_name, read, phase, expected) => {
      const run: ReturnType<typeof start> = start(
        `${read} const text = await read('${url}/a'); console.log(text); await read('${url}/b');`,
        {
          onIo: (n, at) => {
            if (n === 1 && at === phase) run.environment.kill();
          },
        },
      );
      expect((await run.invoke()).error).toBeInstanceOf(CrashedError);
      expect(run.environment.lines).toEqual([]);
      expect(served).toEqual(expected);
      await expect(run.environment.invoke({})).rejects.toThrow(CrashedError);
    });

    test.each([
      ['fetch', byFetch],
      ['http', byHttp],
      ['a socket', bySocket],
    ])('%s: a crash while a request is under way', async (_name, read) => {
      const run = start(`${read} console.log(await read('${url}/a'))`);
      const result = run.invoke();
      while (served.length === 0) await new Promise((resolve) => setImmediate(resolve));
      run.environment.kill();
      expect((await result).error).toBeInstanceOf(CrashedError);
      expect(run.environment.lines).toEqual([]);
    });

    test.each([
      ['fetch', byFetch],
      ['http', byHttp],
      ['a socket', bySocket],
    ])('%s goes where the origin is said to be', async (_name, read) => {
      const origins = { 'http://elsewhere.example': url, 'https://secure.example': url };
      const { invoke } = start(`${read} return read(event.url)`, { origins });
      expect(await invoke({ url: 'http://elsewhere.example/path?x=1' })).toEqual({ value: 'answer' });
      expect(await invoke({ url: 'https://secure.example/path' })).toEqual({ value: 'answer' });
      expect(served).toEqual(['/path?x=1', '/path']);
    });

    test('a server that breaks the connection is an error of the handler', async () => {
      server.removeAllListeners('request');
      server.on('request', (request) => request.socket.destroy());
      const { invoke } = start(`${byFetch} return read('${url}').catch((error) => error.message)`);
      expect(await invoke()).toEqual({ value: 'fetch failed' });
    });
  });

  test('runs a bundle of the AWS SDK, unchanged, and its retries by the clock', async () => {
    const folder = asset({});
    buildSync({
      stdin: {
        resolveDir: process.cwd(),
        contents: `
          import { ResourceGroupsTaggingAPIClient, TagResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
          const client = new ResourceGroupsTaggingAPIClient({});
          export const handler = async () => {
            const calls = Array.from({ length: 6 }, (_, n) => client.send(
              new TagResourcesCommand({ ResourceARNList: ['arn:aws:s3:::b' + n], Tags: { Owner: 'ana' } })));
            await Promise.all(calls);
          };`,
      },
      outfile: join(folder, 'index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      minify: true,
      mainFields: ['module', 'main'],
      supported: { 'dynamic-import': false },
    });
    const code = readFileSync(join(folder, 'index.js'));
    const clock = new VirtualClock();
    const aws = await startLocalAws({ clock });
    try {
      const environment = new ExecutionEnvironment({
        asset: folder,
        clock,
        environment: { AWS_ENDPOINT_URL: aws.url, AWS_MAX_ATTEMPTS: '10' },
      });
      const before = clock.now();
      const result = environment.invoke({}, { timeoutMs: 60_000 });
      await clock.run();
      await result;
      expect(aws.inventory.tagsOf('arn:aws:s3:::b5')).toEqual({ Owner: 'ana' });
      expect(aws.calls.some(({ result: answer }) => answer === 'ThrottlingException')).toBe(true);
      expect(clock.now() - before).toBeGreaterThanOrEqual(1000);
      expect(readFileSync(join(folder, 'index.js'))).toEqual(code);
    } finally {
      await aws.stop();
    }
  });
});
