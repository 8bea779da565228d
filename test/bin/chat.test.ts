import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chatUp } from '../../bin/commands/chat';

let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

/** Ends the command as soon as it has said where the chat is, after `then`. */
async function up(options: Parameters<typeof chatUp>[0], then: (text: string) => Promise<void>): Promise<string> {
  const seen = async () => {
    while (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    // Everything is written in one turn.
    await then(written.join(''));
  };
  await chatUp(options, seen);
  return written.join('');
}

test('one server goes without Redis; it is up until it is interrupted', async () => {
  let url = '';
  await up({ servers: '1', port: '0', json: true }, async (text) => {
    const said = JSON.parse(text) as { readonly urls: readonly string[] };
    expect(said).toEqual({ urls: [expect.any(String)], awsUrl: expect.any(String) });
    [url = ''] = said.urls;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
  await expect(fetch(url)).rejects.toThrow();
});

test('a person is told where to go', async () => {
  const text = await up({ servers: '1', port: '0' }, async () => {});
  expect(text).toMatch(/sign in with two names, and talk:\n {2}http:\/\/127\.0\.0\.1:\d+\n/);
  expect(text).toContain('Ctrl-C ends it.');
});

test('a taken port is one line for the caller', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(chatUp({ servers: '1', port: String(port) }, async () => {})).rejects.toMatchObject({
    name: 'InputError',
    message: `port ${port} is taken; --port chooses another`,
  });
  other.close();
});

test.each([
  [{ servers: '0' }, '--servers: 1 to 8, got: 0'],
  [{ servers: 'two' }, '--servers: 1 to 8, got: two'],
  [{ port: '65535' }, '--port: 0 to 65533, got: 65535'],
])('%p is refused', async (options, message) => {
  await expect(chatUp(options, async () => {})).rejects.toMatchObject({ name: 'InputError', message });
});
