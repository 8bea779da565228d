import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Attachments, attachmentOrigins } from '../attachments';
import type { ChatSystemConfig } from '../config';
import { SignIn } from '../sign-in';
import { SessionsTable, Tables } from '../tables';
import { WebSite } from '../web-site';
import { FanOut } from './fan-out';
import { Functions } from './functions';
import { Monitoring } from './monitoring';
import { SocketApi } from './socket-api';

export interface ChatSystemServerlessStackProps {
  /** As `problems` found nothing in it. */
  readonly config: ChatSystemConfig;
}

/** The chat without a server: API Gateway keeps the connections, functions answer, DynamoDB remembers and tells. */
export class ChatSystemServerlessStack extends Stack {
  constructor(scope: Construct, id: string, { config }: ChatSystemServerlessStackProps) {
    super(scope, id, { description: 'Chat by WebSocket on API Gateway, Lambda and DynamoDB' });
    const { domain, alarmEmail, allowedOrigins = [] } = config;
    const tables = new Tables(this, 'Tables', { stream: true });
    const sessions = new SessionsTable(this, 'Sessions');
    const signIn = new SignIn(this, 'SignIn');
    const attachments = new Attachments(this, 'Attachments', { origins: attachmentOrigins(config) });

    const socketApi = new SocketApi(this, 'Socket');
    const webSite = new WebSite(this, 'WebSite', {
      signIn,
      attachments,
      socketOrigin: socketApi.origin,
      domain,
      allowedOrigins,
    });
    const functions = new Functions(this, 'Functions', {
      tables,
      sessions,
      attachments,
      signIn,
      webSite,
      socketApi,
      allowedOrigins,
    });
    socketApi.addRoutes(functions);
    const fanOut = new FanOut(this, 'FanOut', { tables, sessions, socketApi });

    new Monitoring(this, 'Monitoring', { socketApi, functions, fanOut, tables, sessions, alarmEmail });
    new CfnOutput(this, 'Url', { value: webSite.origin, description: 'Web client' });
    new CfnOutput(this, 'UserPoolId', { value: signIn.userPool.userPoolId, description: 'Where to invite users' });
  }
}
