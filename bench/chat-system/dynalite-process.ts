import type { AddressInfo } from 'node:net';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tableDefinition } from '../../lib/chat-system/local/table-definition';
import { chatDynamoClient } from '../../services/chat-system/store/dynamo-client';
import { DynamoRoomStore } from '../../services/chat-system/store/dynamo-room-store';
import { messagesTable, roomsTable, sessionsTable, type TableKeys } from '../../services/chat-system/store/table-keys';
import { membersOf, type Seed } from './seed';
import { tables } from './tables';

/** A process with dynalite, an emulator of DynamoDB, in place of the store of the benchmark. */
async function main(): Promise<void> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = chatDynamoClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  const shapes: readonly (readonly [string, TableKeys])[] = [
    [tables.messages, messagesTable],
    [tables.rooms, roomsTable],
    [tables.sessions, sessionsTable],
  ];
  for (const [name, keys] of shapes) await client.send(new CreateTableCommand(tableDefinition(name, keys)));
  const store = new DynamoRoomStore(client, tables.rooms);
  process.on('message', (question: Seed | 'count') => {
    if (question === 'count') return void process.send?.({});
    const { rooms } = question;
    const made = rooms.map((room, index) =>
      store.create({ room, title: 'Bench', members: membersOf(question, index) }),
    );
    void Promise.all(made).then(() => process.send?.('planted'));
  });
  process.send?.(port);
}

void main();
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
