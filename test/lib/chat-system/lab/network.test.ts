import { once } from 'node:events';
import { connect } from 'node:net';
import { type LabNetwork, openNetwork } from '../../../../lib/chat-system/lab/network';
import { startIn } from '../../../../lib/chat-system/lab/place';
import { until } from '../../../../lib/local/child';

async function inNetwork(hosts: readonly string[], work: (network: LabNetwork) => Promise<void>): Promise<void> {
  const network = await openNetwork(hosts).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'LabUnavailableError') throw error;
    return error.message;
  });
  if (typeof network === 'string') return console.log(`skipped: ${network}`);
  try {
    await work(network);
  } finally {
    await network.close();
  }
}

test('hosts talk to each other until they are cut off, and again once that is mended', () =>
  inNetwork(['one', 'two'], async (network) => {
    const { address } = network.place('two');
    const echo = `require('node:net').createServer((s) => s.pipe(s)).listen(7000, '${address}', () => console.log('listens'))`;
    const server = startIn(network.place('two'), { program: 'node', args: ['-e', echo] });
    await until('it listens', () => server.log.includes('listens'));
    const target = await network.relay('one', { address, port: 7000 });
    if (!('path' in target)) throw new Error('no Unix socket');
    const socket = connect(target.path);
    let heard = '';
    socket.on('data', (chunk) => {
      heard += String(chunk);
    });
    await once(socket, 'connect');
    socket.write('a');
    await until('the first comes back', () => heard === 'a');
    await network.cut('one', 'two');
    socket.write('b');
    // Long enough for what would get through, and before TCP has doubled its wait often.
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(heard).toBe('a');
    await network.mend();
    await until('TCP has sent it again', () => heard === 'ab');
    socket.destroy();
    server.signal('SIGKILL');
    await server.exited;
  }));

test('a host that was not made is refused', () =>
  inNetwork(['one'], async (network) => {
    expect(() => network.place('two')).toThrow('no host two');
  }));
