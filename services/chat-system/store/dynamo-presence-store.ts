import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { PresenceStore } from './stores';
import { keyOf, sessionsTable } from './table-keys';

/**
 * Who is there, in DynamoDB. An item that has expired is deleted within days, so what is over is filtered on reading.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 */
export class DynamoPresenceStore implements PresenceStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly now: () => number = Date.now,
  ) {}

  async renew(user: string, connection: string, until: number): Promise<void> {
    await this.client.send(
      new PutItemCommand({
        TableName: this.tableName,
        Item: {
          ...keysOf(user, connection),
          until: { N: String(until) },
          [sessionsTable.timeToLive]: { N: String(Math.ceil(until / 1000)) },
        },
      }),
    );
  }

  async end(user: string, connection: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key: keysOf(user, connection) }));
  }

  async of(users: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const untils = await Promise.all(users.map(async (user) => [user, await this.until(user)] as const));
    return new Map(untils.filter(([, until]) => until > this.now()));
  }

  /** The latest of a user's connections. A user has a few, one page holds them. */
  private async until(user: string): Promise<number> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :connection)',
        ExpressionAttributeValues: { ':pk': { S: keyOf.user(user) }, ':connection': { S: keyOf.connection('') } },
        ConsistentRead: true,
      }),
    );
    return Math.max(0, ...Items.map(({ until }) => Number(until?.N ?? 0)));
  }
}

const keysOf = (user: string, connection: string) => ({
  pk: { S: keyOf.user(user) },
  sk: { S: keyOf.connection(connection) },
});
