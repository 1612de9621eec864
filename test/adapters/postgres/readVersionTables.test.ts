import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVersionTableReader } from '../../../src/adapters/postgres/readVersionTables.ts';
import type { VersionTable, VersionTableReading } from '../../../src/core/migration/versionTable.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import {
  hasPostgres,
  PostgresServer,
  postgresVersions,
  superuser,
  superuserPassword,
} from '../../support/postgres.ts';

const reader = createVersionTableReader(() => defaultSettings.connection);
const alembic: VersionTable = { name: 'alembic_version', columns: ['version_num'] };
const password = 'pw';

const createTables = `
CREATE ROLE "some one" LOGIN PASSWORD '${password}';
CREATE SCHEMA meta;
CREATE SCHEMA "Odd Schema";
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('ae1027a6acf'), ('27c6a30d7c24');
CREATE TABLE meta.only_here (version_num text);
CREATE TABLE "Odd Schema"."odd ""name" (version_num text);
INSERT INTO "Odd Schema"."odd ""name" VALUES ('x');
CREATE TABLE empty_version (version_num text);
CREATE TABLE another_tool (id int, applied bool);
CREATE TABLE schema_migrations (version bigint NOT NULL, dirty boolean NOT NULL, at timestamptz, dropped int);
ALTER TABLE schema_migrations DROP COLUMN dropped;
INSERT INTO schema_migrations VALUES (20240102030405, true, NULL);
CREATE VIEW view_version AS SELECT * FROM alembic_version;
CREATE TABLE partitioned_version (version_num text) PARTITION BY LIST (version_num);
CREATE TABLE partitioned_version_a PARTITION OF partitioned_version FOR VALUES IN ('a');
INSERT INTO partitioned_version VALUES ('a');
CREATE TABLE guarded_version (version_num text);
INSERT INTO guarded_version VALUES ('g');
ALTER TABLE guarded_version ENABLE ROW LEVEL SECURITY;
CREATE TABLE many_rows AS SELECT n::text AS version_num FROM generate_series(1, 100001) n;
`;

describe.each(postgresVersions.filter(hasPostgres))('PostgreSQL %i', (version) => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    await server.createDatabase('shop', createTables);
  });

  afterAll(async () => {
    await server.stop();
  });

  async function read(
    tables: readonly VersionTable[],
    { database = 'shop', user = superuser } = {},
  ): Promise<readonly VersionTableReading[]> {
    const connection = {
      target: server.target(database, user),
      password: user === superuser ? superuserPassword : password,
    };
    return (await reader.readVersionTables(connection, tables, new AbortController().signal)).tables;
  }

  const named = (name: string, rest: Partial<VersionTable> = {}): VersionTable => ({
    ...alembic,
    name,
    ...rest,
  });

  /** A copy of the database in which a test may do as it likes. */
  async function fork(name: string, sql: string): Promise<string> {
    await server.createDatabase(name, sql, 'shop');
    return name;
  }

  test('rows, with the version of the server and the name of the database, without TLS where there is none', async () => {
    const connection = {
      target: { ...server.target('shop'), ssl: 'prefer' as const },
      password: superuserPassword,
    };
    const reading = await reader.readVersionTables(connection, [alembic], new AbortController().signal);
    expect(reading).toEqual({
      serverVersion: expect.stringMatching(new RegExp(`^${version}\\.`)),
      database: 'shop',
      tables: [
        {
          kind: 'rows',
          schema: 'public',
          rows: [{ version_num: 'ae1027a6acf' }, { version_num: '27c6a30d7c24' }],
        },
      ],
    });
  });

  test('a server without TLS is not spoken to where TLS is required', async () => {
    const connection = {
      target: { ...server.target('shop'), ssl: 'require' as const },
      password: superuserPassword,
    };
    await expect(
      reader.readVersionTables(connection, [alembic], new AbortController().signal),
    ).rejects.toThrow(`The server at 127.0.0.1:${server.port} does not offer TLS.`);
  });

  test('values as PostgreSQL prints them, null for optional columns that are not there', async () => {
    const table = {
      name: 'schema_migrations',
      columns: ['version', 'dirty', 'at'],
      optionalColumns: ['dropped', 'by'],
    };
    expect(await read([table])).toEqual([
      {
        kind: 'rows',
        schema: 'public',
        rows: [{ version: '20240102030405', dirty: 't', at: null, dropped: null, by: null }],
      },
    ]);
  });

  test('several tables, each in its own state, in the order asked for', async () => {
    const tables = [
      named('nowhere'),
      named('empty_version'),
      named('only_here'),
      named('only_here', { schema: 'meta' }),
      named('another_tool', { columns: ['version_num', 'id'] }),
      named('view_version'),
      named('partitioned_version'),
      named('alembic_version', { schema: 'meta' }),
    ];
    expect(await read(tables)).toEqual([
      { kind: 'absent' },
      { kind: 'rows', schema: 'public', rows: [] },
      { kind: 'elsewhere', schemas: ['meta'] },
      { kind: 'rows', schema: 'meta', rows: [] },
      { kind: 'foreign', schema: 'public', missingColumns: ['version_num'] },
      { kind: 'foreign', schema: 'public', missingColumns: [], relation: 'view' },
      { kind: 'rows', schema: 'public', rows: [{ version_num: 'a' }] },
      { kind: 'elsewhere', schemas: ['public'] },
    ]);
  });

  test('names that need quotes', async () => {
    expect(await read([named('odd "name', { schema: 'Odd Schema' })])).toEqual([
      { kind: 'rows', schema: 'Odd Schema', rows: [{ version_num: 'x' }] },
    ]);
  });

  test('a table of this name that has other columns does not count as elsewhere', async () => {
    expect(await read([named('another_tool', { schema: 'meta' })])).toEqual([{ kind: 'absent' }]);
  });

  test('the search path of the role or the database decides, not public', async () => {
    const database = await fork(
      'search_path',
      `CREATE TABLE meta.alembic_version (version_num text); INSERT INTO meta.alembic_version VALUES ('m');
       CREATE SCHEMA "some one"; CREATE TABLE "some one".alembic_version (version_num text);
       GRANT ALL ON SCHEMA "some one", meta TO "some one"; GRANT SELECT ON "some one".alembic_version TO "some one";
       ALTER DATABASE search_path SET search_path = "$user", meta, public`,
    );
    expect(await read([alembic], { database })).toMatchObject([{ kind: 'rows', schema: 'meta' }]);
    expect(await read([alembic], { database, user: 'some one' })).toMatchObject([
      { kind: 'rows', schema: 'some one' },
    ]);
  });

  test('a role without rights is told exactly what it lacks, and that suffices', async () => {
    const database = await fork('rights', 'REVOKE ALL ON SCHEMA public FROM public');
    const tables = [alembic, named('only_here', { schema: 'meta' })];
    const grants = [
      'GRANT USAGE ON SCHEMA public TO "some one";',
      'GRANT SELECT ON TABLE public.alembic_version TO "some one";',
      'GRANT USAGE ON SCHEMA meta TO "some one";',
      'GRANT SELECT ON TABLE meta.only_here TO "some one";',
    ];
    expect(await read(tables, { database, user: 'some one' })).toEqual([
      { kind: 'forbidden', schema: 'public', grants: grants.slice(0, 2) },
      { kind: 'forbidden', schema: 'meta', grants: grants.slice(2) },
    ]);
    await server.run(database, grants.slice(0, 3).join('\n'));
    expect(await read(tables, { database, user: 'some one' })).toMatchObject([
      { kind: 'rows', rows: [{}, {}] },
      { kind: 'forbidden', schema: 'meta', grants: grants.slice(3) },
    ]);
  });

  test('rows hidden by row level security are never taken for none', async () => {
    const database = await fork('policies', 'GRANT SELECT ON guarded_version TO "some one"');
    const guarded = [named('guarded_version')];
    const policy =
      'CREATE POLICY driftline_read ON public.guarded_version FOR SELECT TO "some one" USING (true);';
    const forbidden = (grant: string) => [{ kind: 'forbidden', schema: 'public', grants: [grant] }];

    expect(await read(guarded, { database, user: 'some one' })).toEqual(forbidden(policy));
    await server.run(database, `CREATE POLICY partial ON guarded_version USING (version_num = 'h')`);
    expect(await read(guarded, { database, user: 'some one' })).toEqual(forbidden(policy));
    await server.run(database, policy);
    expect(await read(guarded, { database, user: 'some one' })).toMatchObject([
      { rows: [{ version_num: 'g' }] },
    ]);
    await server.run(database, 'CREATE POLICY narrow ON guarded_version AS RESTRICTIVE USING (true)');
    expect(await read(guarded, { database, user: 'some one' })).toEqual(
      forbidden('ALTER ROLE "some one" BYPASSRLS;'),
    );
  });

  test('a table under an exclusive lock is busy, and the others are read', async () => {
    const holder = await server.connect('shop');
    try {
      await holder.query('BEGIN; LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE');
      expect(await read([alembic, named('empty_version')])).toEqual([
        { kind: 'busy', schema: 'public' },
        { kind: 'rows', schema: 'public', rows: [] },
      ]);
    } finally {
      await holder.end();
    }
  });

  test('what a migration has locked does not hide that the role may not read it', async () => {
    const holder = await server.connect('shop');
    try {
      await holder.query('BEGIN; ALTER TABLE alembic_version ADD COLUMN later int');
      expect(await read([alembic], { user: 'some one' })).toEqual([
        {
          kind: 'forbidden',
          schema: 'public',
          grants: ['GRANT SELECT ON TABLE public.alembic_version TO "some one";'],
        },
      ]);
    } finally {
      await holder.end();
    }
  });

  test('a table with more rows than a version table can have is refused, not cut', async () => {
    await expect(read([named('many_rows')])).rejects.toThrow(
      'Table public.many_rows has more than 100,000 rows and is hardly a version table.',
    );
  });

  test('a session in a database whose transactions are read-only by default, with another date style', async () => {
    const database = await fork(
      'settings',
      `ALTER DATABASE settings SET default_transaction_read_only = on;
       ALTER DATABASE settings SET datestyle = 'German'`,
    );
    await server.run(
      database,
      `SET transaction_read_only = off; UPDATE schema_migrations SET at = '2024-01-02 03:04:05+00'`,
    );
    expect(await read([{ name: 'schema_migrations', columns: ['at'] }], { database })).toEqual([
      { kind: 'rows', schema: 'public', rows: [{ at: '2024-01-02 03:04:05+00' }] },
    ]);
  });
});

describe.each(postgresVersions.filter((version) => !hasPostgres(version)))('PostgreSQL %i', (version) => {
  test.skip(`npm has no PostgreSQL ${version} for ${process.platform}-${process.arch}`, () => undefined);
});
