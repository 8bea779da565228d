import { connect } from 'node:net';
import { type DatabaseServer, startDatabase } from '../../../../../lib/zero-downtime-eks/lab/runtime/database';
import { inLab } from './in-lab';
import { expectNothingLeft, folderMark, foldersOf, processesWith } from './leftovers';

function withServer(use: (server: DatabaseServer) => Promise<void>) {
  return inLab(async () => {
    const server = await startDatabase();
    try {
      expect(processesWith(folderMark()).length).toBeGreaterThan(0);
      await use(server);
    } finally {
      await server.close();
    }
    await expectNothingLeft(folderMark());
    expect(foldersOf()).toEqual([]);
    expect(await isOpen(server)).toBe(false);
  });
}

function isOpen({ host, port }: DatabaseServer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

test('databases of one server are made at the same time, and know nothing of each other', () =>
  withServer(async (server) => {
    const names = ['one', 'two', 'three "3"', 'four', 'five', 'six', 'seven', 'eight'];
    const databases = await Promise.all(names.map((name) => server.createDatabase(name)));
    await Promise.all(databases.map(({ query, name }) => query(`CREATE TABLE t AS SELECT '${name}' AS name`)));
    for (const { query, name } of databases)
      expect(await query('SELECT * FROM t WHERE name = $1', [name])).toEqual([{ name }]);
    await expect(server.query('SELECT * FROM t')).rejects.toThrow('does not exist');
    await expect(server.createDatabase('one')).rejects.toThrow('already exists');
    expect((await server.createDatabase('nine')).name).toBe('nine');
  }));

test.each(['fast', 'immediate'] as const)('what is committed survives a stop, %s', (mode) =>
  withServer(async (server) => {
    const { query } = await server.createDatabase('ledger');
    await query('CREATE TABLE t (i int)');
    await query('INSERT INTO t SELECT generate_series(1, 1000)');
    await server.stop(mode);
    expect(await isOpen(server)).toBe(false);
    await server.start();
    expect(await query('SELECT count(*)::int AS count FROM t')).toEqual([{ count: 1_000 }]);
  }),
);

test('a server that was stopped can be closed', () =>
  withServer(async (server) => {
    await server.stop('fast');
  }));
