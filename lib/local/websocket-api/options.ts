import type { Clock } from '../clock';
import type { LambdaFunction } from '../lambda-function';

/** A route with a Lambda proxy integration. */
export interface WebSocketRoute {
  readonly function: LambdaFunction;
  /** Whether the body of its answer goes to the client: the route has a route response. @default false */
  readonly returnResponse?: boolean;
}

export interface RequestAuthorizer {
  readonly function: LambdaFunction;
  /** Such as `route.request.header.Authorization`; where one is missing nobody is asked. */
  readonly identitySource: readonly string[];
}

export interface LocalWebSocketApiOptions {
  readonly clock: Clock;
  readonly apiId: string;
  readonly stageName: string;
  /** By route key: `$connect`, `$disconnect`, `$default`, or what the expression yields. */
  readonly routes: ReadonlyMap<string, WebSocketRoute>;
  /** Such as `$request.body.type`. */
  readonly routeSelectionExpression: string;
  /** Of `$connect`. @default - everybody may connect */
  readonly authorizer?: RequestAuthorizer;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default '123456789012' */
  readonly accountId?: string;
  /** @default - those that AWS documents */
  readonly limits?: Partial<WebSocketApiLimits>;
  /** Status with which a request to `@connections` fails, such as 429. */
  readonly onManagementRequest?: (method: string, connectionId: string) => number | undefined;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export interface WebSocketApiLimits {
  readonly frameBytes: number;
  readonly payloadBytes: number;
  readonly connectionSeconds: number;
  readonly idleSeconds: number;
}

export const documentedLimits: WebSocketApiLimits = {
  frameBytes: 32 * 1024,
  payloadBytes: 128 * 1024,
  connectionSeconds: 2 * 60 * 60,
  idleSeconds: 10 * 60,
};
