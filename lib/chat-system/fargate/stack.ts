import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Attachments, attachmentOrigins } from '../attachments';
import type { ChatSystemConfig } from '../config';
import { SignIn } from '../sign-in';
import { Tables } from '../tables';
import { WebSite } from '../web-site';
import { ChatCache } from './cache';
import { ChatLoadBalancer } from './load-balancer';
import { Monitoring } from './monitoring';
import { ChatNetwork } from './network';
import { ChatService } from './service';

export interface ChatSystemFargateStackProps {
  /** As `problems` found nothing in it. */
  readonly config: ChatSystemConfig;
}

/** The chat on servers that keep their connections: Fargate, ElastiCache for Valkey and DynamoDB behind CloudFront. */
export class ChatSystemFargateStack extends Stack {
  constructor(scope: Construct, id: string, { config }: ChatSystemFargateStackProps) {
    super(scope, id, { description: 'Chat by WebSocket on Fargate, ElastiCache for Valkey and DynamoDB' });
    const { domain, allowedOrigins, globalTable, home, alarmEmail } = config;
    const tables = new Tables(this, 'Tables', { globalTable, home });
    const signIn = new SignIn(this, 'SignIn', home);
    const attachments = new Attachments(this, 'Attachments', { origins: attachmentOrigins(config), home });

    const network = new ChatNetwork(this, 'Network');
    const cache = new ChatCache(this, 'Cache', network);
    const loadBalancer = new ChatLoadBalancer(this, 'Balancer', {
      network,
      certificateArn: domain?.loadBalancerCertificateArn,
    });
    const webSite = new WebSite(this, 'WebSite', {
      signIn,
      attachments,
      socketOrigin: loadBalancer.origin,
      forwardHost: true,
      domain,
      allowedOrigins,
    });
    const service = new ChatService(this, 'Service', {
      config,
      network,
      loadBalancer,
      cache,
      tables,
      signIn,
      attachments,
      webSite,
    });
    new Monitoring(this, 'Monitoring', { config, loadBalancer, cache, tables, service, alarmEmail });
    tell(this, {
      Url: webSite.origin,
      MessagesTable: tables.messages.tableName,
      RoomsTable: tables.rooms.tableName,
      UserPoolId: signIn.userPool.userPoolId,
      UserPoolClientId: webSite.userPoolClient.userPoolClientId,
      SignInDomain: signIn.domain,
      AttachmentsBucket: attachments.bucket.bucketName,
    });
  }
}

/** Where the web client is, where users are invited, and what `home` of a stack in another Region takes. */
function tell(stack: Stack, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
