import type { BatchGetItemCommandOutput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoRoomStore } from '../../../../services/chat-system/store/dynamo-room-store';
import { RoomVersions } from '../../../../services/chat-system/store/room-versions';
import { keyOf, roomsTable } from '../../../../services/chat-system/store/table-keys';
import { Dynalite } from './dynalite';

const dynalite = new Dynalite();
afterAll(() => dynalite.stop());

test('versions of many rooms, some of which are not there', async () => {
  const [client, table] = [await dynalite.client(), await dynalite.table(roomsTable)];
  const store = new DynamoRoomStore(client, table);
  await store.create({ room: 'group:1', members: ['ann'] });
  await store.create({ room: 'group:2', members: ['ann'] });
  await store.add('group:2', 'bob');
  const versions = new RoomVersions(client, table);
  const rooms = ['group:1', 'group:2', ...Array.from({ length: 120 }, (_, index) => `group:none${index}`)];
  const [one, two, ...others] = await Promise.all(rooms.map((room) => versions.of(room)));
  expect([one, two]).toEqual([1, 2]);
  expect(new Set(others)).toEqual(new Set([0]));
});

test('a room that DynamoDB left out is not one that is not there', async () => {
  const output: Partial<BatchGetItemCommandOutput> = {
    Responses: { Rooms: [{ pk: { S: keyOf.room('group:1') }, version: { N: '7' } }] },
    UnprocessedKeys: { Rooms: { Keys: [{ pk: { S: keyOf.room('group:2') }, sk: { S: 'room' } }] } },
  };
  const client = { send: async () => output } as Partial<DynamoDBClient> as DynamoDBClient;
  const versions = new RoomVersions(client, 'Rooms');
  const [one, two] = [versions.of('group:1'), versions.of('group:2').catch(String)];
  expect([await one, await two]).toEqual([7, 'Error: no answer for group:2']);
});
