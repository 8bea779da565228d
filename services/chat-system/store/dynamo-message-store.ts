import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { limits } from '../protocol/limits';
import type { Message } from '../protocol/messages';
import { itemOf, messagesOf } from './message-item';
import { type MessageStore, SequenceTakenError } from './stores';

/** Items of a first page: where they are long, or hold many messages each, more would be read for nothing. */
const FIRST_PAGE = 20;

/** History in DynamoDB: an item is a batch of a room, which is there as a whole or not at all. */
export class DynamoMessageStore implements MessageStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async last(room: string): Promise<number> {
    const [item] = (await this.query(room, '<', Number.MAX_SAFE_INTEGER, false, 1)).items;
    return item ? Number(item.first?.N) + Number(item.count?.N) - 1 : 0;
  }

  async after(room: string, after: number, most: number): Promise<readonly Message[]> {
    const [within, first] = await Promise.all([
      // The batch that holds the number may begin at it or before it.
      this.query(room, '<=', after, false, 1),
      this.query(room, '>', after, true, Math.min(most, FIRST_PAGE)),
    ]);
    const found = within.items.flatMap(messagesOf).filter(({ seq }) => seq > after);
    if (found.length >= most) return found.slice(0, most);
    for (let page = first; ; ) {
      for (const item of page.items) {
        const batch = messagesOf(item);
        if (found.length > 0 && found.length + batch.length > most) return found;
        found.push(...batch);
        if (found.length >= most) return found.slice(0, most);
      }
      if (!page.more) return found;
      page = await this.query(room, '>', page.last, true, most - found.length);
    }
  }

  async before(room: string, before: number, most: number): Promise<readonly Message[]> {
    let found: Message[] = [];
    let bytes = 0;
    let page = await this.query(room, '<', before, false, Math.min(most, FIRST_PAGE));
    for (;;) {
      for (const item of page.items) {
        const batch = messagesOf(item).filter(({ seq }) => seq < before);
        bytes += item.messages?.S?.length ?? 0;
        if (found.length > 0 && bytes > limits.batchBytes) return found;
        found = [...batch, ...found];
        if (found.length >= most) return found.slice(-most);
      }
      if (!page.more) return found;
      page = await this.query(room, '<', page.last, false, most - found.length);
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
  private async query(room: string, than: '<' | '<=' | '>', first: number, ascending: boolean, items: number) {
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
    const last = Number(Items.at(-1)?.first?.N ?? first);
    return { items: Items, last, more: LastEvaluatedKey !== undefined };
  }
}
