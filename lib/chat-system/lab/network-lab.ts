import { randomBytes } from 'node:crypto';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import { startBroker } from './broker';
import { ChatLab } from './chat-lab';
import { startEntrance } from './entrance';
import { type LabNetwork, openNetwork } from './network';
import { imageFolder, type ServerSettings, startServer } from './server';
import { clientOf, createTables, startStore } from './store';
import { startStoreGate } from './store-gate';

/** Servers, each a host of its own. */
export const serverHosts = ['a', 'b', 'c', 'd'] as const;
export type ServerHost = (typeof serverHosts)[number];

/** The chat with real packets between its parts, any of which can be lost. */
export interface NetworkLab {
  readonly lab: ChatLab;
  readonly network: LabNetwork;
  /** How a client that is a host by itself reaches a server. */
  readonly hosts: Readonly<Record<ServerHost, string>>;
}

/** Besides the servers. Clients of one host can be cut off from a server by themselves. */
const OTHERS = ['broker', 'store', 'clients'] as const;

/**
 * Starts broker, store and four servers, each in a network namespace of its own, gives them to whoever works with them, and
 * ends them.
 *
 * @throws LabUnavailableError where this machine does not let the network be made
 */
export async function withNetworkLab<Result>(
  assembly: string,
  environment: Readonly<Record<string, string>>,
  work: (lab: NetworkLab) => Promise<Result>,
): Promise<Result> {
  const network = await openNetwork([...serverHosts, ...OTHERS]);
  const closing: (() => Promise<void>)[] = [() => network.close()];
  const closed = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closing.unshift(() => part.close());
    return part;
  };
  try {
    const [broker, store] = await Promise.all([
      startBroker(true, network.place('broker')).then(closed),
      startStore(network.place('store')).then(closed),
    ]);
    // The lab's own way to the store is never cut.
    const gate = closed(await startStoreGate(await network.relay('store', store)));
    const client = clientOf(gate.url);
    await createTables(client);
    const key = randomBytes(32);
    const settings: ServerSettings = {
      image: imageFolder(assembly),
      storeUrl: `http://${store.address}:${store.port}`,
      broker: { url: broker.url, isCluster: true },
      signInKey: key.toString('base64url'),
      environment: { DRAIN_SECONDS: '1', ...environment },
    };
    const start = () => Promise.reject(new Error('each server of this lab has its place'));
    const entrance = closed(await startEntrance());
    const lab = closed(
      new ChatLab({ entrance, broker, gate, store: client, start, signIn: localSignIn({ key }), haste: 0.1 }),
    );
    const servers = await Promise.all(serverHosts.map((host) => startServer(settings, network.place(host))));
    lab.servers.push(...servers);
    const hosts = await Promise.all(
      servers.map(async (server) => {
        const way = closed(await startEntrance());
        way.register(await network.relay('clients', server));
        return way.host;
      }),
    );
    const [a = '', b = '', c = '', d = ''] = hosts;
    return await work({ lab, network, hosts: { a, b, c, d } });
  } finally {
    for (const close of closing) await close();
  }
}
