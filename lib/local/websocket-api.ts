import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { authorize, HandshakeRefusedError } from './websocket-api/authorize';
import { LocalConnection } from './websocket-api/connection';
import { type ApiFacts, type ConnectionFacts, headersOf, requestContext, routeKeyOf } from './websocket-api/events';
import { manage } from './websocket-api/management';
import { documentedLimits, type LocalWebSocketApiOptions, type WebSocketApiLimits } from './websocket-api/options';

export type { LocalWebSocketApiOptions } from './websocket-api/options';

/**
 * A WebSocket API of API Gateway on this machine. Each message is an invocation of its own, and several of a connection run
 * at the same time, in no order. Limits: a message is one frame, as `ws` and browsers send it; nothing is throttled.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
 */
export class LocalWebSocketApi {
  /** Those that stand, by id, oldest first. */
  readonly connections = new Map<string, LocalConnection>();
  private readonly limits: WebSocketApiLimits;
  private readonly sockets: WebSocketServer;
  /** The subprotocol that `$connect` chose for a handshake. */
  private readonly chosen = new WeakMap<IncomingMessage, string>();

  private constructor(
    private readonly options: LocalWebSocketApiOptions,
    private readonly server: Server,
  ) {
    this.limits = { ...documentedLimits, ...options.limits };
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: this.limits.frameBytes,
      handleProtocols: (_offered, message) => this.chosen.get(message) ?? false,
    });
  }

  static async start(options: LocalWebSocketApiOptions): Promise<LocalWebSocketApi> {
    const server = createServer();
    const api = new LocalWebSocketApi(options, server);
    server.on('request', (message, response) => {
      void manage(message, response, options, api.limits, api.connections).catch(() => response.destroy());
    });
    server.on('upgrade', (message, socket, head) => void api.upgrade(message, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  /** For clients: `ws://127.0.0.1:<port>/<stage>`. */
  get url(): string {
    return `ws://${this.host}/${this.options.stageName}`;
  }

  /** Stands for the origin of the API's domain: `http://127.0.0.1:<port>`. */
  get origin(): string {
    return `http://${this.host}`;
  }

  /** Ends a connection without a word, and without `$disconnect`, which is called at best. */
  drop(connectionId: string): void {
    const connection = this.connections.get(connectionId);
    if (!connection) return;
    connection.vanished = true;
    connection.socket.terminate();
    this.remove(connection);
  }

  async stop(): Promise<void> {
    for (const connection of this.connections.values()) this.drop(connection.facts.connectionId);
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private get facts(): ApiFacts {
    const { apiId, stageName, region = 'us-east-1', accountId = '123456789012' } = this.options;
    return { apiId, stageName, region, accountId, domainName: `${apiId}.execute-api.${region}.amazonaws.com` };
  }

  private async upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    try {
      const facts = await this.connect(message);
      this.sockets.handleUpgrade(message, socket, head, (accepted) => this.accept(accepted, facts, message));
    } catch (error) {
      const status = error instanceof HandshakeRefusedError ? error.status : 500;
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  }

  /** @throws HandshakeRefusedError, or what the function threw */
  private async connect(message: IncomingMessage): Promise<ConnectionFacts> {
    const { authorizer, routes, stageName, clock } = this.options;
    if (new URL(message.url ?? '/', 'http://localhost').pathname !== `/${stageName}`) {
      throw new HandshakeRefusedError(403);
    }
    const facts: ConnectionFacts = {
      connectionId: `${randomBytes(11).toString('base64url')}=`,
      connectedAt: clock.now(),
      sourceIp: message.socket.remoteAddress ?? '',
      userAgent: message.headers['user-agent'] ?? '',
    };
    const { apiId, region, accountId } = this.facts;
    const methodArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stageName}/$connect`;
    const context = () => requestContext(this.facts, facts, 'CONNECT', '$connect', clock.now());
    const event = { ...headersOf(message), stageVariables: {}, requestContext: context() };
    const identity = authorizer && (await authorize(authorizer, methodArn, event));
    const known: ConnectionFacts = { ...facts, ...(identity && { authorizer: identity }) };
    const route = routes.get('$connect');
    if (!route) return known;
    const connectContext = requestContext(this.facts, known, 'CONNECT', '$connect', clock.now());
    const { statusCode, headers = {} } = ((await route.function.invoke(
      JSON.stringify({ ...headersOf(message), requestContext: connectContext, isBase64Encoded: false }),
    )) ?? {}) as { statusCode?: number; headers?: Record<string, string> };
    if (typeof statusCode !== 'number') throw new HandshakeRefusedError(500);
    if (statusCode < 200 || statusCode > 299) throw new HandshakeRefusedError(statusCode);
    const chosen = Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol');
    if (chosen) this.chosen.set(message, chosen[1]);
    return known;
  }

  private accept(socket: WebSocket, facts: ConnectionFacts, message: IncomingMessage): void {
    const connection = new LocalConnection(facts, socket, this.options.clock, this.limits);
    this.connections.set(facts.connectionId, connection);
    const { headers, multiValueHeaders } = headersOf(message);
    socket.on('message', (data) => void this.receive(connection, String(data)));
    socket.on('error', () => {});
    socket.on('close', (code, reason) => {
      this.remove(connection);
      if (connection.vanished) return;
      const context = {
        ...requestContext(this.facts, facts, 'DISCONNECT', '$disconnect', this.options.clock.now()),
        disconnectStatusCode: code,
        disconnectReason: reason.toString(),
      };
      const event = { headers, multiValueHeaders, requestContext: context, isBase64Encoded: false };
      void this.options.routes
        .get('$disconnect')
        ?.function.invoke(JSON.stringify(event))
        .catch(() => {});
    });
  }

  private async receive(connection: LocalConnection, body: string): Promise<void> {
    connection.touch();
    const { routes, routeSelectionExpression, clock } = this.options;
    const routeKey = routeKeyOf(routeSelectionExpression, body, (key) => routes.has(key));
    const route = routes.get(routeKey);
    const context = requestContext(this.facts, connection.facts, 'MESSAGE', routeKey, clock.now());
    const { connectionId, requestId } = context;
    const fail = (message: string): void =>
      this.answer(connection, JSON.stringify({ message, connectionId, requestId }));
    if (!route) return fail('Forbidden');
    try {
      const event = { requestContext: context, body, isBase64Encoded: false };
      const answer = (await route.function.invoke(JSON.stringify(event))) as { body?: unknown } | undefined;
      if (route.returnResponse && typeof answer?.body === 'string') this.answer(connection, answer.body);
    } catch {
      // The function keeps the error.
      fail('Internal server error');
    }
  }

  private answer(connection: LocalConnection, text: string): void {
    if (this.connections.get(connection.facts.connectionId) === connection) connection.send(text);
  }

  private remove(connection: LocalConnection): void {
    connection.stop();
    this.connections.delete(connection.facts.connectionId);
  }
}
