import { DynamoPresenceStore } from '../../../../services/chat-system/store/dynamo-presence-store';
import { MemoryPresenceStore } from '../../../../services/chat-system/store/memory-stores';
import type { PresenceStore } from '../../../../services/chat-system/store/stores';
import { sessionsTable } from '../../../../services/chat-system/store/table-keys';
import { ValkeyPresenceStore } from '../../../../services/chat-system/store/valkey-presence-store';
import { startCluster, until, ValkeyProcess, withValkey } from '../bus/valkey-process';
import { Dynalite } from './dynalite';

const dynalite = new Dynalite();
afterAll(() => dynalite.stop());

function behaves(make: (now: () => number) => Promise<PresenceStore>): void {
  test('a user is there as long as any of the connections, and no longer', async () => {
    const start = Date.now();
    let now = start;
    const store = await make(() => now);
    const of = async () => Object.fromEntries(await store.of(['ann', 'bob', 'eve']));
    await store.renew('ann', 'one', start + 60_000);
    await store.renew('ann', 'other', start + 20_000);
    await store.renew('bob', 'one', start + 30_000);
    expect(await of()).toEqual({ ann: start + 60_000, bob: start + 30_000 });
    await store.end('ann', 'one');
    expect(await of()).toEqual({ ann: start + 20_000, bob: start + 30_000 });
    now = start + 25_000;
    expect(await of()).toEqual({ bob: start + 30_000 });
    await store.renew('ann', 'other', start + 50_000);
    expect(await of()).toEqual({ ann: start + 50_000, bob: start + 30_000 });
    await store.end('ann', 'other');
    await store.end('ann', 'never');
    expect(await of()).toEqual({ bob: start + 30_000 });
    expect(await store.of([])).toEqual(new Map());
  });
}

describe('in memory', () => behaves(async (now) => new MemoryPresenceStore(now)));

describe('in DynamoDB', () => {
  behaves(async (now) => new DynamoPresenceStore(await dynalite.client(), await dynalite.table(sessionsTable), now));
});

describe('in Valkey', () => {
  withValkey(() => {
    const stores: ValkeyPresenceStore[] = [];
    const servers: ValkeyProcess[] = [];
    afterEach(async () => {
      await Promise.all(stores.splice(0).map((store) => store.stop()));
      await Promise.all(servers.splice(0).map((server) => server.end()));
    });
    const connect = async (url: string, cluster: boolean, now: () => number): Promise<ValkeyPresenceStore> => {
      const store = new ValkeyPresenceStore({ url, cluster, commandMs: 500 }, now);
      stores.push(store);
      await until(() => store.of(['nobody']).then(() => true));
      return store;
    };
    behaves(async (now) => {
      const server = await ValkeyProcess.start();
      servers.push(server);
      return await connect(server.url, false, now);
    });
    behaves(async (now) => {
      const nodes = await startCluster();
      servers.push(...nodes);
      return await connect(nodes[0].url, true, now);
    });

    test('nothing is left of a user who is gone', async () => {
      const server = await ValkeyProcess.start();
      servers.push(server);
      const store = await connect(server.url, false, Date.now);
      await store.renew('ann', 'one', Date.now() + 500);
      expect(await server.call('DBSIZE')).toBe(1);
      await until(async () => (await server.call('DBSIZE')) === 0);
    });
  });
});
