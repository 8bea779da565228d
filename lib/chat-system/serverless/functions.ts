import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { BundledFunction } from '../../constructs/bundled-function';
import type { Attachments } from '../attachments';
import type { SignIn } from '../sign-in';
import type { SessionsTable, Tables } from '../tables';
import type { WebSite } from '../web-site';
import { chatFunction } from './chat-function';
import type { SocketApi } from './socket-api';

export interface FunctionsProps {
  readonly tables: Tables;
  readonly sessions: SessionsTable;
  readonly attachments: Attachments;
  readonly signIn: SignIn;
  readonly webSite: WebSite;
  readonly socketApi: SocketApi;
  /** Origins that a browser may come from besides that of the web client. */
  readonly allowedOrigins: readonly string[];
}

/** The functions behind the routes, each with the permissions that it uses. No grant of CDK: those of a table add scans. */
export class Functions extends Construct {
  readonly authorize: BundledFunction;
  readonly connection: BundledFunction;
  readonly request: BundledFunction;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const { tables, sessions, attachments, signIn, webSite, socketApi, allowedOrigins } = props;
    const sessionsTable = sessions.tableName;
    this.authorize = chatFunction(this, 'Authorize', {
      name: 'authorize',
      description: 'Checks the token and the origin of a handshake',
      environment: {
        userPoolId: signIn.userPool.userPoolId,
        userPoolClientId: webSite.userPoolClient.userPoolClientId,
        allowedOrigins: [webSite.origin, ...allowedOrigins].join(),
      },
      timeout: Duration.seconds(10),
    });
    this.connection = chatFunction(this, 'Connection', {
      name: 'connection',
      description: 'Begins and ends a connection',
      environment: { sessionsTable },
      timeout: Duration.seconds(10),
    });
    sessions.grant(this.connection, 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    this.request = chatFunction(this, 'Request', {
      name: 'request',
      description: 'Answers the requests of clients',
      environment: {
        messagesTable: tables.messages.tableName,
        roomsTable: tables.rooms.tableName,
        sessionsTable,
        attachmentsBucket: attachments.bucket.bucketName,
        managementEndpoint: socketApi.managementEndpoint,
      },
      // API Gateway waits for 29 s.
      timeout: Duration.seconds(29),
      memorySize: 1_024,
    });
    sessions.grant(this.request, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query');
    tables.grantUse(this.request);
    attachments.grantUse(this.request.executionRole);
    socketApi.grantConnections(this.request, 'POST', 'DELETE');
  }
}
