import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { itemOfRoom } from '../../services/chat-system/store/room-item';
import { keyOf, messagesTable, roomsTable, sessionsTable } from '../../services/chat-system/store/table-keys';
import { type Item, MemoryTable, type Value } from './memory-table';
import { membersOf, type Seed } from './seed';
import { tables } from './tables';

type Input = Readonly<Record<string, unknown>>;

/** Calls that it answered, by operation; a condition that did not hold counts on its own as well. */
const calls: Record<string, number> = {};

const stored: Readonly<Record<string, MemoryTable>> = {
  [tables.messages]: new MemoryTable(messagesTable.partition.name, messagesTable.sort.name),
  [tables.rooms]: new MemoryTable(roomsTable.partition.name, roomsTable.sort.name),
  [tables.sessions]: new MemoryTable(sessionsTable.partition.name, sessionsTable.sort.name),
};

/**
 * A process that answers the calls of the chat's stores as DynamoDB would, conditions and order included, from memory. It
 * is here so that the benchmark measures the chat and not an emulator: dynalite takes 1,400 puts a second and a core.
 */
async function main(): Promise<void> {
  const server = createServer((request, response) => {
    read(request, (body) => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      calls[operation] = (calls[operation] ?? 0) + 1;
      const answer = answerTo(operation, JSON.parse(body) as Input);
      const text = JSON.stringify(answer.body);
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(text) };
      response.writeHead(answer.status, headers).end(text);
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.on('message', (question: Seed | 'count') => {
    if (question !== 'count') plant(question);
    process.send?.(calls);
  });
  process.send?.((server.address() as AddressInfo).port);
}

function plant(seed: Seed): void {
  const table = stored[tables.rooms];
  for (const [index, room] of seed.rooms.entries()) {
    const members = membersOf(seed, index);
    table?.put(itemOfRoom({ room, title: 'Bench', members }) as Item);
    for (const member of members) {
      table?.put({ pk: { S: keyOf.user(member) }, sk: { S: keyOf.room(room) }, room: { S: room } });
    }
  }
}

function answerTo(operation: string, input: Input): { readonly status: number; readonly body: Input } {
  if (operation === 'BatchGetItem') return succeeds({ Responses: batchOf(input.RequestItems as Batch) });
  const table = stored[String(input.TableName)];
  if (table === undefined) return fails('ResourceNotFoundException', String(input.TableName));
  switch (operation) {
    case 'PutItem': {
      const isNew = /^attribute_not_exists\(/.test(String(input.ConditionExpression ?? ''));
      const put = table.put(input.Item as Item, isNew);
      return put ? succeeds({}) : fails('ConditionalCheckFailedException', 'The conditional request failed');
    }
    case 'GetItem':
      return succeeds({ Item: project(table.get(input.Key as Item), input) });
    case 'DeleteItem':
      table.delete(input.Key as Item);
      return succeeds({});
    case 'Query':
      return succeeds(table.query(input));
    default:
      return fails('UnknownOperationException', operation);
  }
}

/** Keys of tables that are read together. */
type Batch = Readonly<Record<string, Input & { readonly Keys: readonly Item[] }>>;

function batchOf(batch: Batch): Readonly<Record<string, readonly Item[]>> {
  const found = Object.entries(batch).map(([name, { Keys, ...projection }]) => {
    const items = Keys.map((key) => project(stored[name]?.get(key), projection));
    return [name, items.filter((item) => item !== undefined)] as const;
  });
  return Object.fromEntries(found);
}

/** A projection of attributes, which the chat's stores make use of. */
function project(item: Item | undefined, { ProjectionExpression, ExpressionAttributeNames }: Input): Item | undefined {
  if (ProjectionExpression === undefined || item === undefined) return item;
  const names = (ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
  const wanted = String(ProjectionExpression).split(', ');
  const found = wanted.map((name) => [names[name] ?? name, item[names[name] ?? name]] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

const succeeds = (body: Input) => ({ status: 200, body });

function fails(type: string, message: string): { readonly status: number; readonly body: Input } {
  calls[type] = (calls[type] ?? 0) + 1;
  return { status: 400, body: { __type: type, message } };
}

/** By events: an iterator over the stream would take as long as the rest of the call. */
function read(request: IncomingMessage, then: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => then(body));
}

void main();
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
