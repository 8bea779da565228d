import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { JoinedReads } from '../joined-reads';
import { roomKey } from './room-item';
import { keyOf } from './table-keys';

/** As many as DynamoDB takes in one call. */
const KEYS_MOST = 100;

/** Reads under way: with fewer of them more rooms are read together, and one that is slow must not hold up all rooms. */
const READS_MOST = 2;

/**
 * Versions of rooms, as they are asked for with every message: of several rooms in one call, each of them strongly
 * consistent and read after it was asked for.
 */
export class RoomVersions {
  private readonly reads = new JoinedReads<number>((rooms) => this.read(rooms), KEYS_MOST, READS_MOST);

  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** @returns 0 where there is no such room */
  of(room: string): Promise<number> {
    return this.reads.ask(room);
  }

  private async read(rooms: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { Responses, UnprocessedKeys } = await this.client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [this.tableName]: {
            Keys: rooms.map(roomKey),
            ConsistentRead: true,
            ProjectionExpression: '#pk, #version',
            ExpressionAttributeNames: { '#pk': 'pk', '#version': 'version' },
          },
        },
      }),
    );
    const items = Responses?.[this.tableName] ?? [];
    const versions = new Map(items.map(({ pk, version }) => [pk?.S, Number(version?.N ?? 0)]));
    // DynamoDB leaves out what it has no capacity for; whoever asked for it asks again.
    const leftOut = new Set(UnprocessedKeys?.[this.tableName]?.Keys?.map(({ pk }) => pk?.S));
    const answered = rooms.filter((room) => !leftOut.has(keyOf.room(room)));
    return new Map(answered.map((room) => [room, versions.get(keyOf.room(room)) ?? 0]));
  }
}
