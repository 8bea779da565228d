import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ClientOptions } from 'ws';
import type { Connect } from '../../../services/chat-system/client/socket';
import { type LocalSignIn, localSignIn } from '../../../services/chat-system/sign-in/local';
import { until } from '../../local/child';
import { type Broker, startBroker } from './broker';
import { startBucket } from './bucket';
import { type Entrance, startEntrance } from './entrance';
import type { History } from './history';
import { type RunningServer, type ServerChange, startInProcess } from './in-process-server';
import { Participant } from './participant';
import { RawClient } from './raw-client';
import { Record } from './record';
import { imageFolder, type ServerSettings, startServer } from './server';
import { clientOf, createTables, readStored, startStore } from './store';
import { type StoreGate, startStoreGate } from './store-gate';

export interface ChatLabOptions {
  /** Folder of the synthesized cloud assembly: the servers are those of its image. */
  readonly assembly: string;
  /** @default 2 */
  readonly servers?: number;
  /** Whether the broker is a cluster, as in AWS. One by itself is back at once after a kill. @default true */
  readonly isCluster?: boolean;
  /** Variables of the servers besides, by their names. */
  readonly environment?: Readonly<{ [name: string]: string }>;
  /** A module that Node loads before the servers. @default - none */
  readonly preload?: string;
  /** Servers in this process, with something about them changed. @default - those of the image, as processes */
  readonly change?: ServerChange;
  /** Whether there is a bucket, with a scanner. @default false */
  readonly hasAttachments?: boolean;
  /** What waits of the clients are multiplied by. @default 0.1 */
  readonly haste?: number;
}

export interface JoinOptions {
  /** @default - the name */
  readonly user?: string;
  /** Where it connects to, looked at anew at each attempt. @default - any server, by the load balancer */
  readonly way?: { readonly host: string };
  /** @default - `ws` as it is */
  readonly connect?: Connect;
}

export interface RawOptions extends ClientOptions {
  /** @default - one of the user that is valid */
  readonly token?: string;
  readonly way?: { readonly host: string };
}

/** The chat as processes, with clients in this one. */
export class ChatLab {
  readonly record = new Record();
  readonly participants: Participant[] = [];
  readonly servers: RunningServer[] = [];

  constructor(
    readonly parts: {
      readonly entrance: Entrance;
      readonly broker: Broker;
      readonly gate: StoreGate;
      readonly store: DynamoDBClient;
      readonly start: () => Promise<RunningServer>;
      readonly signIn: LocalSignIn;
      readonly haste: number;
    },
  ) {}

  /** Another server, which gets new connections. */
  async addServer(): Promise<RunningServer> {
    const server = await this.parts.start();
    this.parts.entrance.register(server);
    this.servers.push(server);
    return server;
  }

  /** The load balancer does not know a server any more; it is the caller's to end. */
  remove(server: RunningServer): void {
    this.parts.entrance.deregister(server);
    this.servers.splice(this.servers.indexOf(server), 1);
  }

  /** A client of the user of the same name. */
  join(name: string, { way = this.parts.entrance, user = name, connect }: JoinOptions = {}): Participant {
    const { signIn, haste } = this.parts;
    const participant = new Participant({
      name,
      user,
      url: () => `ws://${way.host}/socket`,
      token: () => signIn.issueToken(user),
      record: this.record,
      haste,
      ...(connect && { connect }),
    });
    this.participants.push(participant);
    return participant;
  }

  /** A connection without the client library. */
  raw(user: string, options: RawOptions = {}): RawClient {
    const { token = this.parts.signIn.issueToken(user), way = this.parts.entrance, ...others } = options;
    return new RawClient(`ws://${way.host}/socket`, token, others);
  }

  /** Waits until every client is connected. */
  async connected(): Promise<void> {
    await until('everyone is connected', () =>
      this.participants.every(({ client }) => client.connection.is === 'connected'),
    );
  }

  /**
   * Waits until everything is acknowledged and shown, as far as it comes to that in time.
   *
   * @returns all that is known of the run then
   */
  async settled(seconds = 10): Promise<History> {
    const isSettled = async () =>
      this.participants.every(({ unacknowledged }) => unacknowledged === 0) &&
      this.record.isConverged(await readStored(this.parts.store));
    // What is missing then is for the checker to say.
    await until('everyone has everything', isSettled, seconds).catch(() => undefined);
    return this.record.history(await readStored(this.parts.store));
  }

  async close(): Promise<void> {
    for (const participant of this.participants) participant.stop();
    await Promise.all(this.servers.map((server) => server.kill()));
    this.parts.store.destroy();
  }
}

/** Starts the chat, gives it to whoever works with it, and ends it. */
export async function withChatLab<Result>(
  options: ChatLabOptions,
  work: (lab: ChatLab) => Promise<Result>,
): Promise<Result> {
  const {
    assembly,
    servers = 2,
    isCluster = true,
    environment,
    preload,
    change,
    hasAttachments = false,
    haste = 0.1,
  } = options;
  const closing: (() => Promise<void>)[] = [];
  const closed = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closing.unshift(() => part.close());
    return part;
  };
  try {
    const [broker, store, entrance] = await Promise.all([
      startBroker(isCluster).then(closed),
      startStore().then(closed),
      startEntrance().then(closed),
    ]);
    const gate = closed(await startStoreGate(store));
    const client = clientOf(`http://${store.address}:${store.port}`);
    await createTables(client);
    const bucket = hasAttachments ? closed(await startBucket()) : undefined;
    const key = randomBytes(32);
    const settings: ServerSettings = {
      image: imageFolder(assembly),
      storeUrl: gate.url,
      broker: { url: broker.url, isCluster },
      signInKey: key.toString('base64url'),
      environment: { DRAIN_SECONDS: '3', DRAIN_SPREAD_SECONDS: '0.5', ...bucket?.environment, ...environment },
      ...(preload !== undefined && { preload }),
    };
    const signIn = localSignIn({ key });
    const start = () => (change ? startInProcess(settings, change) : startServer(settings));
    const lab = closed(new ChatLab({ entrance, broker, gate, store: client, start, signIn, haste }));
    await Promise.all(Array.from({ length: servers }, () => lab.addServer()));
    return await work(lab);
  } finally {
    for (const close of closing) await close();
  }
}
