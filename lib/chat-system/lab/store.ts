import { dirname, join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Message } from '../../../services/chat-system/protocol/messages';
import { messagesOf } from '../../../services/chat-system/store/message-item';
import { messagesTable, roomsTable } from '../../../services/chat-system/store/table-keys';
import { type Child, ChildError, until } from '../../local/child';
import { tableDefinition } from '../local/table-definition';
import { freePort } from './free-port';
import type { Entry } from './history';
import { HERE, type Place, startIn } from './place';

/** Names of the tables in the lab. */
export const tables = { messages: 'Messages', rooms: 'Rooms' } as const;

/** A DynamoDB as a process. */
export interface Store {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Nothing here is AWS: the SDK wants some. */
export const credentials = { accessKeyId: 'lab', secretAccessKey: 'lab' } as const;
export const REGION = 'us-east-1';

/**
 * Starts an embedded DynamoDB without tables.
 *
 * @throws ChildError
 */
export async function startStore(place: Place = HERE): Promise<Store> {
  const { address } = place;
  const port = await freePort();
  const script = join(dirname(require.resolve('dynalite/package.json')), 'cli.js');
  const args = [script, '--host', address, '--port', String(port), '--createTableMs', '0'];
  const child = startIn(place, { program: 'node', args });
  await until('the store listens', () => {
    if (!child.isRunning()) throw new ChildError(`the store ended: ${child.log.join('; ')}`);
    return child.log.some((line) => line.includes('listening at'));
  });
  return { address, port, close: () => end(child) };
}

/** A client of the store for the lab itself. */
export function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: REGION, credentials });
}

/** Creates the tables as the stacks do. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  await client.send(new CreateTableCommand(tableDefinition(tables.messages, messagesTable)));
  await client.send(new CreateTableCommand(tableDefinition(tables.rooms, roomsTable)));
}

/**
 * What the table of messages holds, by room, in the order of its keys.
 *
 * @param tableName @default - that of the lab
 */
export async function readStored(
  client: DynamoDBClient,
  tableName: string = tables.messages,
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const rooms = new Map<string, Entry[]>();
  for (const { room, seq, id, from, text } of await readMessages(client, tableName)) {
    const entries = rooms.get(room) ?? [];
    rooms.set(room, entries);
    entries.push({ seq, id, from, ...(text !== undefined && { text }) });
  }
  return rooms;
}

/** Every message that is stored, batch by batch. */
export async function readMessages(
  client: DynamoDBClient,
  tableName: string = tables.messages,
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    messages.push(...Items.flatMap((item) => messagesOf(item as StoredItem)));
  }
  return messages;
}

type StoredItem = Parameters<typeof messagesOf>[0];

async function end(child: Child): Promise<void> {
  child.signal('SIGKILL');
  await child.exited;
}
