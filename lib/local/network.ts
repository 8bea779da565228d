import type { EventEmitter } from 'node:events';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as https from 'node:https';
import * as net from 'node:net';
import { Writable } from 'node:stream';
import * as tls from 'node:tls';
import type { Clock, IoOperation } from './clock';
import { followHttp, type SocketExchange } from './http-socket';

/** A crash can happen here. The server has done its part by `after-answer`, but nobody here knows. */
export type IoPhase = 'before-send' | 'after-answer';
export type OnIo = (n: number, phase: IoPhase) => void;

export interface NetworkOptions {
  readonly clock: Clock;
  readonly alive: () => boolean;
  readonly origins?: Readonly<Record<string, string>>;
  readonly latency?: (url: string) => number;
  readonly onIo?: OnIo;
}

type Address = net.TcpNetConnectOpts & tls.ConnectionOptions & { readonly host: string };

const never = new Promise<never>(() => {});

/**
 * The network as one execution environment sees it: `fetch`, `node:http(s)` and HTTP over `node:net` that announce each
 * request to the clock.
 */
export class Network {
  /** Requests made so far. */
  count = 0;
  /** `http`, `https`, `http2`, `net` and `tls`, to be required in place of Node's. */
  readonly builtins: Readonly<Record<string, unknown>>;
  private readonly pending = new Set<() => void>();
  /** What keeps connections open that nobody will use again once the environment is dead. */
  private readonly connections = new Set<{ destroy(): void }>();

  constructor(private readonly options: NetworkOptions) {
    this.builtins = {
      http: this.wrap(http),
      https: this.wrap(https),
      http2: this.wrapHttp2(),
      net: this.wrapConnect(net, 'http:'),
      tls: this.wrapConnect(tls, 'https:'),
    };
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const asked = new Request(input, init);
    const { url, latency } = this.route(asked.url);
    const n = this.announce();
    if (!this.options.alive()) return never;
    const operation = this.options.clock.begin();
    const controller = new AbortController();
    const destroy = () => controller.abort();
    this.pending.add(destroy);
    asked.signal.addEventListener('abort', () => controller.abort(asked.signal.reason));
    try {
      const body = asked.body === null ? undefined : await asked.arrayBuffer();
      const { method, redirect, headers } = asked;
      const answer = await fetch(url, { method, redirect, headers, body, signal: controller.signal });
      const content = await answer.arrayBuffer();
      await this.wait(operation, latency);
      if (this.options.alive()) this.options.onIo?.(n, 'after-answer');
      if (!this.options.alive()) return never;
      const empty = [204, 205, 304].includes(answer.status);
      return new Response(empty ? null : content, answer);
    } catch (error) {
      if (!this.options.alive()) return never;
      throw error;
    } finally {
      this.pending.delete(destroy);
      setImmediate(operation.end);
    }
  };

  /** Destroys every request under way; no answer, and no error, is delivered. */
  destroy(): void {
    for (const destroy of this.pending) destroy();
    for (const connection of this.connections) connection.destroy();
    this.pending.clear();
    this.connections.clear();
  }

  private wrap(module: typeof http | typeof https) {
    const request = (...values: unknown[]) => this.request(module, values);
    const get = (...values: unknown[]) => {
      const sent = request(...values);
      sent.end();
      return sent;
    };
    return { ...module, request, get };
  }

  private request(module: typeof http | typeof https, values: readonly unknown[]): http.ClientRequest {
    const given = values.filter((value) => typeof value === 'object') as (http.RequestOptions | URL)[];
    if (typeof values[0] === 'string') given.unshift(new URL(values[0]));
    const onResponse = values.find((value) => typeof value === 'function') as
      | ((response: http.IncomingMessage) => void)
      | undefined;
    const options: http.RequestOptions = Object.assign(
      {},
      ...given.map((part) => (part instanceof URL ? urlOptions(part) : part)),
    );
    const protocol = options.protocol ?? (module === https ? 'https:' : 'http:');
    const port = options.port ? `:${options.port}` : '';
    const asked = `${protocol}//${options.hostname ?? options.host ?? 'localhost'}${port}${options.path ?? '/'}`;
    const { url, latency } = this.route(asked);
    const n = this.announce();
    if (!this.options.alive()) return deadRequest();

    const operation = this.options.clock.begin();
    const moved = url !== asked;
    const target = moved ? { ...options, ...urlOptions(new URL(url)), host: undefined, agent: undefined } : options;
    const sender = target.protocol === 'http:' || (!moved && module === http) ? http : https;
    if (target.agent instanceof http.Agent && target.agent !== http.globalAgent) this.connections.add(target.agent);
    const sent = sender.request(target);
    this.follow(sent, operation);
    if (onResponse) sent.once('response', onResponse);
    this.holdBack(sent, n, operation, latency);
    return sent;
  }

  /** As the SDK's Kinesis client uses it: one session, a stream for each request. */
  private wrapHttp2() {
    const connect = (authority: string | URL, ...values: unknown[]): http2.ClientHttp2Session => {
      const session = Reflect.apply(http2.connect, http2, [authority, ...values]) as http2.ClientHttp2Session;
      this.connections.add(session);
      const open = session.request.bind(session);
      const { origin } = new URL(authority);
      session.request = (headers = {}, options) => {
        const latency = this.options.latency?.(`${origin}${String(headers[':path'] ?? '/')}`) ?? 0;
        const n = this.announce();
        if (!this.options.alive()) return deadRequest() as unknown as http2.ClientHttp2Stream;
        const operation = this.options.clock.begin();
        const sent = open(headers, options);
        this.follow(sent, operation);
        this.holdBack(sent, n, operation, latency);
        return sent;
      };
      return session;
    };
    return { ...http2, connect };
  }

  /** As undici uses it: connections to a host and port, which carry one request at a time. */
  private wrapConnect(module: typeof net | typeof tls, protocol: 'http:' | 'https:') {
    const connect = (...values: unknown[]): net.Socket => {
      const [options] = values as [Partial<Address>];
      const { host, port } = options;
      if (host === undefined || port === undefined) return Reflect.apply(module.connect, module, values) as net.Socket;
      return this.connect(protocol, { ...options, host, port });
    };
    return { ...module, connect };
  }

  private connect(protocol: 'http:' | 'https:', options: Address): net.Socket {
    if (!this.options.alive()) return new net.Socket();
    const { origin } = new URL(`${protocol}//${options.host}:${options.port}`);
    const moved = this.options.origins?.[origin];
    const { hostname, port } = new URL(moved ?? origin);
    const connecting = this.options.clock.begin();
    const isSecure = protocol === 'https:' && moved === undefined;
    const socket = isSecure ? tls.connect(options) : net.connect({ ...options, host: hostname, port: Number(port) });
    if (protocol === 'https:' && !isSecure) socket.once('connect', () => socket.emit('secureConnect'));
    const connection = {
      destroy: () => {
        socket.removeAllListeners();
        socket.on('error', () => {});
        socket.destroy();
        setImmediate(connecting.end);
      },
    };
    this.connections.add(connection);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => setImmediate(connecting.end));
    socket.once('close', () => {
      this.connections.delete(connection);
      setImmediate(connecting.end);
    });
    followHttp(socket, (path) => this.exchange(origin + path));
    return socket;
  }

  private exchange(asked: string): SocketExchange | undefined {
    const { latency } = this.route(asked);
    const n = this.announce();
    if (!this.options.alive()) return undefined;
    const operation = this.options.clock.begin();
    const end = () => {
      this.pending.delete(end);
      setImmediate(operation.end);
    };
    this.pending.add(end);
    const answered = (deliver: () => void) => {
      const tell = () => {
        if (this.options.alive()) this.options.onIo?.(n, 'after-answer');
        if (this.options.alive()) deliver();
      };
      if (latency === 0) tell();
      else void this.wait(operation, latency).then(tell);
    };
    return { answered, end };
  }

  /** Ends the operation with the request, and the request with the environment. */
  private follow(sent: http.ClientRequest | http2.ClientHttp2Stream, operation: IoOperation): void {
    const destroy = () => {
      sent.removeAllListeners();
      sent.on('error', () => {});
      sent.destroy();
      setImmediate(operation.end);
    };
    this.pending.add(destroy);
    sent.on('close', () => {
      this.pending.delete(destroy);
      setImmediate(operation.end);
    });
  }

  /** The answer reaches the environment after the latency, and only while it lives. */
  private holdBack(
    sent: EventEmitter & { readonly destroyed: boolean },
    n: number,
    operation: IoOperation,
    latency: number,
  ): void {
    const emit = sent.emit.bind(sent);
    sent.emit = (name: string | symbol, ...values: unknown[]): boolean => {
      if (name !== 'response') return emit(name, ...values);
      const deliver = () => {
        if (this.options.alive()) this.options.onIo?.(n, 'after-answer');
        // Who gave the request up meanwhile hears nothing of it.
        if (this.options.alive() && !sent.destroyed) emit(name, ...values);
      };
      if (latency === 0) deliver();
      else void this.wait(operation, latency).then(deliver);
      return true;
    };
  }

  private announce(): number {
    const n = ++this.count;
    if (this.options.alive()) this.options.onIo?.(n, 'before-send');
    return n;
  }

  private async wait(operation: IoOperation, milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    await new Promise<void>((resolve) => {
      this.options.clock.setTimeout(() => {
        operation.resume();
        resolve();
      }, milliseconds);
      operation.park();
    });
  }

  private route(asked: string): { readonly url: string; readonly latency: number } {
    const { origin } = new URL(asked);
    const to = this.options.origins?.[origin];
    const url = to === undefined ? asked : to + asked.slice(origin.length);
    return { url, latency: this.options.latency?.(asked) ?? 0 };
  }
}

function urlOptions(url: URL): http.RequestOptions {
  const { protocol, hostname, port } = url;
  return { protocol, hostname, port: port || undefined, path: url.pathname + url.search };
}

/** A request that nobody will ever hear of again. */
function deadRequest(): http.ClientRequest {
  const swallow = () => undefined;
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const methods = { setTimeout: swallow, setNoDelay: swallow, setSocketKeepAlive: swallow, abort: swallow };
  return Object.assign(sink, methods) as unknown as http.ClientRequest;
}
