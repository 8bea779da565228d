import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalChat, startLocalChat } from '../../../../lib/chat-system/local/local-chat';
import { startRedis } from '../../../../lib/chat-system/local/redis';
import { EICAR } from '../../../../lib/chat-system/local/scanner';
import { findProgram } from '../../../../lib/local/programs';
import { chatUser, putFile } from './chat-user';

const hasRedis = ['valkey-server', 'redis-server'].some((name) => findProgram(name) !== undefined);

let chat: LocalChat | undefined;
afterEach(async () => {
  await chat?.stop();
  chat = undefined;
});

test.each([1, 2] as const)('what is said on one of %s servers comes to the others', async (servers) => {
  if (servers > 1 && !hasRedis) {
    process.stdout.write('skipped: neither Valkey nor Redis is installed\n');
    return;
  }
  chat = await startLocalChat({ servers });
  expect(chat.valkeyUrl === undefined).toBe(servers === 1);
  const [first, last] = [chat.servers[0], chat.servers.at(-1)];
  const ada = await chatUser(first?.url ?? '', 'ada');
  const bob = await chatUser(last?.url ?? '', 'bob');
  const { room } = await ada.client.createDirect('bob');
  bob.client.open(room);
  await ada.client.send(room, { text: 'hello' }).stored;
  await bob.until(() => bob.client.history(room).length === 1);
  await bob.client.send(room, { text: 'and back' }).stored;
  await ada.until(() => ada.client.history(room).length === 2);
  expect(ada.client.history(room)).toEqual(bob.client.history(room));
  ada.client.stop();
  bob.client.stop();
});

test('a file is fetched once it is scanned, unless it is harmful', async () => {
  chat = await startLocalChat({ servers: 1 });
  const { client, until } = await chatUser(chat.servers[0]?.url ?? '', 'ada');
  const { room } = await client.createDirect('bob');
  const [good, bad] = [await putFile(client, room, 'a picture'), await putFile(client, room, EICAR)];
  await expect(client.download(room, good)).rejects.toMatchObject({ code: 'not-available' });
  await until(() => client.download(room, good).then(Boolean, () => false));
  expect(await (await fetch(await client.download(room, good))).text()).toBe('a picture');
  await expect(client.download(room, bad)).rejects.toMatchObject({ code: 'not-available' });
  client.stop();
});

test('with a folder, messages and files are there the next time', async () => {
  const data = mkdtempSync(join(tmpdir(), 'takehome-data-'));
  try {
    chat = await startLocalChat({ servers: 1, data });
    const before = await chatUser(chat.servers[0]?.url ?? '', 'ada');
    const { room } = await before.client.createDirect('bob');
    await before.client.send(room, { text: 'hello' }).stored;
    const key = await putFile(before.client, room, 'a picture');
    before.client.stop();
    await chat.stop();
    chat = await startLocalChat({ servers: 1, data });
    const after = await chatUser(chat.servers[0]?.url ?? '', 'ada');
    after.client.open(room);
    await after.until(() => after.client.history(room).length === 1);
    expect(await (await fetch(await after.client.download(room, key))).text()).toBe('a picture');
    after.client.stop();
  } finally {
    await chat?.stop();
    rmSync(data, { recursive: true, force: true });
  }
});

test('the bundled server runs in a process of its own, and ends', async () => {
  const lines: string[] = [];
  chat = await startLocalChat({ servers: 1, run: 'process', onLine: (line) => lines.push(line) });
  const { url = '' } = chat.servers[0] ?? {};
  expect(await (await fetch(`${url}/config.json`)).json()).toMatchObject({ signIn: { kind: 'local' } });
  const page = await fetch(url);
  expect(page.headers.get('content-security-policy')).toContain(chat.awsUrl);
  expect(await page.text()).toContain('<title>Chat</title>');
  await chat.stop();
  expect(lines.join('\n')).toContain('"drained"');
  await expect(fetch(url)).rejects.toThrow();
});

test('a taken port and a number of servers that makes no sense are the caller’s to mend', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(startLocalChat({ servers: 1, port })).rejects.toMatchObject({
    name: 'InputError',
    message: `port ${port} is taken; --port chooses another`,
  });
  other.close();
  await expect(startLocalChat({ servers: 9 })).rejects.toThrow('--servers: 1 to 8, got: 9');
});

test('without Redis and Valkey one is told how to install it', async () => {
  await expect(startRedis(['no-such-program'])).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining('apt-get install -y --no-install-recommends redis-server'),
  });
});
