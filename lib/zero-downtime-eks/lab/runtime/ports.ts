import { createServer, type Server } from 'node:net';
import type { Endpoint } from './link';

/** An endpoint is in use already. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** Listens for a moment: haproxy itself would share the port with a leftover, and the traffic would be split. */
export async function assertFree(endpoint: Endpoint): Promise<void> {
  const server = await listen(createServer(), endpoint);
  await new Promise((resolve) => server.close(resolve));
}

/**
 * Listens on an endpoint.
 *
 * @throws PortTakenError
 */
export function listen(server: Server, { address, port }: Endpoint): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(refusal(error, address, port)));
    server.listen(port, address, 1_024, () => resolve(server));
  });
}

function refusal(error: NodeJS.ErrnoException, address: string, port: number): Error {
  return error.code === 'EADDRINUSE' ? new PortTakenError(`${address}:${port} is in use already`) : error;
}
