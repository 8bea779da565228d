import { ValkeyBus } from '../../services/chat-system/bus/valkey-bus';
import { startChatServer } from '../../services/chat-system/chat-server';
import { localSignIn } from '../../services/chat-system/sign-in/local';
import { chatDynamoClient } from '../../services/chat-system/store/dynamo-client';
import { DynamoMessageStore } from '../../services/chat-system/store/dynamo-message-store';
import { DynamoRoomStore } from '../../services/chat-system/store/dynamo-room-store';
import { ValkeyPresenceStore } from '../../services/chat-system/store/valkey-presence-store';
import { answerMemory } from './answer-memory';
import { tables } from './tables';

/** The server of the chat as it is deployed. Arguments: port of Redis, port of the store, key of the tokens. */
async function main(): Promise<void> {
  const [, , redis = '', store = '', key = ''] = process.argv;
  const url = `redis://127.0.0.1:${redis}`;
  const client = chatDynamoClient({
    endpoint: `http://127.0.0.1:${store}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const server = await startChatServer({
    messages: new DynamoMessageStore(client, tables.messages),
    rooms: new DynamoRoomStore(client, tables.rooms),
    presence: new ValkeyPresenceStore({ url }),
    bus: new ValkeyBus({ url }),
    verifier: localSignIn({ key: Buffer.from(key, 'hex') }),
  });
  answerMemory();
  process.send?.(Number(new URL(server.url).port));
}

void main();
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
