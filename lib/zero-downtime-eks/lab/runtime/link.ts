import { createServer, Socket } from 'node:net';
import { listen } from './ports';

/** A TCP endpoint. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A wire between the load balancer and a pod. */
export interface LinkSpec {
  /** Where the load balancer connects to. */
  readonly from: Endpoint;
  /** The pod. */
  readonly to: Endpoint;
  /** One way, in whole milliseconds. */
  readonly latencySeconds: number;
  /**
   * After this time without a byte, and without a request that waits, the load balancer ends a connection to a target.
   *
   * haproxy has no such timeout for each connection, so the wire keeps it: the pod sees the end, and for the next request
   * on haproxy's side a new connection is made, as an Application Load Balancer would.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   *
   * @default - never
   */
  readonly idleSeconds?: number;
}

/** A running link. */
export interface Link {
  readonly from: Endpoint;
  /** Resets what goes through it. */
  close(): Promise<void>;
}

/**
 * Starts a relay whose bytes, connects, closes and resets travel with a latency.
 *
 * @throws PortTakenError
 */
export async function startLink({ from, to, latencySeconds, idleSeconds }: LinkSpec): Promise<Link> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const travel = (what: () => void) => {
    if (latencySeconds === 0) what();
    // Timers of the same length fire in their order.
    else setTimeout(what, latencySeconds * 1_000);
  };
  const server = createServer({ allowHalfOpen: true }, (near) =>
    relay(track(near), () => track(farSide()), to, travel, idleSeconds),
  );
  await listen(server, from);
  return {
    from,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}

type Travel = (what: () => void) => void;

function farSide(): Socket {
  return new Socket({ allowHalfOpen: true });
}

/** What joins one connection of the load balancer, which is near, to one of the pod after the other. */
function relay(
  near: Socket,
  newFar: () => Socket,
  to: Endpoint,
  travel: Travel,
  idleSeconds: number | undefined,
): void {
  let far: Far | undefined;
  let idle: NodeJS.Timeout | undefined;
  const answered = () => {
    clearTimeout(idle);
    if (idleSeconds !== undefined) idle = setTimeout(expire, idleSeconds * 1_000);
  };
  const expire = () => {
    far?.end();
    far = undefined;
  };
  near.on('data', (chunk) => {
    clearTimeout(idle);
    far ??= connectFar(newFar(), to, travel, {
      isCurrent: (one) => one === far,
      near,
      answered,
    });
    far.write(chunk);
  });
  near.once('end', () => far?.end());
  near.on('error', () => far?.reset());
  near.once('close', () => clearTimeout(idle));
}

/** The pod's end of the wire, as the load balancer uses it. */
interface Far {
  write(chunk: Buffer): void;
  end(): void;
  reset(): void;
}

interface Near {
  /** Whether the load balancer still has anything to do with this connection. */
  readonly isCurrent: (far: Far) => boolean;
  readonly near: Socket;
  readonly answered: () => void;
}

function connectFar(
  socket: Socket,
  { address, port }: Endpoint,
  travel: Travel,
  { isCurrent, near, answered }: Near,
): Far {
  // What is sent before the handshake is over waits for it.
  let waiting: (() => void)[] | undefined = [];
  const send = (what: () => void) => {
    if (waiting) waiting.push(what);
    else travel(what);
  };
  const far: Far = {
    write: (chunk) => send(() => socket.writable && socket.write(chunk)),
    end: () => send(() => socket.end()),
    reset: () => send(() => socket.resetAndDestroy()),
  };
  const back = (what: () => void) => travel(() => isCurrent(far) && what());
  travel(() => socket.connect(port, address));
  socket.once('connect', () =>
    travel(() => {
      const ready = waiting ?? [];
      waiting = undefined;
      for (const what of ready) travel(what);
    }),
  );
  socket.on('data', (chunk) =>
    back(() => {
      answered();
      if (near.writable) near.write(chunk);
    }),
  );
  socket.once('end', () => {
    back(() => near.end());
    // Nobody is left to end the other half.
    if (!isCurrent(far)) socket.end();
  });
  socket.on('error', () => back(() => near.resetAndDestroy()));
  return far;
}
