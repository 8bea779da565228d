import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { startEntrance } from '../../../../lib/chat-system/lab/entrance';

/** A server that says its name to whoever connects. */
async function named(name: string) {
  const server = createServer((socket) => socket.end(name));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { target: { address: '127.0.0.1', port: (server.address() as AddressInfo).port }, server };
}

const through = (host: string): Socket => connect(Number(host.split(':')[1]), '127.0.0.1');

async function answerOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.resume();
  socket.end();
  await once(socket, 'close');
  return text;
}

test('gives connections to the targets in turn, and none to one that is out', async () => {
  const [one, two, entrance] = await Promise.all([named('one'), named('two'), startEntrance()]);
  const ask = () => answerOf(through(entrance.host));
  expect(await ask()).toBe('');
  entrance.register(one.target);
  entrance.register(two.target);
  expect(new Set([await ask(), await ask()])).toEqual(new Set(['one', 'two']));
  entrance.deregister(one.target);
  expect([await ask(), await ask()]).toEqual(['two', 'two']);
  two.server.close();
  expect(await ask()).toBe('');
  one.server.close();
  await entrance.close();
});
