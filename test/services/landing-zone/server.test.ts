import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { LARGEST_BODY } from '../../../services/landing-zone/http';
import { LONGEST_URL } from '../../../services/landing-zone/link';
import { LocalTable, RunningService, stagedService, TOKENS } from './running-service';

const staged = stagedService();
let table: LocalTable;
let service: RunningService;

beforeAll(async () => {
  table = await LocalTable.start();
  service = await RunningService.start(staged.folder, table);
});

afterAll(async () => {
  await service.exit('SIGKILL');
  await table.stop();
  staged.remove();
});

describe('a link', () => {
  test('leads where it was told to', async () => {
    const { path } = await service.shorten('https://example.com/a?b=c#d');
    const answer = await service.visit(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://example.com/a?b=c#d']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('tells its expiry', async () => {
    const answer = await service.api('', { url: 'https://example.com/', days: 2 });
    const { createdAt, expiresAt } = (await answer.json()) as Readonly<Record<string, string>>;
    expect(Date.parse(expiresAt ?? '') - Date.parse(createdAt ?? '')).toBe(2 * 86_400_000);
  });

  test('has another code each time', async () => {
    const links = await Promise.all(Array.from({ length: 20 }, () => service.shorten('https://example.com/')));
    expect(new Set(links.map(({ code }) => code)).size).toBe(20);
  });

  test.each(['/ABCDEFG', '/abc', '/api/links/ABCDEFG/x', '/a/b/c/d', '/api', '/ABCDEFG/'])(
    '%s does not exist',
    async (path) => {
      expect((await service.visit(path)).status).toBe(404);
    },
  );
});

describe('the additional feature', () => {
  test('answers 410 from the expiry on, also while the table has not deleted the link yet', async () => {
    const { code, path } = await service.shorten('https://example.com/');
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.tableName,
        Key: { code: { S: code }, item: { S: 'link' } },
        UpdateExpression: 'SET expiresAt = :past',
        ExpressionAttributeValues: { ':past': { N: String(Math.floor(Date.now() / 1000)) } },
      }),
    );
    const answer = await service.visit(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([410, null]);
    expect(await answer.text()).toContain('expired');
  });

  test('counts every visit of its day, however many come at once, and nothing else', async () => {
    const { code, path } = await service.shorten('https://example.com/');
    await Promise.all(Array.from({ length: 25 }, () => service.visit(path)));
    await service.visit(path, 'HEAD');
    const visits = async (): Promise<number> => {
      const report = (await (await service.api(`/${code}`)).json()) as { readonly visits: number };
      return report.visits;
    };
    // Counting goes on after the answer.
    for (let tries = 0; tries < 100 && (await visits()) < 25; tries++) await new Promise((go) => setTimeout(go, 20));
    const report = (await (await service.api(`/${code}`)).json()) as {
      readonly visits: number;
      readonly days: readonly { readonly day: string; readonly visits: number }[];
    };
    expect(report.visits).toBe(25);
    expect(report.days).toHaveLength(30);
    expect(report.days.at(-1)).toEqual({ day: new Date().toISOString().slice(0, 10), visits: 25 });
    expect(report.days.slice(0, -1).every(({ visits }) => visits === 0)).toBe(true);
  });
});

describe('the administrator', () => {
  test.each(['', 'wrong', `${TOKENS.current}x`])('is nobody with the token %j', async (token) => {
    expect((await service.api('', { url: 'https://example.com/' }, token)).status).toBe(401);
    expect((await service.api('/ABCDEFG', undefined, token)).status).toBe(401);
  });

  test('has the token before the last rotation too', async () => {
    expect((await service.api('', { url: 'https://example.com/' }, TOKENS.previous)).status).toBe(201);
  });

  test('has a new token as soon as the file changes, without a new process', async () => {
    const rotated = await RunningService.start(staged.folder, table);
    try {
      writeFileSync(rotated.tokenFile, JSON.stringify({ current: 'newer', previous: TOKENS.current }));
      const statuses = ['newer', TOKENS.current, TOKENS.previous].map(
        async (token) => (await rotated.api('', { url: 'https://example.com/' }, token)).status,
      );
      expect(await Promise.all(statuses)).toEqual([201, 201, 401]);
    } finally {
      await rotated.exit('SIGKILL');
    }
  });

  test('is nobody before a first token was generated', async () => {
    const unset = await RunningService.start(staged.folder, table);
    try {
      writeFileSync(unset.tokenFile, JSON.stringify({ current: '', previous: '' }));
      expect((await unset.api('', { url: 'https://example.com/' }, '')).status).toBe(401);
      expect((await fetch(`${unset.url}/health/ready`)).status).toBe(503);
    } finally {
      await unset.exit('SIGKILL');
    }
  });

  test('has a token that is in no log', async () => {
    await service.api('', { url: 'https://example.com/' });
    await fetch(`${service.url}/links`, { method: 'POST', body: new URLSearchParams({ token: TOKENS.current }) });
    expect(service.lines.join('\n')).not.toContain(TOKENS.current);
  });
});

describe('limits', () => {
  test.each([
    ['no URL', {}],
    ['another scheme', { url: 'javascript:alert(1)' }],
    ['data', { url: 'data:text/html,x' }],
    ['a file', { url: 'file:///etc/passwd' }],
    ['no scheme', { url: '//example.com' }],
    ['one that only looks like it', { url: 'https:example.com' }],
    ['a user name that hides the host', { url: 'https://bank.example@evil.example/' }],
    ['a line break', { url: 'https://example.com/\nset-cookie: a=b' }],
    ['a character that turns the text around', { url: 'https://example.com/\u202Egpj.exe' }],
    ['too long a URL', { url: `https://example.com/${'a'.repeat(LONGEST_URL)}` }],
    ['a URL that grows too long', { url: `https://example.com/${'é'.repeat(LONGEST_URL / 4)}` }],
    ['no day', { url: 'https://example.com/', days: 0 }],
    ['too many days', { url: 'https://example.com/', days: 366 }],
    ['half a day', { url: 'https://example.com/', days: 1.5 }],
    ['a list', []],
    ['nothing', 'null'],
    ['no JSON', '{'],
  ])('%s is a bad request', async (_, body) => {
    const answer = await service.api('', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ message: expect.any(String) });
  });

  test('a body that is too large is refused', async () => {
    expect((await service.api('', `"${'x'.repeat(LARGEST_BODY)}"`)).status).toBe(413);
  });

  test('another type is refused', async () => {
    const headers = { authorization: `Bearer ${TOKENS.current}`, 'content-type': 'text/plain' };
    const answer = await fetch(`${service.url}/api/links`, { method: 'POST', body: 'x', headers });
    expect(answer.status).toBe(415);
  });

  test.each([
    ['DELETE', '/ABCDEFG'],
    ['POST', '/'],
    ['GET', '/links'],
  ])('%s of %s is not allowed', async (method, path) => {
    expect((await service.visit(path, method)).status).toBe(405);
  });

  test.each([
    'GET //x HTTP/1.1',
    'GET http://evil.example/ABCDEFG HTTP/1.1',
    'GET * HTTP/1.1',
    'GET http:// HTTP/1.1',
    'GET \\\\x HTTP/1.1',
  ])('%s does not stop the server', async (line) => {
    const { port } = new URL(service.url);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`),
      );
      socket.resume().on('end', resolve).on('error', reject);
    });
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });
});

describe('the page', () => {
  test('is a form whose every field has a label, without any script', async () => {
    const answer = await fetch(service.url);
    const text = await answer.text();
    const inputs = [...text.matchAll(/<input id="(\w+)"/g)].map(([, id]) => id);
    const labels = [...text.matchAll(/<label for="(\w+)"/g)].map(([, id]) => id);
    expect(inputs.sort()).toEqual(['days', 'token', 'url']);
    expect(labels.sort()).toEqual(inputs);
    expect(text).toMatch(/<html lang="en">.*<title>.*<main>.*<h1>/s);
    expect(text).not.toContain('<script');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  const submit = async (fields: Readonly<Record<string, string>>): Promise<[number, string]> => {
    const answer = await fetch(`${service.url}/links`, { method: 'POST', body: new URLSearchParams(fields) });
    return [answer.status, await answer.text()];
  };

  test('creates a link', async () => {
    const [status, text] = await submit({ url: 'https://example.com/?a=1&b=2', days: '3', token: TOKENS.current });
    expect([status, text]).toEqual([201, expect.stringContaining('leads to https://example.com/?a=1&amp;b=2 until')]);
    const path = /<a href="(\/\w{7})">/.exec(text)?.[1] ?? '';
    expect((await service.visit(path)).headers.get('location')).toBe('https://example.com/?a=1&b=2');
  });

  test.each([
    ['without the token', 401, { url: 'https://example.com/"><script>' }],
    ['with another scheme', 400, { url: 'javascript:"><script>', token: TOKENS.current }],
  ])('says what is wrong %s, and keeps what was typed as text', async (_, status, fields) => {
    const [found, text] = await submit(fields);
    expect(found).toBe(status);
    expect(text).toContain('role="alert"');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
    expect(text).not.toContain('<script');
    expect(text).not.toContain(TOKENS.current);
  });
});

describe('the process', () => {
  test('is ready and live', async () => {
    const answers = ['live', 'ready'].map(async (path) => (await fetch(`${service.url}/health/${path}`)).status);
    expect(await Promise.all(answers)).toEqual([200, 200]);
  });

  test('is not ready without its table, and does not end', async () => {
    const lost = await RunningService.start(staged.folder, table, { TABLE_NAME: 'another' });
    try {
      expect((await fetch(`${lost.url}/health/ready`)).status).toBe(503);
      expect((await fetch(`${lost.url}/health/live`)).status).toBe(200);
      expect(lost.lines.join('\n')).toContain('ResourceNotFoundException');
      expect((await lost.visit('/ABCDEFG')).status).toBe(500);
      // The line comes by a pipe, after the answer or before it.
      while (!lost.lines.some((line) => line.includes('"/ABCDEFG"'))) await new Promise((go) => setTimeout(go, 10));
      expect(JSON.parse(lost.lines.find((line) => line.includes('"/ABCDEFG"')) ?? '{}')).toMatchObject({ status: 500 });
    } finally {
      await lost.exit('SIGKILL');
    }
  });

  test('answers what is in flight after SIGTERM, closes the connection, counts the visit, and ends with 0', async () => {
    const ending = await RunningService.start(staged.folder, table);
    const { code, path } = await ending.shorten('https://example.com/');
    const { port } = new URL(ending.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      // Half a request is in flight when the signal comes.
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n`);
        setTimeout(() => {
          ending.process.kill('SIGTERM');
          setTimeout(() => socket.write('\r\n'), 300);
        }, 100);
      });
      socket.on('data', (data) => {
        text += String(data);
      });
      socket.on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 302 .*connection: close/is);
    expect(await ending.exit('SIGTERM')).toBe(0);
    const report = (await (await service.api(`/${code}`)).json()) as { readonly visits: number };
    expect(report.visits).toBe(1);
  });

  test('ends with 1 when the drain takes too long', async () => {
    const stuck = await RunningService.start(staged.folder, table, { DRAIN_SECONDS: '0.2' });
    const { port } = new URL(stuck.url);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n'));
    socket.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await stuck.exit('SIGTERM')).toBe(1);
  });

  test.each([
    ['PORT: not set', { PORT: undefined }],
    ['PORT: 0 to 65535, got: 65536', { PORT: '65536' }],
    ['PORT: 0 to 65535, got: 1e3', { PORT: '1e3' }],
    ['TABLE_NAME: not set; TOKEN_FILE: not set', { TABLE_NAME: '', TOKEN_FILE: undefined }],
    ['DRAIN_SECONDS: 0 to 300, got: -1', { DRAIN_SECONDS: '-1' }],
  ])('says %s and ends', (message, changes) => {
    const environment = { PORT: '0', TABLE_NAME: 't', TOKEN_FILE: 'f', DRAIN_SECONDS: '1', ...changes };
    const { status, stderr } = spawnSync(process.execPath, ['server.mjs'], {
      cwd: staged.folder,
      env: environment as Record<string, string>,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, `InvalidEnvironmentError: ${message}\n`]);
  });

  test('is node itself in the image, without a shell', () => {
    const dockerfile = readFileSync(join(staged.folder, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^ENTRYPOINT \["node"\]$/m);
    expect(dockerfile).toMatch(/^CMD \["server\.mjs"\]$/m);
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});
