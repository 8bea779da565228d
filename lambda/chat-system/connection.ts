import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SUBPROTOCOL } from '../../services/chat-system/protocol/handshake';
import { limits } from '../../services/chat-system/protocol/limits';
import { DynamoPresenceStore } from '../../services/chat-system/store/dynamo-presence-store';
import { type Environment, readEnvironment } from './environment';
import { offerOf } from './handshake';
import { Registrations } from './sessions/registrations';
import { Sessions } from './sessions/sessions';
import { connectionOf, type SocketAnswer, type SocketEvent } from './socket-event';

type ConnectionHandler = (event: SocketEvent) => Promise<SocketAnswer>;

let handle: ConnectionHandler | undefined;

/**
 * `$connect`: the user is there, and the protocol is chosen. `$disconnect`, which is called at best: everything of the
 * connection goes. Where it is not called, the items expire, and a registration goes with the first message that cannot
 * be posted.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export const handler: ConnectionHandler = async (event) => {
  handle ??= createConnectionHandler(readEnvironment('connection', process.env));
  return await handle(event);
};

function createConnectionHandler({ sessionsTable }: Environment<'connection'>): ConnectionHandler {
  const client = new DynamoDBClient();
  const presence = new DynamoPresenceStore(client, sessionsTable);
  const sessions = new Sessions(client, sessionsTable);
  const registrations = new Registrations(client, sessionsTable);
  return async (event) => {
    const { id, user } = connectionOf(event);
    if (event.requestContext.eventType === 'CONNECT') {
      if (!offerOf(event.headers).speaksChat) return { statusCode: 400 };
      await presence.renew(user, id, Date.now() + limits.presenceSeconds * 1_000);
      return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } };
    }
    const rooms = await sessions.end(id);
    await Promise.all([presence.end(user, id), ...rooms.map((room) => registrations.remove(room, id))]);
    return { statusCode: 200 };
  };
}
