import { createServer, type Server, type Socket } from 'node:net';

/** What a provider of the bench has taken. */
export interface LightProvider {
  readonly server: Server;
  /** Messages, each key once. */
  readonly accepted: () => number;
  /** Requests whose key it knew already. */
  readonly repeated: () => number;
}

const ACCEPTED = Buffer.from('HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
const HEAD_END = '\r\n\r\n';

/**
 * A provider that accepts each message at once and remembers its key, out of nothing but sockets: so that it takes as little
 * as possible of the cores that it shares with the senders. It reads what HTTP/1.1 clients send that tell the length of
 * their bodies, and nothing else.
 */
export function createLightProvider(): LightProvider {
  const keys = new Set<string>();
  let repeated = 0;
  const take = (head: string): void => {
    const key = headerOf(head, 'idempotency-key');
    if (keys.has(key)) repeated++;
    keys.add(key);
  };
  const server = createServer({ noDelay: true }, (socket) => serve(socket, take));
  return { server, accepted: () => keys.size, repeated: () => repeated };
}

function serve(socket: Socket, take: (head: string) => void): void {
  let left = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    let text = left + chunk.toString('latin1');
    let answers = 0;
    for (;;) {
      const head = text.indexOf(HEAD_END);
      if (head < 0) break;
      const end = head + HEAD_END.length + Number(headerOf(text.slice(0, head), 'content-length'));
      if (text.length < end) break;
      take(text.slice(0, head));
      text = text.slice(end);
      answers++;
    }
    left = text;
    if (answers === 1) socket.write(ACCEPTED);
    else if (answers > 1) socket.write(Buffer.concat(Array.from({ length: answers }, () => ACCEPTED)));
  });
}

/** Empty where there is none. Node's client writes names as they were given: in lower case. */
function headerOf(head: string, name: string): string {
  const start = head.indexOf(`\r\n${name}: `);
  if (start < 0) return '';
  const from = start + name.length + 4;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end < 0 ? head.length : end);
}
