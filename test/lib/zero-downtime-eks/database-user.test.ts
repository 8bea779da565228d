import { CREATE_USER, DATABASE_NAME, DATABASE_USER } from '../../../lib/zero-downtime-eks/database-user';
import { type Database, startDatabase } from '../../../lib/zero-downtime-eks/lab/runtime/database';
import { inLab } from './lab/runtime/in-lab';

/** Runs statements as another user, in the one transaction that several statements at once are. */
const as = (user: string, database: Database, ...statements: readonly string[]) =>
  database.query([`SET ROLE ${user}`, ...statements, 'RESET ROLE'].join(';\n'));

test('the user can be made twice, by a master who is no superuser, and then makes its tables and nobody else’s', () =>
  inLab(async () => {
    const server = await startDatabase();
    try {
      // As RDS has it: a master with CREATEROLE who owns the database and may hand rds_iam on.
      await server.query('CREATE ROLE master LOGIN CREATEROLE');
      await server.query('CREATE ROLE rds_iam');
      await server.query('GRANT rds_iam TO master WITH ADMIN OPTION');
      const database = await server.createDatabase(DATABASE_NAME);
      await server.query(`ALTER DATABASE ${DATABASE_NAME} OWNER TO master`);

      await as('master', database, CREATE_USER);
      await as('master', database, CREATE_USER);
      const [user] = await database.query(
        'SELECT rolcanlogin, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = $1',
        [DATABASE_USER],
      );
      expect(user).toEqual({ rolcanlogin: true, rolsuper: false, rolcreaterole: false });
      const [member] = await database.query("SELECT pg_has_role($1, 'rds_iam', 'MEMBER') AS iam", [DATABASE_USER]);
      expect(member).toEqual({ iam: true });

      await as(DATABASE_USER, database, 'CREATE TABLE payments (id int)', 'INSERT INTO payments VALUES (1)');
      expect(await database.query('SELECT id FROM payments')).toEqual([{ id: 1 }]);
      await expect(as(DATABASE_USER, database, 'CREATE ROLE other')).rejects.toThrow(/permission denied/);
    } finally {
      await server.close();
    }
  }));
