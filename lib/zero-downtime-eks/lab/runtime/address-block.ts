import { createServer } from 'node:net';
import { listen, PortTakenError } from './ports';

/** Loopback addresses that no other lab of this machine uses. */
export interface AddressBlock {
  /** The nth address, 1 to 253. */
  address(n: number): string;
  release(): Promise<void>;
}

const LOCK = { host: 254, port: 47_254 } as const;
const FIRST = 2;
const LAST = 254;

/** Claims a /24 of 127.0.0.0/8 by listening on its last address, for as long as this process lives. */
export async function claimAddressBlock(): Promise<AddressBlock> {
  for (;;) {
    const network = `127.${random()}.${random()}`;
    const server = createServer();
    try {
      await listen(server, { address: `${network}.${LOCK.host}`, port: LOCK.port });
    } catch (error) {
      if (error instanceof PortTakenError) continue;
      throw error;
    }
    server.unref();
    return {
      address(n) {
        if (!Number.isInteger(n) || n < 1 || n >= LOCK.host) throw new RangeError(`address 1 to 253, got ${n}`);
        return `${network}.${n}`;
      },
      release: () => new Promise((resolve) => server.close(() => resolve())),
    };
  }
}

function random(): number {
  return FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
}
