/** Reading a schema while others change it: nobody waits, neither the reader nor those others. */
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SchemaReading } from '../../../../src/app/schemaPorts.ts';
import type { Affected } from '../../../../src/core/schema/snapshot.ts';
import { hasPostgres, PostgresServer, type PostgresVersion } from '../../../support/postgres.ts';
import { type ProxyOptions, RecordingProxy } from '../../../support/proxy.ts';
import { connectionTo, inSession, reader, readSchema, tableOf } from './databases.ts';
import { richSchema } from './richSchema.ts';

const versions = ([12, 15, 18] satisfies PostgresVersion[]).filter(hasPostgres);

describe.each(versions)('PostgreSQL %i', (version) => {
  let server: PostgresServer;
  let number = 0;
  const clients: Client[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    await server.createDatabase('shop', richSchema(version));
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end()));
  });

  afterAll(async () => {
    await server.stop();
  });

  async function fork(): Promise<string> {
    const name = `fork${++number}`;
    await server.createDatabase(name, '', 'shop');
    return name;
  }

  async function open(database: string): Promise<Client> {
    const client = await server.connect(database);
    clients.push(client);
    return client;
  }

  /** Through a proxy, with what was sent. */
  async function readThrough(database: string, options: ProxyOptions) {
    const proxy = await RecordingProxy.start(server.port, options);
    const { target, password } = connectionTo(server, database);
    const connection = { target: { ...target, port: proxy.port }, password };
    const reading = await reader.readSchema(connection, new AbortController().signal);
    await proxy.stop();
    return { reading, statements: proxy.statements };
  }

  /** Runs `change` each time before definitions are asked for, at most `times` times. */
  function beforeDefinitions(change: () => Promise<unknown>, times = 1): ProxyOptions {
    let left = times;
    return {
      before: async (sql) => {
        if (sql.includes('pg_get_partkeydef') && left-- > 0) await change();
      },
    };
  }

  function affected({ snapshot }: SchemaReading): readonly Affected[] {
    return snapshot.uncertainties.flatMap(({ affects }) => (affects === 'anything' ? [] : affects));
  }

  test('a locked table: what it consists of is known, its definitions are not, and nothing waits', async () => {
    const name = await fork();
    const whole = await readSchema(server, name);
    const holder = await open(name);
    await holder.query('BEGIN; ALTER TABLE users ADD COLUMN uncommitted int DEFAULT 7');
    const { reading, statements } = await readThrough(name, {});

    const users = tableOf(reading.snapshot, 'users');
    const before = tableOf(whole.snapshot, 'users');
    expect(users.columns.map((column) => [column.name, column.type])).toEqual(
      before.columns.map((column) => [column.name, column.type]),
    );
    expect(users.constraints.map((constraint) => constraint.name)).toEqual([
      'users_Nick Name_key',
      'users_pkey',
    ]);
    expect(affected(reading)).toEqual([
      {
        kind: 'table',
        name: { schema: 'public', name: 'users' },
        parts: expect.arrayContaining([
          { kind: 'constraint', name: 'users_amount_check' },
          { kind: 'index', name: 'users_mail' },
          { kind: 'trigger', name: 'users_touch' },
        ]),
      },
      { kind: 'table', name: { schema: 'public', name: 'orders' }, parts: [{ kind: 'policy', name: 'own' }] },
      { kind: 'view', name: { schema: 'public', name: 'adults' } },
    ]);
    expect(reading.snapshot.uncertainties[0]?.reason).toBe(
      'Another session has users, or what it is built on, locked, as a running migration does: some of its definitions could not be read. Read the schema again when that session is done.',
    );
    expect(tableOf(reading.snapshot, 'base')).toEqual(tableOf(whole.snapshot, 'base'));
    expect(statements.filter((sql) => sql.startsWith('ROLLBACK'))).toEqual([]);
  });

  test('who waits for a lock is not waited for either', async () => {
    const name = await fork();
    const holder = await open(name);
    const waiter = await open(name);
    await holder.query('BEGIN; SELECT FROM users');
    const waiting = waiter.query('ALTER TABLE users ADD COLUMN later int');
    const isWaiting = async (): Promise<number> =>
      (await holder.query("SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'")).rows.length;
    await expect.poll(isWaiting).toBe(1);
    const { reading, statements } = await readThrough(name, {});
    expect(affected(reading).map((one) => one.name.name)).toEqual(['users', 'orders', 'adults']);
    expect(statements.filter((sql) => sql.startsWith('ROLLBACK'))).toEqual([]);
    await holder.query('COMMIT');
    await waiting;
  });

  test('a lock taken between the catalogs and the definitions is passed over', async () => {
    const name = await fork();
    const holder = await open(name);
    const lock = beforeDefinitions(() => holder.query('BEGIN; LOCK TABLE ONLY base'));
    const { reading, statements } = await readThrough(name, lock);
    expect(affected(reading).map((one) => one.name.name)).toEqual(['base']);
    expect(statements.filter((sql) => sql.startsWith('ROLLBACK'))).toHaveLength(1);
  });

  test('what was locked is read when the lock is gone, although nothing was written', async () => {
    const name = await fork();
    const whole = await readSchema(server, name);
    const holder = await open(name);
    await holder.query('BEGIN; LOCK TABLE users');
    const busy = await readSchema(server, name);
    expect(affected(busy)).not.toEqual([]);
    await holder.query('ROLLBACK');
    const later = await inSession(server, name, (session) => session.readChanges(busy));
    expect(later.snapshot).toEqual(whole.snapshot);
  });

  test('what is changed between the catalogs and the definitions is read again', async () => {
    const name = await fork();
    const changer = await open(name);
    const change = beforeDefinitions(() =>
      changer.query('ALTER TABLE users RENAME name TO title; ALTER TABLE base ADD CHECK (id > 0)'),
    );
    const { reading } = await readThrough(name, change);
    expect(reading.snapshot).toEqual((await readSchema(server, name)).snapshot);
    expect(tableOf(reading.snapshot, 'users').columns[1]?.name).toBe('title');
  });

  test('a table that lends its column names to others with the same columns is renamed meanwhile', async () => {
    const name = await fork();
    const changer = await open(name);
    const columns = '(id int, amount int CHECK (amount > 0))';
    await changer.query(`CREATE TABLE first ${columns}; CREATE TABLE second ${columns};
      CREATE INDEX ON second ((amount + 1)) WHERE amount > 5`);
    const rename = beforeDefinitions(() => changer.query('ALTER TABLE first RENAME amount TO total'));
    const { reading } = await readThrough(name, rename);
    expect(reading.snapshot).toEqual((await readSchema(server, name)).snapshot);
    const { constraints, indexes } = tableOf(reading.snapshot, 'second');
    expect(constraints).toMatchObject([{ expression: 'amount > 0' }]);
    expect(indexes).toMatchObject([{ keys: [{ expression: 'amount + 1' }], predicate: 'amount > 5' }]);
    expect(tableOf(reading.snapshot, 'first').constraints).toMatchObject([{ expression: 'total > 0' }]);
  });

  test('a whole row in an expression has the name of its own table', async () => {
    const name = await fork();
    const client = await open(name);
    for (const table of ['first', 'second'])
      await client.query(`CREATE TABLE ${table} (id int, CHECK (${table} IS NOT NULL))`);
    const { snapshot } = await readSchema(server, name);
    expect(tableOf(snapshot, 'first').constraints).toMatchObject([{ expression: 'first.* IS NOT NULL' }]);
    expect(tableOf(snapshot, 'second').constraints).toMatchObject([{ expression: 'second.* IS NOT NULL' }]);
  });

  test('what is dropped between the catalogs and the definitions is gone', async () => {
    const name = await fork();
    const changer = await open(name);
    const drop = beforeDefinitions(() => changer.query('DROP TABLE users CASCADE; DROP TABLE base CASCADE'));
    const { reading } = await readThrough(name, drop);
    expect(reading.snapshot).toEqual((await readSchema(server, name)).snapshot);
    expect([...reading.snapshot.tables.keys()]).not.toContain('public\0users');
  });

  test('what keeps being changed is uncertain until it is left alone', async () => {
    const name = await fork();
    const changer = await open(name);
    let round = 0;
    const change = beforeDefinitions(
      () => changer.query(`ALTER TABLE base ADD COLUMN more${round++} int`),
      Number.POSITIVE_INFINITY,
    );
    const { reading } = await readThrough(name, change);
    expect(affected(reading).map((one) => one.name.name)).toContain('base');
    expect(reading.snapshot.uncertainties[0]?.reason).toMatch(/keeps being changed while it is read/);
    const later = await inSession(server, name, (session) => session.readChanges(reading));
    expect(later.snapshot).toEqual((await readSchema(server, name)).snapshot);
  });

  test('between readings the session has no transaction, and no lock', async () => {
    const name = await fork();
    const watcher = await open(name);
    await inSession(server, name, async (session) => {
      await session.readChanges(await session.read());
      const { rows } = await watcher.query(
        `SELECT a.state, (SELECT count(*)::int FROM pg_locks l WHERE l.pid = a.pid) AS locks
         FROM pg_stat_activity a WHERE a.application_name = 'driftline' AND a.datname = current_database()`,
      );
      expect(rows).toEqual([{ state: 'idle', locks: 0 }]);
    });
  });

  test('every database is asked the same, in transactions that cannot write', async () => {
    const empty = `empty${number}`;
    await server.createDatabase(empty, '');
    const [rich, poor] = [await readThrough('shop', {}), await readThrough(empty, {})];
    const [first = '', second = '', third = ''] = rich.statements;
    expect(poor.statements.map(withoutRelations)).toEqual(rich.statements.map(withoutRelations));
    expect(first).toMatch(/^\s*BEGIN READ ONLY;[^;]+;[^;]+;\s*SELECT[^;]+;\s*COMMIT$/);
    expect(second).toMatch(/^\s*BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\s*SELECT/);
    for (const sql of [second, third])
      expect(
        sql
          .split(';')
          .filter(
            (one) =>
              !/^\s*(SELECT|COPY \(\s*SELECT|SET LOCAL|BEGIN|SAVEPOINT|ROLLBACK TO|COMMIT)\b/.test(one),
          ),
      ).toEqual([]);
  });
});

/** Which relations they are differs, and whether some have generated columns. */
function withoutRelations(sql: string): string {
  return sql
    .replaceAll(/BETWEEN \d+ AND \d+|= ANY \('\{[\d,]*\}'::oid\[\]\)/g, 'OF THESE')
    .replaceAll(/'\{[\d,]*\}'::oid\[\]/g, 'THESE')
    .replaceAll(/\b\d+:\d+:[\d,]*'|- \d+ \+ 1/g, 'THEN')
    .replaceAll(/CASE WHEN d\.adrelid OF THESE THEN d\.adrelid ELSE 0 END/g, '0');
}
