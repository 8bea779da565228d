import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from './clock';
import { SlidingWindow } from './sliding-window';

/** A request to send a message, before the provider has decided anything. */
export interface SendRequest {
  readonly to: string;
  readonly text: string;
  /** Empty when there was none. */
  readonly idempotencyKey: string;
  /** Counts requests from 1. */
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/**
 * What goes wrong with a request: it is refused for good, or an error or a broken connection comes before the message was
 * accepted, or after: then the message is on its way and the sender does not know.
 */
export type ProviderFault = 'refuse' | 'error before' | 'reset before' | 'error after' | 'reset after';

export interface LocalMessagingProviderOptions {
  readonly clock: Clock;
  /** Requests in any second; more get 429. @default - no limit */
  readonly requestsPerSecond?: number;
  /** @default - nothing goes wrong */
  readonly fault?: (request: SendRequest) => ProviderFault | undefined;
  /** Whether it keeps to the idempotency key. @default true */
  readonly isIdempotent?: boolean;
}

/** A message that was accepted, with the number of copies that its recipient gets. */
export interface AcceptedMessage {
  copies: number;
  /** Milliseconds since 1970 of the first. */
  readonly acceptedAt: number;
}

export interface LocalMessagingProvider {
  /** Origin, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** By recipient. */
  readonly accepted: ReadonlyMap<string, AcceptedMessage>;
  readonly statistics: Readonly<ProviderStatistics>;
  /** Calls `listener` with the time of each request, whatever becomes of it; milliseconds since 1970. */
  onRequest(listener: (time: number) => void): void;
  /** Calls `listener` for each message that is accepted for the first time. */
  onAccepted(listener: (request: SendRequest) => void): void;
  stop(): Promise<void>;
}

/** Counts of requests. */
export interface ProviderStatistics {
  requests: number;
  /** Copies of messages that were accepted. */
  accepted: number;
  /** Answered from memory: the key was known. */
  repeated: number;
  /** 429: over the limit. */
  limited: number;
  /** Faults before a message was accepted. */
  failedBefore: number;
  /** Faults after it was. */
  failedAfter: number;
  /** Requests that were refused for good, one that makes no sense included. */
  refused: number;
  /** Most requests in any second, those answered with 429 included. */
  mostInASecond: number;
  /** Milliseconds since 1970 of the first and the last request. */
  firstAt: number;
  lastAt: number;
}

/**
 * A provider of messages over HTTP: `POST /messages` with `{to, text}` and an `Idempotency-Key`, answered with 202 and
 * `{id}`. It keeps count of what it was asked for and of what it has taken.
 */
export async function startLocalMessagingProvider(
  options: LocalMessagingProviderOptions,
): Promise<LocalMessagingProvider> {
  const provider = new Provider(options);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', () => {
      if (request.method !== 'POST' || request.url?.split('/').at(-1) !== 'messages') return reply(response, 404);
      provider.receive(Buffer.concat(chunks).toString(), String(request.headers['idempotency-key'] ?? ''), response);
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted: provider.accepted,
    statistics: provider.statistics,
    onRequest: (listener) => void provider.watchers.push(listener),
    onAccepted: (listener) => void provider.listeners.push(listener),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

class Provider {
  readonly accepted = new Map<string, AcceptedMessage>();
  readonly listeners: ((request: SendRequest) => void)[] = [];
  readonly watchers: ((time: number) => void)[] = [];
  readonly statistics: ProviderStatistics = {
    ...{ requests: 0, accepted: 0, repeated: 0, limited: 0, failedBefore: 0, failedAfter: 0, refused: 0 },
    ...{ mostInASecond: 0, firstAt: 0, lastAt: 0 },
  };
  private readonly keys = new Set<string>();
  private readonly all = new SlidingWindow(1_000);
  private readonly taken = new SlidingWindow(1_000);

  constructor(private readonly options: LocalMessagingProviderOptions) {}

  receive(body: string, idempotencyKey: string, response: ServerResponse): void {
    const { statistics } = this;
    const time = this.options.clock.now();
    statistics.requests++;
    for (const watcher of this.watchers) watcher(time);
    statistics.firstAt ||= time;
    statistics.lastAt = time;
    statistics.mostInASecond = Math.max(statistics.mostInASecond, this.all.add(time));
    const limit = this.options.requestsPerSecond ?? Number.POSITIVE_INFINITY;
    if (this.taken.count(time) >= limit) {
      statistics.limited++;
      // Rounded up, as the header has whole seconds only. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
      reply(response, 429, { 'retry-after': '1' });
      return;
    }
    this.taken.add(time);
    const { to, text } = parse(body);
    const request: SendRequest = { to, text, idempotencyKey, n: statistics.requests, time };
    const fault = to === '' || text === '' ? 'refuse' : this.options.fault?.(request);
    if (fault === 'refuse') {
      statistics.refused++;
      reply(response, 400, {}, { error: 'invalid recipient' });
    } else if (fault === 'error before' || fault === 'reset before') {
      statistics.failedBefore++;
      fail(response, fault);
    } else {
      this.accept(request);
      if (fault) statistics.failedAfter++;
      if (fault) fail(response, fault);
      else reply(response, 202, {}, { id: idempotencyKey || `message-${request.n}` });
    }
  }

  private accept(request: SendRequest): void {
    const { to, idempotencyKey, time } = request;
    if (idempotencyKey !== '' && (this.options.isIdempotent ?? true)) {
      if (this.keys.has(idempotencyKey)) {
        this.statistics.repeated++;
        return;
      }
      this.keys.add(idempotencyKey);
    }
    this.statistics.accepted++;
    const known = this.accepted.get(to);
    if (known) known.copies++;
    else {
      this.accepted.set(to, { copies: 1, acceptedAt: time });
      for (const listener of this.listeners) listener(request);
    }
  }
}

function parse(body: string): { readonly to: string; readonly text: string } {
  try {
    const { to, text } = JSON.parse(body) as { to?: unknown; text?: unknown };
    return { to: typeof to === 'string' ? to : '', text: typeof text === 'string' ? text : '' };
  } catch {
    return { to: '', text: '' };
  }
}

function fail(response: ServerResponse, fault: ProviderFault): void {
  if (fault.startsWith('reset')) response.destroy();
  else reply(response, 503);
}

function reply(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: Readonly<Record<string, unknown>> = {},
): void {
  const text = JSON.stringify(body);
  const length = String(Buffer.byteLength(text));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers }).end(text);
}
