import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, until } from '../../local/child';
import { SEARCH_PATH } from '../../local/programs';
import { temporaryFolder } from '../../local/temporary-folder';
import type { LabNamespace, LabPlan } from '../../packet-lab/plan';
import { type Agent, startAgent } from '../../packet-lab/runtime/agent';
import type { Target } from './entrance';
import { type Place, startIn } from './place';

/** Hosts in network namespaces of their own, joined by a router that can lose what they send to each other. */
export interface LabNetwork {
  place(host: string): Place;
  /** A way from this machine's processes into the network: what is sent to the target leaves from `from`. */
  relay(from: string, to: { readonly address: string; readonly port: number }): Promise<Target>;
  /** From now on nothing gets from one to the other, and nobody is told. */
  cut(one: string, other: string): Promise<void>;
  /** Everything gets through again. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

const ROUTER = 'router';
const CHAIN = 'inet cut forward';

/**
 * Makes a network of hosts, which lives no longer than this process.
 *
 * @param hosts names of lower-case letters and digits
 * @throws LabUnavailableError where this machine does not let it be made, with what is missing
 */
export async function openNetwork(hosts: readonly string[]): Promise<LabNetwork> {
  const agent = await startAgent(SEARCH_PATH);
  const folder = temporaryFolder();
  const relays: Child[] = [];
  const close = async () => {
    for (const relay of relays) relay.signal('SIGKILL');
    await agent.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await agent.build(planOf(hosts));
    const places = new Map(
      await Promise.all(hosts.map(async (host, index) => [host, await placeOf(agent, host, index)] as const)),
    );
    const place = (host: string): Place => {
      const found = places.get(host);
      if (!found) throw new RangeError(`no host ${host}`);
      return found;
    };
    const lose = (from: string, to: string) =>
      `add rule ${CHAIN} ip saddr ${place(from).address} ip daddr ${place(to).address} drop`;
    return {
      place,
      async relay(from, to) {
        const path = join(folder, `${from}-${relays.length}`);
        const args = [join(__dirname, 'relay.mjs'), JSON.stringify([{ path, ...to }])];
        const child = startIn(place(from), { program: 'node', args });
        relays.push(child);
        await until('the relay listens', () => child.log.includes('relays'));
        return { path };
      },
      cut: (one, other) => agent.run([{ namespace: ROUTER, nft: [lose(one, other), lose(other, one)].join('\n') }]),
      mend: () => agent.run([{ namespace: ROUTER, nft: `flush chain ${CHAIN}` }]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** 10.77.<number of the host>.<1 the router, 2 the host> */
const addressOf = (index: number, end: 1 | 2): string => `10.77.${index}.${end}`;

async function placeOf(agent: Agent, host: string, index: number): Promise<Place> {
  const { pid, descriptor } = await agent.descriptor(host);
  // Who is not root owns the namespaces by a user namespace, and has to be in that one to enter them.
  const user = process.getuid?.() === 0 ? [] : [`--user=/proc/${pid}/ns/user`, '--preserve-credentials'];
  const enter = ['nsenter', ...user, `--net=/proc/${pid}/fd/${descriptor}`, '--'];
  return { address: addressOf(index, 2), enter };
}

function planOf(hosts: readonly string[]): LabPlan {
  const namespace = (name: string, more: Partial<LabNamespace>): LabNamespace => ({
    name,
    component: name,
    type: 'network-interface',
    sysctls: [],
    ip: ['link set lo up'],
    nft: '',
    ...more,
  });
  return {
    namespaces: [
      namespace(ROUTER, {
        sysctls: ['net.ipv4.ip_forward=1'],
        nft: 'table inet cut {\n  chain forward { type filter hook forward priority 0; policy accept; }\n}',
      }),
      ...hosts.map((host, index) =>
        namespace(host, { ip: ['link set lo up', `route add default via ${addressOf(index, 1)}`] }),
      ),
    ],
    links: hosts.map((host, index) => ({
      mac: `02:00:00:00:77:${(index + 1).toString(16).padStart(2, '0')}`,
      ends: [
        { namespace: ROUTER, device: host, addresses: [`${addressOf(index, 1)}/24`] },
        { namespace: host, device: 'up', addresses: [`${addressOf(index, 2)}/24`] },
      ],
    })),
    hosts: [],
    entrances: [],
    balancers: [],
    dropPoints: [],
    clientPorts: [],
    servicePorts: [],
    notModelled: [],
  };
}
