import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { TableKeys } from '../../../services/chat-system/store/table-keys';

/** What an emulator of DynamoDB is told to create a table as the stacks do. */
export function tableDefinition(tableName: string, { partition, sort }: TableKeys): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: partition.name, KeyType: 'HASH' },
      { AttributeName: sort.name, KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [partition, sort].map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
  };
}
