import { Agent, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createLightProvider, type LightProvider } from '../../bench/mass-messaging/light-provider';

let provider: LightProvider;
let port: number;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeEach(async () => {
  provider = createLightProvider();
  await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
  port = (provider.server.address() as AddressInfo).port;
});

afterEach(async () => {
  agent.destroy();
  await new Promise((resolve) => provider.server.close(resolve));
});

const post = (key: string, body = '{"to":"a","text":"é"}') =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-length': Buffer.byteLength(body), 'idempotency-key': key };
    const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/messages', agent, headers }, (answer) =>
      answer.resume().on('end', () => resolve(answer.statusCode)),
    );
    sent.on('error', reject);
    sent.end(body);
  });

test('accepts what a client sends over one connection, and counts each key once', async () => {
  expect([await post('one'), await post('two'), await post('one')]).toEqual([202, 202, 202]);
  expect([provider.accepted(), provider.repeated()]).toEqual([2, 1]);
});

test('reads requests that come in pieces, or several at once', async () => {
  const text = ['a', 'b', 'c']
    .map((key) => `POST /messages HTTP/1.1\r\nidempotency-key: ${key}\r\ncontent-length: 3\r\n\r\n{ }`)
    .join('');
  const socket = connect(port, '127.0.0.1');
  let answers = '';
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      answers += String(chunk);
      if (answers.split('202 Accepted').length === 4) resolve();
    });
  });
  socket.write(text.slice(0, 20));
  await new Promise((resolve) => setImmediate(resolve));
  socket.write(text.slice(20));
  await answered;
  socket.destroy();
  expect(provider.accepted()).toBe(3);
});
