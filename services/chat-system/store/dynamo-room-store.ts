import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { limits } from '../protocol/limits';
import type { Room } from '../protocol/messages';
import { SharedRead } from '../rooms/shared-read';
import type { DegradedFlag } from './degraded-flag';
import { RecentRooms } from './recent-rooms';
import { entryKey, itemOfRoom, roomKey, roomOf } from './room-item';
import { RoomVersions } from './room-versions';
import { RoomFullError, type RoomStore, type StoredRoom } from './stores';
import { keyOf } from './table-keys';

type Item = Record<string, AttributeValue>;

/** Entries that are written together: fewer than the connections that the client makes. */
const ENTRIES_AT_ONCE = 25;

const flagKey: Item = { pk: { S: 'bus' }, sk: { S: 'degraded' } };
const room = { '#members': 'members', '#version': 'version' } as const;

/**
 * Rooms in DynamoDB. Who is a member is what the item of the room says, changed by one conditional write; the entries by
 * which a user finds rooms are written before and removed after, so that none is missing, and none is believed.
 */
export class DynamoRoomStore implements RoomStore, DegradedFlag {
  /** Of rooms that are being read: the members of a room that come back at the same time need it read once. */
  private readonly reads = new Map<string, SharedRead<StoredRoom | undefined>>();
  private readonly recent = new RecentRooms();
  private readonly versions: RoomVersions;

  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {
    this.versions = new RoomVersions(client, tableName);
  }

  async get(id: string, known?: StoredRoom): Promise<StoredRoom | undefined> {
    // Of a room of a thousand, its version is a hundredth of what there is to read.
    if (known !== undefined && (await this.versions.of(id)) === known.version) {
      this.recent.note(known);
      return known;
    }
    const shared = this.reads.get(id) ?? new SharedRead(() => this.read(id));
    this.reads.set(id, shared);
    try {
      return await shared.ask();
    } finally {
      if (shared.isIdle) this.reads.delete(id);
    }
  }

  async create(asked: Room): Promise<StoredRoom> {
    for (let from = 0; from < asked.members.length; from += ENTRIES_AT_ONCE) {
      const members = asked.members.slice(from, from + ENTRIES_AT_ONCE);
      await Promise.all(members.map((member) => this.putEntry(member, asked.room)));
    }
    try {
      const Item = itemOfRoom(asked);
      await this.client.send(
        new PutItemCommand({ TableName: this.tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      );
      return roomOf(Item);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return await this.there(asked.room);
    }
  }

  async add(id: string, user: string): Promise<StoredRoom> {
    await this.putEntry(user, id);
    const added = await this.change(id, user, 'ADD #members :set, #version :one', [
      'attribute_exists(pk)',
      'NOT contains(#members, :user)',
      `(attribute_not_exists(#members) OR size(#members) < :most)`,
    ]);
    // Someone who removes the same user at this moment may have removed the entry.
    if (added !== undefined) await this.putEntry(user, id);
    const now = added ?? (await this.there(id));
    if (!now.members.includes(user)) throw new RoomFullError(`${id} has ${limits.roomMembers} members`);
    return now;
  }

  async remove(id: string, user: string): Promise<StoredRoom> {
    const removed = await this.change(id, user, 'DELETE #members :set ADD #version :one', [
      'contains(#members, :user)',
    ]);
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key: entryKey(user, id) }));
    const now = await this.there(id);
    if (now.members.includes(user)) await this.putEntry(user, id);
    return removed ?? now;
  }

  async roomsOf(user: string): Promise<readonly StoredRoom[]> {
    const found: StoredRoom[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.client.send(
        new QueryCommand({
          TableName: this.tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: keyOf.user(user) } },
          ConsistentRead: true,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
      const ids = Items.map(({ room: { S: id = '' } = {} }) => id);
      const rooms = await Promise.all(ids.map(async (id) => this.recent.find(id, user) ?? (await this.get(id))));
      found.push(...rooms.filter((one) => one !== undefined).filter(({ members }) => members.includes(user)));
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  async raise(until: number): Promise<void> {
    const Item = { ...flagKey, until: { N: String(until) } };
    await this.client.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  async until(): Promise<number> {
    return Number((await this.item(flagKey))?.until?.N ?? 0);
  }

  private async read(id: string): Promise<StoredRoom | undefined> {
    const item = await this.item(roomKey(id));
    if (item === undefined) return undefined;
    const stored = roomOf(item);
    this.recent.note(stored);
    return stored;
  }

  private async item(Key: Item): Promise<Item | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.tableName, Key, ConsistentRead: true }),
    );
    return Item;
  }

  private async there(id: string): Promise<StoredRoom> {
    const found = await this.get(id);
    if (found === undefined) throw new Error(`there is no room ${id}`);
    return found;
  }

  private async putEntry(user: string, id: string): Promise<void> {
    const Item = { ...entryKey(user, id), room: { S: id } };
    await this.client.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  /** @returns the room after the change, or nothing where a condition did not hold */
  private async change(
    id: string,
    user: string,
    update: string,
    conditions: readonly string[],
  ): Promise<StoredRoom | undefined> {
    const condition = conditions.join(' AND ');
    try {
      const { Attributes } = await this.client.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: roomKey(id),
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeNames: room,
          ExpressionAttributeValues: {
            ':set': { SS: [user] },
            ':one': { N: '1' },
            ':user': { S: user },
            ...(condition.includes(':most') && { ':most': { N: String(limits.roomMembers) } }),
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      if (Attributes === undefined) return undefined;
      const stored = roomOf(Attributes);
      this.recent.note(stored);
      return stored;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return undefined;
    }
  }
}
