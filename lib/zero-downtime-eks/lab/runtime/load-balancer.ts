import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Child, startChild, until } from '../../../local/child';
import { temporaryFolder } from '../../../local/temporary-folder';
import { adminSocket, BACKEND, haproxyConfiguration } from './haproxy-configuration';
import type { Endpoint } from './link';
import { assertFree } from './ports';

/** A load balancer like an Application Load Balancer with one target group; all in real seconds. */
export interface LoadBalancerSpec {
  readonly address: string;
  readonly port: number;
  /** Attribute idle_timeout.timeout_seconds: of client connections, and of targets that do not answer. */
  readonly idleSeconds: number;
}

/** A running load balancer. It has no health checks of its own. */
export interface LoadBalancer {
  readonly address: string;
  readonly port: number;
  /** Lines about requests that failed, in haproxy's log format. */
  readonly errors: readonly string[];
  /**
   * Sends requests to a target from now on.
   *
   * @throws LoadBalancerError where it is registered already, or too many targets are in drain
   */
  register(target: Endpoint): Promise<void>;
  /**
   * Sends it no new requests. When the last one is answered, or else at the end of the delay, the target is out.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
   *
   * @returns how many requests were cut off
   */
  deregister(target: Endpoint, delaySeconds: number): Promise<number>;
  /** Shares of the traffic, 0 to 256, relative to the others'; a target is registered with 100. */
  setWeights(weights: readonly { readonly target: Endpoint; readonly weight: number }[]): Promise<void>;
  close(): Promise<void>;
}

/** The load balancer was not made, or did not do what it was told. */
export class LoadBalancerError extends Error {
  override readonly name = 'LoadBalancerError';
}

const SLOTS = 200;
const INITIAL_WEIGHT = 100;

/**
 * Starts a load balancer without targets; it lives no longer than this process.
 *
 * @throws LoadBalancerError where haproxy does not start
 * @throws PortTakenError
 */
export async function startLoadBalancer({ address, port, idleSeconds }: LoadBalancerSpec): Promise<LoadBalancer> {
  await assertFree({ address, port });
  const folder = temporaryFolder();
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, haproxyConfiguration({ address, port, idleSeconds, folder, slots: SLOTS }));
  const haproxy = startChild({ program: 'haproxy', args: ['-db', '-f', file], folder });
  const closed = new AbortController();
  const close = async () => {
    closed.abort();
    haproxy.signal('SIGKILL');
    await haproxy.closed;
    rmSync(folder, { recursive: true, force: true });
  };
  const admin = (command: string) => ask(adminSocket(folder), command);
  try {
    await until('haproxy takes commands', () => isUp(haproxy, admin));
  } catch (error) {
    await close();
    throw error;
  }
  const free = Array.from({ length: SLOTS }, (_, index) => `t${index + 1}`);
  const slots = new Map<string, string>();
  const slotOf = (target: Endpoint) => {
    const slot = slots.get(nameOf(target));
    if (slot === undefined) throw new LoadBalancerError(`${nameOf(target)} is not registered`);
    return slot;
  };
  return {
    address,
    port,
    get errors() {
      return haproxy.log.filter((line) => line.includes(` requests ${BACKEND}/`));
    },
    async register(target) {
      if (slots.has(nameOf(target))) throw new LoadBalancerError(`${nameOf(target)} is registered already`);
      const slot = free.shift();
      if (slot === undefined) throw new LoadBalancerError(`more than ${SLOTS} targets`);
      slots.set(nameOf(target), slot);
      await command(
        admin,
        slot,
        `addr ${target.address} port ${target.port}`,
        `weight ${INITIAL_WEIGHT}`,
        'state ready',
      );
    },
    async deregister(target, delaySeconds) {
      const slot = slotOf(target);
      slots.delete(nameOf(target));
      await command(admin, slot, 'state drain');
      const cut = await drained(admin, slot, delaySeconds, closed.signal);
      if (closed.signal.aborted) return cut;
      await command(admin, slot, 'state maint');
      await admin(`shutdown sessions server ${BACKEND}/${slot}`);
      // A change of its address closes the idle connections to a server.
      await command(admin, slot, 'addr 127.0.0.1 port 9');
      free.push(slot);
      return cut;
    },
    async setWeights(weights) {
      for (const { target, weight } of weights) await command(admin, slotOf(target), `weight ${weight}`);
    },
    close,
  };
}

type Admin = (command: string) => Promise<string>;

function nameOf({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}

async function isUp(haproxy: Child, admin: Admin): Promise<boolean> {
  if (!haproxy.isRunning()) throw new LoadBalancerError(`haproxy ended: ${haproxy.log.join(' ')}`);
  return await admin('show info').then(
    (answer) => answer.includes('Name: HAProxy'),
    () => false,
  );
}

/** Waits for the last request of a target, and gives how many were left at the end of the delay. */
async function drained(admin: Admin, slot: string, delaySeconds: number, closed: AbortSignal): Promise<number> {
  const end = performance.now() + delaySeconds * 1_000;
  while (!closed.aborted) {
    const left = await inFlight(admin, slot);
    const rest = end - performance.now();
    if (left === 0 || rest <= 0) return left;
    await new Promise((resolve) => setTimeout(resolve, Math.min(50, rest)));
  }
  return 0;
}

async function inFlight(admin: Admin, slot: string): Promise<number> {
  const [head = '', ...lines] = (await admin(`show stat ${BACKEND} 4 -1`)).split('\n');
  const column = head.split(',').indexOf('scur');
  const line = lines.find((one) => one.split(',')[1] === slot);
  return Number(line?.split(',')[column] ?? 0);
}

/** Changes a server; what haproxy then says is no more than what has changed. */
async function command(admin: Admin, slot: string, ...changes: readonly string[]): Promise<void> {
  const answer = await admin(changes.map((change) => `set server ${BACKEND}/${slot} ${change}`).join('; '));
  const refusal = answer
    .split('\n')
    .find((line) => line !== '' && !/^(IP|port|no need)\b.* (changed|change) /.test(line));
  if (refusal !== undefined) throw new LoadBalancerError(`haproxy refused ${changes.join(', ')}: ${refusal}`);
}

function ask(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const connection = connect(socket, () => connection.end(`${command}\n`));
    connection.setEncoding('utf8');
    connection.on('data', (chunk) => {
      answer += chunk;
    });
    connection.once('error', reject);
    connection.once('close', () => resolve(answer));
  });
}
