import { connect } from 'node:net';

/** An endpoint that somebody named cannot be talked to. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
}

const TIMEOUT_MS = 5_000;

/**
 * Opens a connection to the endpoint and closes it again, so that a wrong one is told in one line and at once.
 *
 * @param endpoint a URL; undefined is AWS itself and is not tried
 * @throws EndpointError
 */
export async function assertReachable(endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined || endpoint === '') return;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new EndpointError('the endpoint is not an http(s) URL');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const fail = (reason: string) => {
      socket.destroy();
      reject(new EndpointError(`cannot reach ${url.origin}: ${reason}`));
    };
    socket.once('connect', () => {
      socket.end();
      resolve();
    });
    socket.once('timeout', () => fail('no answer'));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
  });
}
