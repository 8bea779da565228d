import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeChat } from '../fake-chat';

/** A path as it is written, as `fetch` would tidy it up. */
async function rawStatus(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { path }, (response) => {
      resolve(response.statusCode);
      response.resume();
    })
      .on('error', reject)
      .end();
  });
}

describe('the HTTP side', () => {
  let chat: FakeChat;
  let webFolder: string;
  beforeEach(() => {
    chat = new FakeChat();
    webFolder = mkdtempSync(join(tmpdir(), 'chat-web-'));
    mkdirSync(join(webFolder, 'icons'));
    writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Chat</title>');
    writeFileSync(join(webFolder, 'app.js'), 'start();');
    writeFileSync(join(webFolder, 'icons', 'chat.svg'), '<svg/>');
  });
  afterEach(() => {
    chat.stop();
    rmSync(webFolder, { recursive: true });
  });

  test.each([
    ['/', 'text/html; charset=utf-8', '<!doctype html><title>Chat</title>'],
    ['/app.js', 'text/javascript; charset=utf-8', 'start();'],
    ['/icons/chat.svg', 'image/svg+xml', '<svg/>'],
    ['/healthz', 'application/json', '{"status":"ok"}\n'],
    ['/readyz', 'application/json', '{"status":"ok"}\n'],
    ['/config.json', 'application/json', '{"socketUrl":"/socket","signIn":{"kind":"local"}}\n'],
  ])('GET %s', async (path, type, body) => {
    const { url } = await chat.start({ webFolder });
    const response = await fetch(url + path);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, type, body]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const head = await fetch(url + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(url + path, { method: 'POST' })).status).toBe(405);
  });

  test('lets the pages run and show nothing but what is theirs', async () => {
    const { url } = await chat.start({ webFolder, connectOrigins: ['https://files.example'] });
    const policy = (await fetch(url)).headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual([
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self' https://files.example",
      "img-src 'self' https://files.example blob:",
      "media-src 'self' https://files.example blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/icons', '/index.htm', '//etc/passwd', '/app.js/'])(
    'knows no %s',
    async (path) => {
      const { url } = await chat.start({ webFolder });
      expect(await rawStatus(url, path)).toBe(404);
    },
  );

  test('tells the web client of Cognito', async () => {
    const signIn = { kind: 'cognito', domain: 'https://sign-in.example', clientId: 'abc' } as const;
    const { url } = await chat.start({ signIn });
    expect(await (await fetch(`${url}/config.json`)).json()).toEqual({ socketUrl: '/socket', signIn });
  });

  describe('sign-in', () => {
    const post = (url: string, body: string, type = 'application/json') =>
      fetch(`${url}/sign-in`, { method: 'POST', body, headers: { 'content-type': type } });

    test('is not there by default', async () => {
      const { url } = await chat.start();
      expect((await post(url, '{"user":"ann"}')).status).toBe(404);
    });

    test('gives a token that the server takes', async () => {
      const { url } = await chat.start({ issueToken: (user) => chat.signIn.issueToken(user) });
      const response = await post(url, '{"user":"ann"}');
      const { user, token } = (await response.json()) as { readonly user: string; readonly token: string };
      expect([response.status, user, response.headers.get('cache-control')]).toEqual([200, 'ann', 'no-store']);
      expect(await chat.signIn.verify(token)).toMatchObject({ user: 'ann' });
      expect(chat.lines.join()).not.toContain(token);
    });

    test.each([
      ['a name that is none', '{"user":"ann bob"}', undefined, 400],
      ['no name', '{}', undefined, 400],
      ['no object', 'null', undefined, 400],
      ['no JSON', '{', undefined, 400],
      ['a form, as any page may send', 'user=ann', 'application/x-www-form-urlencoded', 415],
      ['a large body', JSON.stringify({ user: 'a'.repeat(2_000) }), undefined, 413],
    ])('refuses %s', async (_name, body, type, status) => {
      const { url } = await chat.start({ issueToken: (user) => chat.signIn.issueToken(user) });
      expect((await post(url, body, type)).status).toBe(status);
      // The server goes on.
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    });

    test('takes only POST', async () => {
      const { url } = await chat.start({ issueToken: (user) => chat.signIn.issueToken(user) });
      expect((await fetch(`${url}/sign-in`)).status).toBe(405);
    });
  });

  test('says of the path of the WebSocket what it is', async () => {
    const { url } = await chat.start();
    expect((await fetch(`${url}/socket`)).status).toBe(426);
  });
});
