import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { followHttp, type SocketExchange } from '../../../lib/local/http-socket';

const REQUEST = 'POST /a/b HTTP/1.1\r\ncontent-length: 1\r\n\r\nx';
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

let server: Server;
let asked: string[];
let answer: (socket: Socket) => void;
let client: Socket;
let got: string;

beforeEach(async () => {
  asked = [];
  got = '';
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      asked.push(chunk.toString());
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** A connection whose every answer is delivered when the test says so. */
async function follow(begin?: (path: string) => SocketExchange | undefined) {
  const paths: string[] = [];
  const deliveries: (() => void)[] = [];
  let ends = 0;
  const exchange: SocketExchange = {
    answered: (deliver) => deliveries.push(deliver),
    end: () => {
      ends += 1;
    },
  };
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await new Promise((resolve) => client.once('connect', resolve));
  followHttp(client, (path) => {
    paths.push(path);
    return begin ? begin(path) : exchange;
  });
  client.on('error', () => undefined);
  client.on('data', (chunk) => {
    got += chunk.toString();
  });
  return { paths, deliveries, ends: () => ends };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

test.each([
  ['whole', [ANSWER]],
  ['in parts', [ANSWER.slice(0, 12), ANSWER.slice(12, -1), ANSWER.slice(-1)]],
  ['in chunks', ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '2\r\nok\r\n', '0\r\n\r\n']],
  ['without a body', ['HTTP/1.1 204 No Content\r\n\r\n']],
])('holds an answer back that comes %s, and the next one as well', async (_name, parts) => {
  answer = (socket) => {
    parts.forEach((part, place) => {
      setTimeout(() => socket.write(part), 5 * place);
    });
  };
  const { paths, deliveries, ends } = await follow();
  for (const count of [1, 2]) {
    client.write(REQUEST);
    await until(() => deliveries.length === count);
    expect([got, ends()]).toEqual([parts.join('').repeat(count - 1), count - 1]);
    deliveries[count - 1]?.();
    await until(() => got.length === parts.join('').length * count);
    expect(ends()).toBe(count);
  }
  expect(paths).toEqual(['/a/b', '/a/b']);
});

test('delivers at once what is cut off, with its end', async () => {
  answer = (socket) => socket.end(ANSWER.slice(0, -1));
  const { deliveries, ends } = await follow();
  const ended = new Promise((resolve) => client.once('end', resolve));
  client.write(REQUEST);
  await ended;
  expect([got, deliveries.length]).toEqual([ANSWER.slice(0, -1), 0]);
  expect(ends()).toBeGreaterThan(0);
});

test('the end of a connection does not overtake the answer', async () => {
  answer = (socket) => socket.end(ANSWER);
  const { deliveries } = await follow();
  let ended = '';
  client.once('end', () => {
    ended = got;
  });
  client.write(REQUEST);
  await until(() => deliveries.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  deliveries[0]?.();
  await until(() => ended !== '');
  expect(ended).toBe(ANSWER);
});

test('writes nothing of a request that must not be', async () => {
  answer = () => undefined;
  await follow(() => undefined);
  client.write(REQUEST.slice(0, -1));
  client.write(REQUEST.slice(-1));
  client.end();
  await new Promise((resolve) => client.once('close', resolve));
  expect(asked).toEqual([]);
});

test('lets through what is no HTTP', async () => {
  answer = (socket) => socket.write('pong');
  const { paths } = await follow();
  client.write('ping');
  await until(() => got === 'pong');
  expect([asked, paths]).toEqual([['ping'], []]);
});
