import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { DynamoRoomStore } from '../../services/chat-system/store/dynamo-room-store';
import { type Environment, readEnvironment } from './environment';
import { fanOut } from './fan-out/fan-out';
import { ConnectionApi } from './posting/connection-api';
import { Registrations } from './sessions/registrations';
import { createLogger, createMetrics, functionMetrics, writeCounts } from './telemetry';

type FanOutHandler = (
  event: DynamoDBStreamEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<DynamoDBBatchResponse>;

/** Sockets that one function keeps open to API Gateway. */
const POSTS_AT_ONCE = 50;
/** Milliseconds that are kept free to answer in; the last attempt to post may take its time. */
const RESERVE = 5_000;

let handle: FanOutHandler | undefined;

/**
 * Tells those who have a room open what was stored in it. It crashes, or fails in part: what it was given comes again,
 * and clients know messages that they have by their numbers.
 */
export const handler: FanOutHandler = async (event, context) => {
  handle ??= createFanOut(readEnvironment('fanOut', process.env));
  return await handle(event, context);
};

function createFanOut({ roomsTable, sessionsTable, managementEndpoint }: Environment<'fanOut'>): FanOutHandler {
  const client = new DynamoDBClient();
  const logger = createLogger('fanOut');
  const metrics = createMetrics('fanOut');
  const connections = new ConnectionApi(managementEndpoint);
  const parts = {
    rooms: new DynamoRoomStore(client, roomsTable),
    registrations: new Registrations(client, sessionsTable),
    connections,
    postsAtOnce: POSTS_AT_ONCE,
    onFailure: (where: Readonly<Record<string, string>>, error: unknown): void =>
      logger.error('fan-out', {
        ...where,
        reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      }),
  };
  const { delivered, gone, retries, failed } = functionMetrics.fanOut;
  return async ({ Records }, context) => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE;
    const answer = await fanOut(parts, Records, deadline);
    const counts = connections.takeCounts();
    const [first] = answer.batchItemFailures;
    const from = Records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === first?.itemIdentifier);
    writeCounts(metrics, {
      [delivered]: counts.delivered,
      [gone]: counts.gone,
      [retries]: counts.retries,
      [failed]: first ? Records.length - from : 0,
    });
    return answer;
  };
}
