import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { s3Attachments } from '../../services/chat-system/attachments/s3';
import { DynamoMessageStore } from '../../services/chat-system/store/dynamo-message-store';
import { DynamoPresenceStore } from '../../services/chat-system/store/dynamo-presence-store';
import { DynamoRoomStore } from '../../services/chat-system/store/dynamo-room-store';
import { type Environment, readEnvironment } from './environment';
import { ConnectionApi } from './posting/connection-api';
import { framesOf } from './posting/frames';
import { answer } from './requests/answer';
import type { RequestParts } from './requests/parts';
import { Registrations } from './sessions/registrations';
import { Sessions } from './sessions/sessions';
import { connectionOf, type SocketAnswer, type SocketEvent } from './socket-event';
import { createLogger, createMetrics, functionMetrics, writeCounts } from './telemetry';

type RequestHandler = (event: SocketEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SocketAnswer>;

/** Milliseconds that are kept free to answer in. */
const RESERVE = 2_000;

let handle: RequestHandler | undefined;

/**
 * Every request of the protocol. The last frame of an answer goes back by the route response, which costs no call; what
 * comes before it is posted, in order.
 */
export const handler: RequestHandler = async (event, context) => {
  handle ??= createRequestHandler(readEnvironment('request', process.env));
  return await handle(event, context);
};

function createRequestHandler(environment: Environment<'request'>): RequestHandler {
  const { messagesTable, roomsTable, sessionsTable, attachmentsBucket, managementEndpoint } = environment;
  const client = new DynamoDBClient();
  const logger = createLogger('request');
  const metrics = createMetrics('request');
  const connections = new ConnectionApi(managementEndpoint);
  const shared = {
    messages: new DynamoMessageStore(client, messagesTable),
    rooms: new DynamoRoomStore(client, roomsTable),
    presence: new DynamoPresenceStore(client, sessionsTable),
    attachments: s3Attachments(new S3Client(), attachmentsBucket),
    sessions: new Sessions(client, sessionsTable),
    registrations: new Registrations(client, sessionsTable),
    connections,
  };
  return async (event, context) => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE;
    const connection = connectionOf(event);
    // The authorizer is asked once for a connection, which API Gateway would keep for longer than the token is valid.
    if (Date.now() >= connection.endsAt) {
      await connections.close(connection.id);
      return { statusCode: 200 };
    }
    const counts: Record<string, number> = {};
    const count: RequestParts['count'] = (name) => {
      const metric = functionMetrics.request[name];
      counts[metric] = (counts[metric] ?? 0) + 1;
    };
    const onFailure = (error: unknown): void => {
      count('failed');
      logger.error('request', error instanceof Error ? error : new Error(String(error)));
    };
    const events = await answer({ ...shared, count }, connection, event.body ?? '', deadline, onFailure);
    const frames = framesOf(events);
    for (const frame of frames.slice(0, -1)) await connections.post(connection.id, frame, deadline);
    writeCounts(metrics, counts);
    const body = frames.at(-1);
    return { statusCode: 200, ...(body !== undefined && { body }) };
  };
}
