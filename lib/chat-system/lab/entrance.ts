import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a server is found: a TCP endpoint, or the Unix socket of a relay. */
export type Target = { readonly address: string; readonly port: number } | { readonly path: string };

/** The one address of all servers, as that of a load balancer: connections go to the targets in turn. */
export interface Entrance {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** New connections go to it as well. */
  register(target: Target): void;
  /** New connections do not; those that it has go on. */
  deregister(target: Target): void;
  close(): Promise<void>;
}

/** Starts an entrance without targets: whoever connects is hung up on. */
export async function startEntrance(): Promise<Entrance> {
  let targets: readonly Target[] = [];
  let turn = 0;
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    track(near);
    const target = targets[turn++ % Math.max(1, targets.length)];
    if (!target) return void near.destroy();
    const far = track(connect({ ...endpoint(target), allowHalfOpen: true }));
    // Nothing is kept here: who does not read is felt by the server.
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    register: (target) => {
      targets = [...targets, target];
    },
    deregister: (target) => {
      targets = targets.filter((one) => one !== target);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function endpoint(target: Target) {
  return 'path' in target ? { path: target.path } : { host: target.address, port: target.port };
}
