import { ChatEnvironment } from '../../../services/chat-system/environment';
import { serviceNameOf } from '../metrics';
import { CHAT_PORT } from './load-balancer';
import type { ChatServiceProps } from './service';
import { DRAIN_SECONDS } from './timings';

/** Seconds after which a server looks for what another Region has written, which no bus tells it. */
const TAIL_CHECK_SECONDS = 2;

/** The variables that a server reads. */
export function serverEnvironment(props: ChatServiceProps): Record<string, string> {
  const { config, loadBalancer, cache, tables, signIn, attachments, webSite } = props;
  const { connectionsPerServer, allowedOrigins = [], globalTable, home } = config;
  return {
    [ChatEnvironment.address]: '0.0.0.0',
    [ChatEnvironment.port]: String(CHAT_PORT),
    [ChatEnvironment.messagesTable]: tables.messages.tableName,
    [ChatEnvironment.roomsTable]: tables.rooms.tableName,
    [ChatEnvironment.attachmentsBucket]: attachments.bucket.bucketName,
    ...(home && { [ChatEnvironment.attachmentsRegion]: home.region }),
    [ChatEnvironment.valkeyUrl]: cache.url,
    [ChatEnvironment.valkeyCluster]: 'true',
    [ChatEnvironment.userPoolId]: signIn.userPool.userPoolId,
    [ChatEnvironment.userPoolClientId]: webSite.userPoolClient.userPoolClientId,
    [ChatEnvironment.allowedOrigins]: [webSite.origin, ...allowedOrigins].join(','),
    [ChatEnvironment.connectionsMost]: String(connectionsPerServer),
    [ChatEnvironment.drainSeconds]: String(DRAIN_SECONDS),
    [ChatEnvironment.tailCheckSeconds]: String(globalTable || home ? TAIL_CHECK_SECONDS : 0),
    [ChatEnvironment.targetGroupArn]: loadBalancer.targetGroup.targetGroupArn,
    [ChatEnvironment.serviceName]: serviceNameOf(loadBalancer),
  };
}
