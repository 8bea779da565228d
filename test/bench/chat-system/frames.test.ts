import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { WebSocketServer } from 'ws';
import { clientFrame, handshakeOf, readFrames } from '../../../bench/chat-system/frames';

/** As a server writes it. */
function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length < 126) return Buffer.concat([Buffer.from([0x81, payload.length]), payload]);
  const header = Buffer.alloc(payload.length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  header[1] = payload.length < 65_536 ? 126 : 127;
  if (header.length === 4) header.writeUInt16BE(payload.length, 2);
  else header.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([header, payload]);
}

const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('x'.repeat(125), 'y'.repeat(126), 'z'.repeat(70_000))), {
  maxLength: 8,
});

test('frames come out whole, however the bytes are cut', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1 }), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map(serverFrame));
      const read: string[] = [];
      let rest = Buffer.alloc(0);
      for (let start = 0, turn = 0; start < bytes.length; turn++) {
        const end = start + (cuts[turn % cuts.length] ?? 1);
        const chunk = Buffer.concat([rest, bytes.subarray(start, end)]);
        rest = chunk.subarray(readFrames(chunk, (_opcode, payload) => read.push(payload.toString())));
        start = end;
      }
      expect(read).toEqual(sent);
      expect(rest).toHaveLength(0);
    }),
  );
});

test('a server of the ws library understands the handshake and the frames', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const said = ['short', 'x'.repeat(125), 'y'.repeat(126), 'ä'.repeat(5_000)];
  const heard: string[] = [];
  server.on('connection', (socket, { url }) => {
    heard.push(url ?? '', socket.protocol);
    socket.on('message', (data) => heard.push(String(data)));
    socket.on('close', () => server.close());
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(handshakeOf('/socket', ['one', 'two']));
  await once(socket, 'data');
  for (const text of said) socket.write(clientFrame(text));
  socket.end();
  await once(server, 'close');
  expect(heard).toEqual(['/socket', 'one', ...said]);
});
