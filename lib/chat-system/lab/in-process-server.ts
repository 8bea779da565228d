import { ValkeyBus } from '../../../services/chat-system/bus/valkey-bus';
import { type ChatServerOptions, startChatServer } from '../../../services/chat-system/chat-server';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import { DynamoMessageStore } from '../../../services/chat-system/store/dynamo-message-store';
import { DynamoRoomStore } from '../../../services/chat-system/store/dynamo-room-store';
import { ValkeyPresenceStore } from '../../../services/chat-system/store/valkey-presence-store';
import type { ServerSettings } from './server';
import { clientOf, tables } from './store';

/** A server that can be told to end. */
export interface RunningServer {
  readonly address: string;
  readonly port: number;
  drain(): Promise<unknown>;
  kill(): Promise<unknown>;
}

/** The way to one server, past the load balancer. */
export const wayTo = ({ address, port }: RunningServer): { readonly host: string } => ({ host: `${address}:${port}` });

/** Switches something of a server off, to see that it is missed. */
export type ServerChange = (options: ChatServerOptions) => ChatServerOptions;

/** The same server in this process, with something about it changed. */
export async function startInProcess(
  { storeUrl, broker, signInKey }: ServerSettings,
  change: ServerChange,
): Promise<RunningServer> {
  if (!broker) throw new RangeError('a broker is needed');
  const dynamo = clientOf(storeUrl);
  const valkey = { url: broker.url, cluster: broker.isCluster };
  const [bus, presence] = [new ValkeyBus(valkey), new ValkeyPresenceStore(valkey)];
  const signIn = localSignIn({ key: Buffer.from(signInKey, 'base64url') });
  const options: ChatServerOptions = {
    messages: new DynamoMessageStore(dynamo, tables.messages),
    rooms: new DynamoRoomStore(dynamo, tables.rooms),
    presence,
    bus,
    verifier: signIn,
    timings: { drain: 3_000, drainSpread: 500 },
    writeLine: () => undefined,
  };
  const server = await startChatServer(change(options));
  const stop = async () => {
    dynamo.destroy();
    await Promise.allSettled([bus.stop(), presence.stop()]);
  };
  return {
    address: '127.0.0.1',
    port: Number(new URL(server.url).port),
    async drain() {
      await server.drain();
      await stop();
    },
    async kill() {
      server.kill();
      await stop();
    },
  };
}
