import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameKey } from '../../../../src/core/schema/name.ts';
import { typeText } from '../../../../src/core/schema/type.ts';
import { ddlOf } from '../../../../src/core/schema/writeDdl.ts';
import { md5 } from '../../../../src/core/text/md5.ts';
import { hasPostgres, PostgresServer, postgresVersions } from '../../../support/postgres.ts';
import { connectionTo, reader, readSchema, tableOf } from './databases.ts';
import { richSchema } from './richSchema.ts';

describe.each(postgresVersions.filter(hasPostgres))('PostgreSQL %i', (version) => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    await server.createDatabase('shop', richSchema(version));
  });

  afterAll(async () => {
    await server.stop();
  });

  async function create(name: string, sql: string): Promise<string> {
    await server.createDatabase(name, sql, 'template0');
    return name;
  }

  test('a bit of everything, as DDL', async () => {
    const { snapshot } = await readSchema(server, 'shop');
    await expect(ddlOf(snapshot)).toMatchFileSnapshot(`../../../fixtures/schema/rich.${version}.sql`);
    expect(snapshot.uncertainties).toEqual([]);
  });

  test('what the DDL makes of an empty database is the same schema', async () => {
    const original = await readSchema(server, await create('original', richSchema(version, { code: false })));
    const statements = ddlOf(original.snapshot);
    const copy = await readSchema(server, await create('copy', statements));
    expect(copy.snapshot).toEqual(original.snapshot);
  });

  test('an empty database has the schema public and nothing else', async () => {
    const { snapshot } = await readSchema(server, await create('empty', ''));
    expect(snapshot.schemas).toEqual(new Map([['public', { name: 'public' }]]));
    expect(ddlOf(snapshot)).toBe('');
  });

  test('what the session is', async () => {
    const reading = await readSchema(server, 'shop');
    expect(reading.serverVersion).toMatch(new RegExp(`^${version}\\.`));
    expect(reading.database).toBe('shop');
    expect(reading.searchPath).toEqual(['postgres', 'public']);
  });

  test('the hash of a routine is that of its body as it was written', async () => {
    const { snapshot } = await readSchema(server, 'shop');
    const hashes = [...snapshot.routines.values()].map(({ name, bodyHash }) => [name.name, bodyHash]);
    expect(hashes).toContainEqual(['touch', md5(' BEGIN NEW.started := now(); RETURN NEW; END ')]);
    expect(hashes).toContainEqual(['several', md5("SELECT 1, 'ü'")]);
    expect(hashes).toContainEqual(['total', undefined]);
  });

  test('sizes as the planner estimates them; none of a table that was never analyzed', async () => {
    const name = await create(
      'sized',
      `CREATE TABLE filled AS SELECT n, repeat('x', 3000) || n AS big FROM generate_series(1, 1000) n;
       CREATE TABLE fresh (n int);
       ANALYZE filled;`,
    );
    const { sizes } = await readSchema(server, name);
    expect(sizes.get(nameKey({ schema: 'public', name: 'filled' }))?.estimatedRows).toBe(1000);
    expect(sizes.get(nameKey({ schema: 'public', name: 'filled' }))?.bytes).toBeGreaterThan(50_000);
    expect(sizes.get(nameKey({ schema: 'public', name: 'fresh' }))).toEqual({ bytes: 0 });
  });

  test('a role that may only connect sees the same schema, and no row', async () => {
    await server.run(
      'shop',
      "CREATE ROLE guest LOGIN PASSWORD 'pw'; REVOKE ALL ON SCHEMA public FROM PUBLIC;",
    );
    const connection = connectionTo(server, 'shop', 'guest', 'pw');
    const guest = await reader.readSchema(connection, new AbortController().signal);
    expect(guest.snapshot).toEqual((await readSchema(server, 'shop')).snapshot);
  });

  test('the settings of a database change nothing of how it is spelled', async () => {
    const name = await create('spelled', richSchema(version));
    await server.run(
      'postgres',
      `ALTER DATABASE spelled SET search_path = 'audit, ext, public';
       ALTER DATABASE spelled SET quote_all_identifiers = on;
       ALTER DATABASE spelled SET datestyle = 'German';
       ALTER DATABASE spelled SET intervalstyle = 'iso_8601';
       ALTER DATABASE spelled SET timezone = 'Asia/Tokyo';
       ALTER DATABASE spelled SET default_transaction_isolation = 'serializable'`,
    );
    const { snapshot } = await readSchema(server, name);
    expect(snapshot).toEqual((await readSchema(server, 'shop')).snapshot);
  });

  test('an index that could not be built is invalid', async () => {
    const name = await create('invalid', 'CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1);');
    await expect(server.run(name, 'CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)')).rejects.toThrow();
    const { snapshot } = await readSchema(server, name);
    expect(tableOf(snapshot, 't').indexes).toMatchObject([{ name: 't_a', unique: true, invalid: true }]);
  });

  test('temporary tables are not part of a schema', async () => {
    const client = await server.connect(await create('temporary', ''));
    await client.query('CREATE TEMP TABLE t (a int)');
    const { snapshot } = await readSchema(server, 'temporary');
    expect(snapshot.tables).toEqual(new Map());
    await client.end();
  });

  test('what is read portion by portion is whole, and refers to what comes in another', async () => {
    const name = await create(
      'portions',
      `CREATE TABLE first (id int CHECK (id > 1), last_id int);
       CREATE SEQUENCE counter;
       DO $$ BEGIN
         FOR n IN 1..601 LOOP EXECUTE format('CREATE VIEW %I AS SELECT %s AS n', 'v' || n, n); END LOOP;
         FOR n IN 1..4400 LOOP EXECUTE format('CREATE TYPE %I AS (part int)', 't' || n); END LOOP;
       END $$;
       CREATE TABLE last (id int CHECK (id > 2) PRIMARY KEY, last_id int);
       ALTER SEQUENCE counter OWNED BY last.id;
       ALTER TABLE first ADD FOREIGN KEY (last_id) REFERENCES last;
       COMMENT ON CONSTRAINT last_pkey ON last IS 'the key';`,
    );
    const { snapshot } = await readSchema(server, name);
    expect(snapshot.types.size).toBe(4400);
    expect([...snapshot.tables.values()].map((table) => table.name.name)).toEqual(['first', 'last']);
    expect([...snapshot.sequences.values()]).toMatchObject([
      { name: { name: 'counter' }, ownedBy: { table: { name: 'last' }, column: 'id' } },
    ]);
    const definitions = Array.from({ length: 601 }, (_, index) => `SELECT ${index + 1} AS n`);
    expect(new Set([...snapshot.views.values()].map(({ definition }) => definition))).toEqual(
      new Set(definitions),
    );
    expect(tableOf(snapshot, 'first').constraints).toMatchObject([
      { kind: 'check', expression: 'id > 1' },
      { kind: 'foreignKey', references: { name: 'last' }, referencedColumns: ['id'] },
    ]);
    expect(tableOf(snapshot, 'last').constraints).toMatchObject([
      { kind: 'check', expression: 'id > 2' },
      { kind: 'primaryKey', columns: ['id'], comment: 'the key' },
    ]);
  });

  test('an operator class of an expression is told where it had to be given', async () => {
    const name = await create(
      'classes',
      `CREATE TYPE mood AS ENUM ('sad', 'ok');
       CREATE TABLE t (a int, b text, c mood);
       CREATE INDEX i1 ON t ((a + 0));
       CREATE INDEX i2 ON t ((a + 0) oid_ops);
       CREATE INDEX i3 ON t ((ARRAY[a]), (nullif(c, 'sad')), lower(b), ((b || '')::varchar));
       CREATE INDEX i4 ON t (lower(b) text_pattern_ops, (a + 0) oid_ops);`,
    );
    const { snapshot } = await readSchema(server, name);
    const classes = tableOf(snapshot, 't').indexes.map(({ keys }) => keys.map((one) => one.operatorClass));
    expect(classes).toEqual([
      [undefined],
      ['oid_ops'],
      [undefined, undefined, undefined, undefined],
      ['text_pattern_ops', 'oid_ops'],
    ]);
  });

  test('columns behind a dropped one have what is theirs, and a collation where it is not the usual one', async () => {
    const name = await create(
      'columns',
      `CREATE DOMAIN code AS text COLLATE "C";
       CREATE TABLE t (a int, gone text COLLATE "C", id int GENERATED ALWAYS AS IDENTITY,
         c text COLLATE "C" NOT NULL DEFAULT 'x', n name, m name COLLATE "default", d code, e code COLLATE "default",
         twice int GENERATED ALWAYS AS (a * 2) STORED, UNIQUE (c, e));
       ALTER TABLE t DROP COLUMN gone;`,
    );
    const { snapshot } = await readSchema(server, name);
    const { columns, constraints } = tableOf(snapshot, 't');
    expect(columns.map(({ type, ...column }) => ({ ...column, type: typeText(type) }))).toEqual([
      { name: 'a', type: 'integer', nullable: true },
      { name: 'id', type: 'integer', nullable: false, identity: 'always' },
      { name: 'c', type: 'text', nullable: false, collation: '"C"', default: "'x'::text" },
      { name: 'n', type: 'name', nullable: true },
      { name: 'm', type: 'name', nullable: true, collation: '"default"' },
      { name: 'd', type: 'public.code', nullable: true },
      { name: 'e', type: 'public.code', nullable: true, collation: '"default"' },
      { name: 'twice', type: 'integer', nullable: true, generated: { expression: 'a * 2', stored: true } },
    ]);
    expect(constraints).toMatchObject([{ columns: ['c', 'e'] }]);
  });

  test('columns whose names cannot be told apart make their table uncertain, and only it', async () => {
    const name = await create('odd', 'CREATE TABLE odd ("a\u001eb" int); CREATE TABLE even (a int);');
    const { snapshot } = await readSchema(server, name);
    expect(snapshot.uncertainties).toEqual([
      {
        reason:
          'The columns of odd could not be told apart: one has a control character in its name. Rename it to see this table.',
        affects: [{ kind: 'table', name: { schema: 'public', name: 'odd' } }],
      },
    ]);
    expect(tableOf(snapshot, 'even').columns).toHaveLength(1);
  });
});
