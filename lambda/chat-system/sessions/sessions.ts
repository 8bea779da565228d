import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { limits } from '../../../services/chat-system/protocol/limits';
import { sessionsTable } from '../../../services/chat-system/store/table-keys';
import type { Connection } from '../socket-event';
import { type Item, sessionKey, timeToLive } from './session-items';

/** What one connection has, in one item. */
export class Sessions {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** The connection has pinged. @returns its open rooms, and whether that was its first ping */
  async ping(connection: Connection): Promise<{ readonly first: boolean; readonly rooms: readonly string[] }> {
    const Attributes = await this.update(connection, {
      UpdateExpression: 'SET #ttl = :ttl, welcomed = :true',
      ExpressionAttributeValues: { ':true': { BOOL: true } },
      ReturnValues: 'ALL_OLD',
    });
    return { first: Attributes?.welcomed === undefined, rooms: Attributes?.rooms?.SS ?? [] };
  }

  /** @returns whether the connection may have one more room open */
  async open(connection: Connection, room: string): Promise<boolean> {
    const opened = await this.update(connection, {
      UpdateExpression: 'SET #ttl = :ttl ADD rooms :rooms',
      ConditionExpression: 'attribute_not_exists(rooms) OR size(rooms) < :most OR contains(rooms, :room)',
      ExpressionAttributeValues: {
        ':rooms': { SS: [room] },
        ':room': { S: room },
        ':most': { N: String(limits.openRooms) },
      },
      ReturnValues: 'ALL_NEW',
    });
    return opened !== undefined;
  }

  async close(connection: Connection, room: string): Promise<void> {
    await this.update(connection, {
      UpdateExpression: 'SET #ttl = :ttl DELETE rooms :rooms',
      ExpressionAttributeValues: { ':rooms': { SS: [room] } },
    });
  }

  /** The connection is over. @returns the rooms that it had open */
  async end(connectionId: string): Promise<readonly string[]> {
    const { Attributes } = await this.client.send(
      new DeleteItemCommand({ TableName: this.tableName, Key: sessionKey(connectionId), ReturnValues: 'ALL_OLD' }),
    );
    return Attributes?.rooms?.SS ?? [];
  }

  /** @returns the attributes that were asked for; undefined where the condition did not hold */
  async update(
    { id, endsAt }: Connection,
    input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
  ): Promise<Item | undefined> {
    try {
      const { Attributes = {} } = await this.client.send(
        new UpdateItemCommand({
          ...input,
          TableName: this.tableName,
          Key: sessionKey(id),
          ExpressionAttributeNames: { '#ttl': sessionsTable.timeToLive },
          ExpressionAttributeValues: {
            ...input.ExpressionAttributeValues,
            ':ttl': timeToLive(endsAt)[sessionsTable.timeToLive] ?? { N: '0' },
          },
        }),
      );
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
