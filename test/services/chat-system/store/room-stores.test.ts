import { limits } from '../../../../services/chat-system/protocol/limits';
import type { DegradedFlag } from '../../../../services/chat-system/store/degraded-flag';
import { DynamoRoomStore } from '../../../../services/chat-system/store/dynamo-room-store';
import { MemoryRoomStore } from '../../../../services/chat-system/store/memory-stores';
import { RoomFullError, type RoomStore } from '../../../../services/chat-system/store/stores';
import { roomsTable } from '../../../../services/chat-system/store/table-keys';
import { Dynalite } from './dynalite';

const dynalite = new Dynalite();
afterAll(() => dynalite.stop());

const stores: readonly (readonly [string, () => Promise<RoomStore & DegradedFlag>])[] = [
  ['in memory', async () => new MemoryRoomStore()],
  ['in DynamoDB', async () => new DynamoRoomStore(await dynalite.client(), await dynalite.table(roomsTable))],
];
const us = { room: 'group:1', title: 'Us', members: ['ann', 'bob'] };

describe.each(stores)('rooms %s', (_name, make) => {
  test('a room that is made twice is the first one', async () => {
    const store = await make();
    expect(await store.get('group:1')).toBeUndefined();
    expect(await store.create(us)).toEqual({ ...us, version: 1 });
    expect(await store.create({ ...us, title: 'Others', members: ['eve'] })).toEqual({ ...us, version: 1 });
    expect(await store.get('group:1')).toEqual({ ...us, version: 1 });
    expect(await store.roomsOf('ann')).toEqual([{ ...us, version: 1 }]);
    expect(await store.roomsOf('eve')).toEqual([]);
  });

  test('members come and go, each change has a version, what changes nothing has none', async () => {
    const store = await make();
    await store.create(us);
    expect(await store.add('group:1', 'cleo')).toMatchObject({ members: ['ann', 'bob', 'cleo'], version: 2 });
    expect(await store.add('group:1', 'cleo')).toMatchObject({ version: 2 });
    expect(await store.roomsOf('cleo')).toHaveLength(1);
    expect(await store.remove('group:1', 'ann')).toMatchObject({ members: ['bob', 'cleo'], version: 3 });
    expect(await store.remove('group:1', 'ann')).toMatchObject({ version: 3 });
    expect(await store.roomsOf('ann')).toEqual([]);
    expect(await store.remove('group:1', 'bob')).toMatchObject({ members: ['cleo'] });
    expect(await store.remove('group:1', 'cleo')).toMatchObject({ members: [] });
    expect(await store.add('group:1', 'dan')).toMatchObject({ members: ['dan'] });
  });

  test('what was read before is the answer until it changes', async () => {
    const store = await make();
    const known = await store.create(us);
    expect(await store.get('group:1', known)).toEqual(known);
    const changed = await store.add('group:1', 'cleo');
    expect(await store.get('group:1', known)).toEqual(changed);
    expect(await store.get('group:9', known)).toBeUndefined();
  });

  test('everyone who comes at the same time is there', async () => {
    const store = await make();
    await store.create(us);
    const names = Array.from({ length: 20 }, (_, index) => `u${index}`);
    await Promise.all(names.map((name) => store.add('group:1', name)));
    expect(await store.get('group:1')).toMatchObject({ members: [...us.members, ...names].toSorted(), version: 21 });
  });

  test('a full room takes nobody', async () => {
    const store = await make();
    const members = Array.from({ length: limits.roomMembers }, (_, index) => `u${index}`);
    await store.create({ room: 'group:1', members });
    await expect(store.add('group:1', 'one-more')).rejects.toThrow(RoomFullError);
    expect((await store.add('group:1', 'u0')).members).toHaveLength(limits.roomMembers);
    expect(await store.roomsOf('one-more')).toEqual([]);
  });

  test('there is nobody in a room that is not there', async () => {
    const store = await make();
    await expect(store.add('group:9', 'ann')).rejects.toThrow('no room');
    await expect(store.remove('group:9', 'ann')).rejects.toThrow('no room');
    expect(await store.roomsOf('ann')).toEqual([]);
  });

  test('the flag stands until its time', async () => {
    const store = await make();
    expect(await store.until()).toBe(0);
    await store.raise(5_000);
    await store.raise(35_000);
    expect(await store.until()).toBe(35_000);
  });
});
