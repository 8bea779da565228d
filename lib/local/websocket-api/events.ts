import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { WebSocketApiLimits } from './options';

/** What is known of a connection from its handshake on. */
export interface ConnectionFacts {
  readonly connectionId: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** What the authorizer said; every event of the connection carries it. https://github.com/dherault/serverless-offline/issues/1379 */
  readonly authorizer?: Readonly<Record<string, string>>;
}

export interface ApiFacts {
  readonly apiId: string;
  readonly stageName: string;
  readonly domainName: string;
  readonly region: string;
  readonly accountId: string;
}

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

/**
 * The request context of an event.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function requestContext(
  { apiId, stageName, domainName }: ApiFacts,
  { connectionId, connectedAt, sourceIp, userAgent, authorizer }: ConnectionFacts,
  eventType: EventType,
  routeKey: string,
  now: number,
): Readonly<Record<string, unknown>> {
  const requestId = randomUUID();
  return {
    routeKey,
    eventType,
    ...(authorizer && { authorizer }),
    ...(eventType === 'MESSAGE' && { messageId: randomUUID() }),
    extendedRequestId: requestId,
    requestTime: new Date(now).toUTCString(),
    requestTimeEpoch: now,
    messageDirection: 'IN',
    stage: stageName,
    connectedAt,
    identity: { sourceIp, userAgent },
    requestId,
    domainName,
    connectionId,
    apiId,
  };
}

/** Headers with the names as the client wrote them, and each value by itself. */
export function headersOf({ rawHeaders }: IncomingMessage): {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
} {
  const pairs = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name = '', value = ''] of pairs) {
    multiValueHeaders[name] ??= [];
    multiValueHeaders[name].push(value);
  }
  const last = Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) ?? '']);
  return { headers: Object.fromEntries(last), multiValueHeaders };
}

/**
 * The key of the route of a message: what the expression yields if there is such a route, else `$default`.
 *
 * @param expression `$request.body.<property>`, to any depth
 */
export function routeKeyOf(expression: string, text: string, isRoute: (key: string) => boolean): string {
  const path = /^\$\{?request\.body\.([\w.]+)\}?$/.exec(expression)?.[1]?.split('.') ?? [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return '$default';
  }
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  const key = typeof value === 'string' ? value : '$default';
  return isRoute(key) && !['$connect', '$disconnect'].includes(key) ? key : '$default';
}

/** What a connection that lasts longer is told: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-overview.html */
export const goingAway = 1001;

/** When a connection ends by itself, milliseconds since 1970. */
export function endOf(connectedAt: number, lastActiveAt: number, limits: WebSocketApiLimits): number {
  return Math.min(connectedAt + limits.connectionSeconds * 1_000, lastActiveAt + limits.idleSeconds * 1_000);
}
