import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRequest } from '../aws/request';
import type { LocalConnection } from './connection';
import type { LocalWebSocketApiOptions, WebSocketApiLimits } from './options';

const errors: Readonly<Record<number, string>> = {
  403: 'ForbiddenException',
  410: 'GoneException',
  413: 'PayloadTooLargeException',
  429: 'LimitExceededException',
};

/**
 * PostToConnection, GetConnection and DeleteConnection, as `@aws-sdk/client-apigatewaymanagementapi` calls them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export async function manage(
  message: IncomingMessage,
  response: ServerResponse,
  { stageName, onManagementRequest }: LocalWebSocketApiOptions,
  { payloadBytes }: WebSocketApiLimits,
  connections: ReadonlyMap<string, LocalConnection>,
): Promise<void> {
  const request = await readRequest(message);
  const answer = (status: number, body?: unknown): void => {
    const type = errors[status] ?? (status >= 500 ? 'InternalServerErrorException' : undefined);
    response.writeHead(status, { 'content-type': 'application/json', ...(type && { 'x-amzn-errortype': type }) });
    response.end(status === 204 ? undefined : JSON.stringify(body ?? {}));
  };
  const prefix = `/${stageName}/@connections/`;
  if (!request.path.startsWith(prefix)) return answer(403, { message: 'Forbidden' });
  const connectionId = request.path.slice(prefix.length);
  const failure = onManagementRequest?.(request.method, connectionId);
  if (failure !== undefined) return answer(failure, { message: 'failed on purpose' });
  const connection = connections.get(connectionId);
  if (!connection) return answer(410);
  const { connectedAt, sourceIp, userAgent } = connection.facts;
  if (request.method === 'POST') {
    if (request.body.length > payloadBytes) return answer(413, { message: 'Message too long' });
    connection.send(request.body);
    return answer(200);
  }
  if (request.method === 'DELETE') {
    connection.socket.close(1000);
    return answer(204);
  }
  if (request.method !== 'GET') return answer(403, { message: 'Forbidden' });
  const time = (at: number) => new Date(at).toISOString();
  const { lastActiveAt } = connection;
  return answer(200, {
    connectedAt: time(connectedAt),
    lastActiveAt: time(lastActiveAt),
    identity: { sourceIp, userAgent },
  });
}
