import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, HttpError, json, send } from './http';
import { type Links, route } from './routes';

/** What the server needs besides the links. */
export interface LinkServerOptions extends Omit<Links, 'afterwards'> {
  /** Takes one line of JSON for each request, and for what went wrong. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
}

/** The service over HTTP. */
export class LinkServer {
  private readonly server: Server;
  private readonly working = new Set<Promise<void>>();
  private isReady = false;
  private isDraining = false;

  constructor(private readonly options: LinkServerOptions) {
    this.server = createServer((request, response) => void this.answer(request, response));
    // Whoever sends slowly does not keep a connection for long.
    this.server.headersTimeout = 10_000;
    this.server.requestTimeout = 20_000;
    // Longer than the 60 seconds after which an Application Load Balancer, when there is one, closes idle connections.
    this.server.keepAliveTimeout = 65_000;
  }

  /**
   * Starts to answer.
   *
   * @returns the port
   * @throws Error of Node when the address cannot be bound
   */
  async listen(port: number, address: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen({ port, host: address }, resolve);
    });
    const bound = this.server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : port;
  }

  /** Stops accepting, answers what is in flight, and waits for what goes on after an answer. */
  async drain(): Promise<void> {
    this.isDraining = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    await closed;
    await Promise.all(this.working);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const answer = await this.decide(request);
    // The rest of a body that was refused is not read.
    const isLast = this.isDraining || !request.complete;
    send(response, answer, isLast);
    const isProbe = request.url?.startsWith('/health/') === true && answer.status === 200;
    if (isProbe) return;
    const { method, url } = request;
    const milliseconds = Math.round(performance.now() - started);
    this.options.log({ method, path: url?.split('?')[0], status: answer.status, milliseconds });
  }

  private async decide(request: IncomingMessage): Promise<Answer> {
    try {
      if (request.url === '/health/live') return json(200, { status: 'live' });
      if (request.url === '/health/ready') return await this.readiness();
      return await route(request, { ...this.options, afterwards: (work) => this.finish(work) });
    } catch (error) {
      if (error instanceof HttpError) return json(error.status, { message: error.message });
      this.options.log({ level: 'error', error: String(error) });
      return json(500, { message: 'something went wrong' });
    }
  }

  /**
   * Ready from the first time on that table and token were there, until SIGTERM. DynamoDB away for a moment is away for
   * every pod: taking all of them out would turn some failing requests into an outage.
   */
  private async readiness(): Promise<Answer> {
    if (this.isDraining) return json(503, { status: 'draining' });
    this.isReady ||= await this.hasAll().catch((error: unknown) => {
      this.options.log({ level: 'error', error: String(error) });
      return false;
    });
    return this.isReady ? json(200, { status: 'ready' }) : json(503, { status: 'starting' });
  }

  private async hasAll(): Promise<boolean> {
    const { table, administrator } = this.options;
    return (await table.isThere()) && (await administrator.hasToken());
  }

  private finish(work: Promise<void>): void {
    const logged = work.catch((error: unknown) => this.options.log({ level: 'error', error: String(error) }));
    this.working.add(logged);
    void logged.finally(() => this.working.delete(logged));
  }
}
