import { Cluster, Redis } from 'ioredis';
import { addressOf, connectionOptions, retryDelay, type ValkeyOptions } from './valkey-options';

/** A client for commands. They fail at once while there is no connection. */
export class ValkeyClient {
  readonly commands: Redis | Cluster;
  private readonly beat: NodeJS.Timeout;

  /** @param onChange told when a connection is lost or there, and when another node has become responsible */
  constructor(options: ValkeyOptions, onChange: () => void = () => undefined) {
    this.commands = options.cluster ? connectCluster(options) : connectServer(options);
    // Without a listener an error ends the process; what matters of it is that a connection is lost.
    this.commands.on('error', () => undefined);
    for (const event of ['ready', 'close', 'end', 'refresh', '+node', '-node']) this.commands.on(event, onChange);
    this.beat = setInterval(() => void this.ping(), options.pingMs ?? 1_000);
  }

  get ready(): boolean {
    return this.commands.status === 'ready';
  }

  /** Of a cluster: `host:port` of the node that is responsible, by slot. */
  get owners(): readonly (string | undefined)[] {
    return this.commands instanceof Cluster ? this.commands.slots.map((nodes) => nodes?.[0]) : [];
  }

  /** Asks who is responsible for what, since somebody has said that it is another. */
  refresh(): void {
    if (this.commands instanceof Cluster) this.commands.refreshSlotsCache();
  }

  stop(): void {
    clearInterval(this.beat);
    this.commands.removeAllListeners();
    this.commands.on('error', () => undefined);
    this.commands.disconnect();
  }

  /** Ends connections through which nothing comes: they look alive for minutes. */
  private async ping(): Promise<void> {
    const nodes = this.commands instanceof Cluster ? this.commands.nodes('master') : [this.commands];
    await Promise.all(
      nodes
        .filter(({ status }) => status === 'ready')
        .map((node) => node.ping().catch(() => node.status === 'ready' && node.disconnect(true))),
    );
  }
}

const connectServer = (options: ValkeyOptions): Redis =>
  new Redis({
    ...connectionOptions(options),
    ...addressOf(options),
    enableOfflineQueue: false,
    // What is asked in one turn of the event loop is one write.
    enableAutoPipelining: true,
    retryStrategy: retryDelay,
  });

const connectCluster = (options: ValkeyOptions): Cluster =>
  new Cluster([addressOf(options)], {
    redisOptions: connectionOptions(options),
    enableOfflineQueue: false,
    // What is asked in one turn of the event loop is one write.
    enableAutoPipelining: true,
    clusterRetryStrategy: retryDelay,
    clusterNodeRetryStrategy: retryDelay,
    slotsRefreshTimeout: options.commandMs ?? 2_000,
    slotsRefreshInterval: options.topologyMs ?? 5_000,
    maxRedirections: 3,
    // With TLS the name is what the certificate is checked against: https://github.com/redis/ioredis#readme
    dnsLookup: (address, callback) => callback(null, address),
  });
