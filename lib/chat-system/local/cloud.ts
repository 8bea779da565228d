import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  messagesTable,
  roomsTable,
  sessionsTable,
  type TableKeys,
} from '../../../services/chat-system/store/table-keys';
import { type LocalAws, startLocalAws } from '../../local/aws/local-aws';
import { RealClock } from '../../local/real-clock';
import { loadObjects, saveObjects } from './saved-objects';
import { startScanner } from './scanner';
import { tableDefinition } from './table-definition';

/** Names of what the stacks create. */
export const names = {
  messagesTable: 'Messages',
  roomsTable: 'Rooms',
  sessionsTable: 'Sessions',
  bucket: 'attachments',
} as const;

/** The DynamoDB and the S3 of the chat on this machine. */
export interface LocalCloud {
  readonly aws: LocalAws;
  stop(): Promise<void>;
}

/**
 * Starts them, with tables, bucket and scanner.
 *
 * @param folder where everything is kept; in memory without
 */
export async function startCloud(folder?: string): Promise<LocalCloud> {
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const aws = await startLocalAws({
    clock: new RealClock(),
    keepsCalls: false,
    ...(folder !== undefined && { dynamoDbFolder: join(folder, 'tables') }),
  });
  await createTable(aws, names.messagesTable, messagesTable);
  await createTable(aws, names.roomsTable, roomsTable);
  await createTable(aws, names.sessionsTable, sessionsTable);
  aws.buckets.set(names.bucket, new Map());
  const endScanner = startScanner(aws);
  if (folder !== undefined) {
    loadObjects(aws, names.bucket, join(folder, 'objects'));
    saveObjects(aws, names.bucket, join(folder, 'objects'));
  }
  return {
    aws,
    stop: async () => {
      endScanner();
      await aws.stop();
    },
  };
}

async function createTable({ dynamoDb }: LocalAws, name: string, keys: TableKeys): Promise<void> {
  const { TableNames } = (await dynamoDb.call('ListTables', {})) as { readonly TableNames: readonly string[] };
  if (!TableNames.includes(name)) await dynamoDb.call('CreateTable', { ...tableDefinition(name, keys) });
}
