import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { SOCKET_PATH } from '../../../services/chat-system/protocol/handshake';
import { acknowledgeWildcard, logicalId } from '../../constructs/acknowledge-wildcards';
import type { BundledFunction } from '../../constructs/bundled-function';
import { AccountLogging } from './account-logging';

/** Messages and handshakes a second, and how many at once; an account has 10,000: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const THROTTLE = { rateLimit: 2_000, burstLimit: 1_000 };

/** What an access log says of each handshake, message and end; no header, as one of them carries the token. */
const LOGGED = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  event: '$context.eventType',
  connection: '$context.connectionId',
  user: '$context.authorizer.principalId',
  sourceIp: '$context.identity.sourceIp',
  status: '$context.status',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
  integrationLatency: '$context.integrationLatency',
  disconnectCode: '$context.disconnectStatusCode',
};

export interface SocketRoutes {
  readonly authorize: IFunction;
  /** `$connect` and `$disconnect`. */
  readonly connection: IFunction;
  /** Every request of the protocol. */
  readonly request: IFunction;
}

/**
 * A WebSocket API whose stage is called as the path of the socket, so that CloudFront hands `/socket` on as it is. One
 * function answers all requests: `$default` is the only route of messages.
 */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', {
      description: 'Socket of the chat',
      routeSelectionExpression: '$request.body.type',
    });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logging = new AccountLogging(this, 'AccountLogging');
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: SOCKET_PATH.slice(1),
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(LOGGED)),
      },
    });
    this.stage.node.addDependency(logging);
  }

  /** For CloudFront: API Gateway's own name, and nothing of the path. */
  get origin(): IOrigin {
    return new HttpOrigin(`${this.api.apiId}.execute-api.${Stack.of(this).region}.amazonaws.com`);
  }

  /** Where functions post to connections. */
  get managementEndpoint(): string {
    return this.stage.callbackUrl;
  }

  addRoutes({ authorize, connection, request }: SocketRoutes): void {
    const integrate = (name: string, handler: IFunction) => new WebSocketLambdaIntegration(name, handler);
    const identitySource = ['route.request.header.Sec-WebSocket-Protocol'];
    this.api.addRoute('$connect', {
      integration: integrate('Connect', connection),
      authorizer: new WebSocketLambdaAuthorizer('Authorizer', authorize, { identitySource }),
    });
    const disconnect = this.api.addRoute('$disconnect', { integration: integrate('Disconnect', connection) });
    const messages = this.api.addRoute('$default', {
      integration: integrate('Request', request),
      returnResponse: true,
    });
    for (const route of [disconnect, messages]) {
      const reason = 'A WebSocket API asks its authorizer at the handshake, and what it said goes with every event.';
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    }
  }

  /** Lets a function call `@connections` with these methods: POST sends, DELETE ends. */
  grantConnections(grantee: BundledFunction, ...methods: readonly ('POST' | 'DELETE')[]): void {
    const { partition, region, account } = Stack.of(this);
    const { stageName } = this.stage;
    const arnIn = (api: string, method: string): string => `:${api}/${stageName}/${method}/@connections/*`;
    const resources = methods.map(
      (method) => `arn:${partition}:execute-api:${region}:${account}${arnIn(this.api.apiId, method)}`,
    );
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['execute-api:ManageConnections'], resources }));
    const service = 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>';
    for (const method of methods) {
      acknowledgeWildcard(
        grantee.executionRole,
        `${service}${arnIn(`<${logicalId(this.api)}>`, method)}`,
        'A connection has its id from API Gateway.',
      );
    }
  }
}
