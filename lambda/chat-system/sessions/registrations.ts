import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../../services/chat-system/store/table-keys';
import type { Connection } from '../socket-event';
import { connectionIn, type Item, isOver, registrationKey, timeToLive } from './session-items';

/** A connection that has a room open. */
export interface Registration {
  readonly connectionId: string;
  readonly user: string;
}

/** Which connections have which room open. One item each: neither a scan nor a list in one item is ever needed. */
export class Registrations {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async add(room: string, { id, user, endsAt }: Connection): Promise<void> {
    const Item = { ...registrationKey(room, id), user: { S: user }, ...timeToLive(endsAt) };
    await this.client.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  /** Removes one connection from one room, and nothing else. */
  async remove(room: string, connectionId: string): Promise<void> {
    const Key = registrationKey(room, connectionId);
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key }));
  }

  /** Strongly consistent: who registered before a message was stored is in the answer of whoever asks after that. */
  async of(room: string): Promise<readonly Registration[]> {
    const items = await this.query(keyOf.room(room));
    return items.map((item) => ({ connectionId: connectionIn(item), user: item.user?.S ?? '' }));
  }

  /** The connections of a user that have pinged of late: what presence knows. */
  async ofUser(user: string): Promise<readonly string[]> {
    return (await this.query(keyOf.user(user))).map(connectionIn);
  }

  private async query(pk: string): Promise<readonly Item[]> {
    const now = Date.now();
    const found: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.client.send(
        new QueryCommand({
          TableName: this.tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :connection)',
          ExpressionAttributeValues: { ':pk': { S: pk }, ':connection': { S: keyOf.connection('') } },
          ConsistentRead: true,
          ExclusiveStartKey,
        }),
      );
      found.push(...Items.filter((item) => !isOver(item, now)));
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }
}
