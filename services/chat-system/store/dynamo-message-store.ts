import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { limits } from '../protocol/limits';
import type { Message } from '../protocol/messages';
import { itemOf, messagesOf } from './message-item';
import { type MessageStore, SequenceTakenError } from './stores';

/** History in DynamoDB: an item is a batch of a room, which is there as a whole or not at all. */
export class DynamoMessageStore implements MessageStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async last(room: string): Promise<number> {
    const [item] = (await this.query(room, '<', Number.MAX_SAFE_INTEGER, false, 1)).items;
    return item ? Number(item['first']?.N) + Number(item['count']?.N) - 1 : 0;
  }

  async after(room: string, after: number, most: number): Promise<readonly Message[]> {
    const found: Message[] = [];
    // The batch that holds the number `after` may begin before it.
    let from = Math.max(0, after - limits.batchMessages);
    for (;;) {
      const { items, more } = await this.query(room, '>', from, true, most + limits.batchMessages);
      for (const item of items) {
        const batch = messagesOf(item).filter(({ seq }) => seq > after);
        if (found.length > 0 && found.length + batch.length > most) return found;
        found.push(...batch);
        if (found.length >= most) return found.slice(0, most);
        from = Number(item['first']?.N);
      }
      if (!more) return found;
    }
  }

  async before(room: string, before: number, most: number): Promise<readonly Message[]> {
    let found: Message[] = [];
    let until = before;
    for (;;) {
      const { items, more } = await this.query(room, '<', until, false, most);
      for (const item of items) {
        found = [...messagesOf(item).filter(({ seq }) => seq < before), ...found];
        if (found.length >= most) return found.slice(-most);
        until = Number(item['first']?.N);
      }
      if (!more) return found;
    }
  }

  async append(room: string, messages: readonly Message[]): Promise<void> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: itemOf(room, messages),
          ConditionExpression: 'attribute_not_exists(#room)',
          ExpressionAttributeNames: { '#room': 'room' },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new SequenceTakenError(`${room} has ${messages[0]?.seq} already`, { cause: error });
    }
  }

  /** One page of items, which ends at 1 MB at the latest. */
  private async query(
    room: string,
    than: '<' | '>',
    first: number,
    ascending: boolean,
    items: number,
  ): Promise<{ readonly items: readonly Record<string, AttributeValue>[]; readonly more: boolean }> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: `#room = :room AND #first ${than} :first`,
        ExpressionAttributeNames: { '#room': 'room', '#first': 'first' },
        ExpressionAttributeValues: { ':room': { S: room }, ':first': { N: String(first) } },
        ScanIndexForward: ascending,
        ConsistentRead: true,
        Limit: items,
      }),
    );
    return { items: Items, more: LastEvaluatedKey !== undefined };
  }
}
