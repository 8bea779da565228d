import type { Socket } from 'node:net';

/** A request that goes over a connection. */
export interface SocketExchange {
  /** The whole answer is here; `deliver` is called when the client may have it. */
  answered(deliver: () => void): void;
  /** The connection has ended, or the client has the answer. May be called twice. */
  end(): void;
}

const REQUEST_LINE = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n/;

/**
 * Follows a connection that carries one HTTP/1.1 request at a time, and holds each answer back. What is not HTTP passes
 * through.
 *
 * @param begin called with the path before a request is written; undefined where neither it nor another one must be
 */
export function followHttp(socket: Socket, begin: (path: string) => SocketExchange | undefined): void {
  const write = socket.write.bind(socket) as (...values: unknown[]) => boolean;
  const push = socket.push.bind(socket);
  let exchange: SocketExchange | undefined;
  let held: (Buffer | null)[] = [];
  let isAnswered = false;
  let isRefused = false;

  const release = () => {
    const [chunks, ended] = [held, exchange];
    held = [];
    isAnswered = false;
    exchange = undefined;
    for (const chunk of chunks) push(chunk);
    ended?.end();
  };

  socket.write = (chunk: unknown, ...values: unknown[]): boolean => {
    const [, path] = exchange ? [] : (REQUEST_LINE.exec(String(chunk)) ?? []);
    if (path !== undefined) {
      exchange = begin(path);
      isRefused = !exchange;
    }
    return isRefused || socket.destroyed || write(chunk, ...values);
  };
  socket.push = (chunk: Buffer | null): boolean => {
    if (!exchange) return push(chunk);
    held.push(chunk);
    if (isAnswered) return true;
    isAnswered = isWhole(Buffer.concat(held.filter((part) => part !== null)).toString('latin1'));
    if (isAnswered) {
      exchange.answered(() => {
        if (!socket.destroyed) release();
      });
    } else if (chunk === null) release();
    return true;
  };
  socket.once('close', () => exchange?.end());
}

/** Whether this is all of an answer; one that lasts as long as its connection never is. */
function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const head = answer.slice(0, headEnd).toLowerCase();
  const body = answer.slice(headEnd + 4);
  const [, length] = /\r\ncontent-length: (\d+)/.exec(head) ?? [];
  if (length !== undefined) return body.length >= Number(length);
  return head.includes('\r\ntransfer-encoding: chunked') ? body.endsWith('0\r\n\r\n') : / (204|304) /.test(head);
}
