import { until } from '../../local/child';
import { PlainClient, plainLosses } from './plain-client';
import { type PlainServer, startPlainServer } from './plain-pub-sub';

/** Two servers of the baseline and clients in one room, beside the chat and with its broker. */
export class PlainRun {
  readonly clients: readonly PlainClient[];

  private constructor(
    private readonly brokerUrl: string,
    private readonly servers: PlainServer[],
    count: number,
  ) {
    this.clients = Array.from({ length: count }, (_, index) => {
      let attempts = index;
      return new PlainClient(`plain${index}`, 'room', () => servers[attempts++ % servers.length]?.url ?? '');
    });
  }

  static async start(brokerUrl: string, clients: number): Promise<PlainRun> {
    const servers = await Promise.all([startPlainServer(brokerUrl), startPlainServer(brokerUrl)]);
    const run = new PlainRun(brokerUrl, servers, clients);
    await until('the baseline delivers', () => {
      for (const client of run.clients) client.send();
      return run.clients.every(({ seen }) => seen.size > 0);
    });
    // What was sent before everybody was there is nobody's loss.
    for (const { acknowledged, seen } of run.clients) {
      acknowledged.clear();
      seen.clear();
    }
    return run;
  }

  /** Another server takes the place of the one that is there longest. */
  async replace(): Promise<void> {
    const next = await startPlainServer(this.brokerUrl);
    const old = this.servers.shift();
    this.servers.push(next);
    await old?.stop();
  }

  /** What was lost so far. */
  get losses(): ReturnType<typeof plainLosses> {
    return plainLosses(this.clients);
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.stop();
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}
