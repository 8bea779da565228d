import type { Headers } from './handshake';

/** What API Gateway hands to the function of a route, as far as it is read here. */
export interface SocketEvent {
  readonly headers?: Headers;
  readonly body?: string | null;
  readonly requestContext: {
    readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
    readonly connectionId: string;
    /** Milliseconds since 1970. */
    readonly connectedAt: number;
    /** The context that the authorizer gave; its values are text. */
    readonly authorizer?: Readonly<Record<string, unknown>>;
  };
}

/** What a function answers; the body goes to the client by the route response. */
export interface SocketAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A connection, as every event tells it. */
export interface Connection {
  readonly id: string;
  readonly user: string;
  /** When it is over in any case, milliseconds since 1970: its token ends, or API Gateway ends it. */
  readonly endsAt: number;
}

/** API Gateway ends a connection after two hours: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const CONNECTION_MILLISECONDS = 2 * 60 * 60 * 1_000;

/** @throws Error where no authorizer has spoken: the API is wired wrongly */
export function connectionOf({ requestContext }: SocketEvent): Connection {
  const { connectionId, connectedAt, authorizer } = requestContext;
  const { user, expiresAt } = authorizer ?? {};
  const tokenEnd = Number(expiresAt);
  if (typeof user !== 'string' || !Number.isFinite(tokenEnd)) throw new Error('the connection has no authorizer');
  return { id: connectionId, user, endsAt: Math.min(tokenEnd, connectedAt + CONNECTION_MILLISECONDS) };
}
